package vehicles

import (
	"errors"
	"testing"
)

// code returns the code of the fault, "" for none.
func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var fault *Fault
	if !errors.As(err, &fault) || fault.Text == "" {
		t.Fatalf("%v is no fault with a sentence", err)
	}
	return fault.Code
}

type reading struct{ text, want, code string }

func check(t *testing.T, parse func(string) (string, error), readings []reading) {
	t.Helper()
	for _, r := range readings {
		got, err := parse(r.text)
		if c := code(t, err); got != r.want || c != r.code {
			t.Errorf("%q: %q, fault %q; want %q, %q (%v)", r.text, got, c, r.want, r.code, err)
		}
	}
}

func TestParseVIN(t *testing.T) {
	check(t, ParseVIN, []reading{
		{"LZZY6XCD2RA894843", "LZZY6XCD2RA894843", ""},
		{"LZZUD7SN6SB968764", "LZZUD7SN6SB968764", ""},
		{"LZY7HX328PC643819", "LZY7HX328PC643819", ""},
		{"LZX032D95MD969201", "LZX032D95MD969201", ""},
		{"LZWTWWJD5TE446049", "LZWTWWJD5TE446049", ""},
		{"1M8GDM9AXKP042788", "1M8GDM9AXKP042788", ""},
		{"11111111111111111", "11111111111111111", ""},
		{"LZZY6XCD0RA894843", "LZZY6XCD0RA894843", ""}, // a doubt, see below
		{"lzzy6xcd2ra894843", "LZZY6XCD2RA894843", ""},
		{"ＬＺＺＹ６ＸＣＤ２ＲＡ８９４８４３", "LZZY6XCD2RA894843", ""},
		{" LZZ Y6XCD2-RA89　4843\u00a0\n", "LZZY6XCD2RA894843", ""},
		{"LZZY\u200b6XCD2\ufe0fRA\u202e894843\U000e0041", "LZZY6XCD2RA894843", ""},
		{"LZZY6OCD2RA894843", "", "vin_letter"},
		{"LZZY6XCD2RA89484", "", "vin_length"},
		{"LZZY6XCD2RA8948437", "", "vin_length"},
		{"LZZY6XCD2RA89484А", "", "vin_character"}, // Cyrillic
		{"LZZY6XCD2RA8948４三", "", "vin_character"},
		{"", "", "vin_missing"},
		{" \u200b", "", "vin_missing"},
	})
}

func TestVINDoubt(t *testing.T) {
	for vin, want := range map[string]string{
		"LZZY6XCD2RA894843": "",
		"1M8GDM9AXKP042788": "",
		"11111111111111111": "",
		"LZZY6XCD0RA894843": wordsVINCheck('2', '0'),
		"LZZY6XCD2RA984843": wordsVINCheck('3', '2'), // digits swapped
		"LZZY6XCD9RA89484A": wordsVINTail,
	} {
		if got := VINDoubt(vin); got != want {
			t.Errorf("%s: %q, want %q", vin, got, want)
		}
	}
}

func TestParseUSCC(t *testing.T) {
	check(t, ParseUSCC, []reading{
		{"91150102MAQJWYLF59", "91150102MAQJWYLF59", ""},
		{"91150203MA55TH2H7A", "91150203MA55TH2H7A", ""},
		{"91150602MAUCCP508C", "91150602MAUCCP508C", ""},
		{"91150781MAL23DL889", "91150781MAL23DL889", ""},
		{"91152501MAP3MR199B", "91152501MAP3MR199B", ""},
		{"９１150102 maqjwylf59", "91150102MAQJWYLF59", ""},
		{"91150102MAQJWYLF5A", "", "uscc_check"},
		{"91150102MAQJYWLF59", "", "uscc_check"}, // two characters swapped
		{"91150102MAQJIYLF59", "", "uscc_letter"},
		{"91150102MAQJWYLF5", "", "uscc_length"},
		{"9115O102MAQJWYLF59", "", "uscc_letter"},
		{"9115A102MAQJWYLF59", "", "uscc_division"},
		{"91150102MAQJWYLF5。", "", "uscc_character"},
		{"", "", "uscc_missing"},
	})
}

func TestUSCCDoubt(t *testing.T) {
	for _, valid := range []string{"91150102MAQJWYLF59", "91150203MA55TH2H7A", "91150602MAUCCP508C", "91150781MAL23DL889", "91152501MAP3MR199B"} {
		if got := USCCDoubt(valid); got != "" {
			t.Errorf("%s: %s", valid, got)
		}
	}
	other := "91150102MAQJWYLF4"
	for code, want := range map[string]string{
		"92150102MAQJWYLF53":             wordsUSCCTrader,
		other + string(usccCheck(other)): wordsUSCCOrg,
	} {
		if got := USCCDoubt(code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestParsePlate(t *testing.T) {
	check(t, ParsePlate, []reading{
		{"蒙A12345", "蒙A12345", ""},
		{"蒙K6A78B", "蒙K6A78B", ""},
		{"蒙HD12345", "蒙HD12345", ""},
		{"蒙EF01234", "蒙EF01234", ""},
		{"蒙L12345D", "蒙L12345D", ""},
		{"京A12345", "京A12345", ""},
		{"蒙B1234挂", "蒙B1234挂", ""},
		{"蒙ａ·12345", "蒙A12345", ""},
		{"蒙 A 12345", "蒙A12345", ""},
		{"", "", ""}, {"无", "", ""}, {"——", "", ""}, {"/", "", ""},
		{"蒙I12345", "", "plate_office"},
		{"蒙N12345", "", "plate_office"},
		{"蒙", "", "plate_office"},
		{"蒙A1234", "", "plate_length"},
		{"蒙BI2345", "", "plate_letter"},
		{"蒙A123456", "", "plate_energy"},
		{"蒙A1234警", "", "plate_special"},
		{"蒙A12#45", "", "plate_character"},
		{"A12345", "", "plate_province"},
	})
}

func TestParsePhone(t *testing.T) {
	check(t, ParsePhone, []reading{
		{"13800138000", "13800138000", ""},
		{"+86 154-0000-1234", "15400001234", ""},
		{"0086 15400001234", "15400001234", ""},
		{"15400005678", "15400005678", ""},
		{"0471-2000000", "0471-2000000", ""},
		{"(0479)7000000", "0479-7000000", ""},
		{"（０４７９）7000000", "0479-7000000", ""},
		{"010 65120000", "010-65120000", ""},
		{"12345678901", "", "phone_prefix"},
		{"1540000123", "", "phone_length"},
		{"154000012345", "", "phone_length"},
		{"0471-200000", "", "phone_length"},
		{"0471-20000000", "", "phone_length"},
		{"0471-0234567", "", "phone_prefix"},
		{"2000000", "", "phone_area"},
		{"0471", "", "phone_area"},
		{"138001380O0", "", "phone_character"},
		{"", "", "phone_missing"},
	})
}

func TestParseNames(t *testing.T) {
	check(t, ParsePerson, []reading{
		{"张三", "张三", ""}, {" 阿拉坦·乌拉\u200b ", "阿拉坦·乌拉", ""}, {"Bat-Erdene  O.", "Bat-Erdene O.", ""},
		{"张", "", "person_length"}, {"", "", "person_length"},
		{"=cmd|张三", "", "person_character"}, {"张三13800138000", "", "person_character"},
	})
	check(t, ParseEnterprise, []reading{
		{"内蒙古草原汽车贸易（集团）有限公司", "内蒙古草原汽车贸易（集团）有限公司", ""},
		{"草原\x00汽车\n贸易公司", "草原汽车 贸易公司", ""},
		{"公司", "", "firm_length"}, {"12345678", "", "firm_words"},
		{"=HYPERLINK(1)公司", "", "firm_character"}, {"草原🚗公司", "", "firm_character"},
	})
}

func TestMasks(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{MaskVIN("LZZY6XCD2RA894843"), "LZZ**********4843"},
		{MaskVIN("LZZ"), "***"},
		{MaskPhone("13800138000"), "138****8000"},
		{MaskPhone("0471-2000000"), "0471-****000"},
		{MaskPlate("蒙A12345"), "蒙A***45"},
		{MaskPlate("蒙HD12345"), "蒙H****45"},
		{MaskPlate(""), ""},
		{MaskName("张三"), "张*"},
		{MaskName(""), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%s, want %s", tt.got, tt.want)
		}
	}
}

// Sentences must name the character and say what to do, and may be shown where
// others read along.
func TestFaultsNameTheCharacter(t *testing.T) {
	for _, tt := range []struct {
		parse      func(string) (string, error)
		text, want string
	}{
		{ParseVIN, "LZZY6OCD2RA894843", "车架号第6位是字母“O”，车架号里没有 I、O、Q，多半是数字“0”：请对照行驶证改正。"},
		{ParseVIN, "LZZY6XCD2RA89484", "车架号应为17位，这里是16位，少了1位：请对照行驶证核对。"},
		{ParseUSCC, "9115O102MAQJWYLF59", "统一社会信用代码第5位是字母“O”，代码里没有 I、O、S、V、Z，多半是“0”：请对照营业执照改正。"},
		{ParsePlate, "蒙BI2345", "号牌第3位是字母“I”，号牌序号里没有 I、O，多半是数字“1”：请对照行驶证改正。"},
		{ParsePhone, "12345678901", "手机号第2位应是3至9，这里是“2”：请核对后再发。"},
	} {
		if _, err := tt.parse(tt.text); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v", tt.text, err)
		}
	}
}
