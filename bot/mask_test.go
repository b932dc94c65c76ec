package bot

import (
	"strings"
	"testing"
)

// The identity numbers use division code 159999, which nobody has.
func TestMaskPersonal(t *testing.T) {
	for _, tt := range []struct {
		name, text, masked string
		found              string
	}{
		{"identity number", "159999199002289016", "＊＊＊", "身份证号"},
		{"identity number with X", "我的证15999919851231992X谢谢", "我的证＊＊＊谢谢", "身份证号"},
		{"identity number with a small x", "15999919851231992x", "＊＊＊", "身份证号"},
		{"with an invisible character", "15999919900\u200b2289016", "＊＊＊", "身份证号"},
		{"mobile number in full width", "打１３８００１３８０００", "打＊＊＊", "手机号"},
		{"card before a mobile number", "4111111111111111 13800138000", "＊＊＊ ＊＊＊", "银行卡号、手机号"},
		{"in full width", "１５９９９９１９９００２２８９０１６", "＊＊＊", "身份证号"},
		{"in groups", "159999 19900228 9016", "＊＊＊", "身份证号"},
		{"two of them", "159999199002289016、159999197801159059", "＊＊＊、＊＊＊", "身份证号"},
		{"wrong check digit", "159999199002289017", "＊＊＊", "身份证号"},
		{"no day of birth", "159999199013289017", "159999199013289017", ""},
		{"mobile number", "打13800138000", "打＊＊＊", "手机号"},
		{"mobile number with country code", "+86 154-0000-1234", "＊＊＊", "手机号"},
		{"bank card", "卡号6222020000000000003", "卡号6222020000000000003", ""},
		{"bank card that checks", "4111 1111 1111 1111", "＊＊＊", "银行卡号"},
		{"vehicle identification number", "LZZY6XCD2RA894843", "LZZY6XCD2RA894843", ""},
		{"unified social credit code", "91150102MAQJWYLF59", "91150102MAQJWYLF59", ""},
		{"mobile number next to letters", "tel13800138000", "tel＊＊＊", "手机号"},
		{"mobile number after part of another", "150 13800138000", "150 ＊＊＊", "手机号"},
		{"part of a longer number", "2138001380001", "2138001380001", ""},
		{"amount", "保费 1500000.00 元", "保费 1500000.00 元", ""},
		{"nothing", "展位费能补多少", "展位费能补多少", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			masked, found := maskPersonal(tt.text)
			if masked != tt.masked || strings.Join(found, "、") != tt.found {
				t.Errorf("%q %q, want %q %q", masked, found, tt.masked, tt.found)
			}
		})
	}
}

// Masking never lengthens what is personal, and leaves nothing to mask.
func FuzzMaskPersonal(f *testing.F) {
	for _, seed := range []string{"159999199002289016", "1380013800013800138000", "4111111111111111", "\xff１５"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, _ := maskPersonal(text)
		if twice, found := maskPersonal(once); len(found) > 0 || twice != once {
			t.Errorf("%q is masked as %q, and again as %q", text, once, twice)
		}
	})
}

// A file's name is text like any other.
func TestFileNameIsMasked(t *testing.T) {
	m := Message{File: &File{Name: "13800138000 的车.xlsx"}}
	clean := m.masked()
	if strings.Contains(clean.File.Name, "13800138000") || len(clean.Masked) != 1 {
		t.Errorf("%+v %v", clean.File, clean.Masked)
	}
	if m.File.Name != "13800138000 的车.xlsx" {
		t.Error("the caller's message was changed")
	}
}
