package vehicles

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cheyi/calendar"
)

var today = calendar.Day{Year: 2026, Month: 11, Day: 23}

// Three cars that the examples share.
const (
	vinA = "LZZY6XCD2RA894843"
	vinB = "LZZUD7SN6SB968764"
	vinC = "LZY7HX328PC643819"
)

// print writes a report in a few lines: what was accepted, what was not.
func print(r Report) string {
	var b strings.Builder
	for _, row := range r.Rows {
		fields := []string{row.Spot.String(), row.VIN, row.Plate, row.Place}
		if !row.Released.IsZero() {
			fields = append(fields, row.Released.String())
		}
		if row.Doubt != "" {
			fields = append(fields, "?")
		}
		fmt.Fprintln(&b, strings.Join(slices.DeleteFunc(fields, func(s string) bool { return s == "" }), " "))
	}
	for _, p := range slices.Concat(r.Refused, r.Duplicates) {
		fmt.Fprintln(&b, p.Spot, p.Code)
	}
	return b.String()
}

// adds reports whether the rows of a report add up.
func adds(r Report) bool { return r.Read == len(r.Rows)+len(r.Refused)+len(r.Duplicates) }

func TestReadText(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"one a line", vinA + "\n" + vinB, "第1行 " + vinA + "\n第2行 " + vinB + "\n"},
		{"numbered with plates and places", "1. " + vinA + " 蒙A12345 呼和浩特市\n\n2、" + vinB + "，蒙B·12345，登记地：包头\n",
			"第1行 " + vinA + " 蒙A12345 呼和浩特市\n第3行 " + vinB + " 蒙B12345 包头\n"},
		{"plate first", "蒙A12345\t" + vinA + "\n蒙B12345\t" + vinB, "第1行 " + vinA + " 蒙A12345\n第2行 " + vinB + " 蒙B12345\n"},
		{"several in a line", vinA + "、" + vinB + " 蒙B12345；" + vinC, "第1行 " + vinA + "\n第1行 " + vinB + " 蒙B12345\n第1行 " + vinC + "\n"},
		{"several with plates first", "蒙A12345 " + vinA + ", 蒙B12345 " + vinB, "第1行 " + vinA + " 蒙A12345\n第1行 " + vinB + " 蒙B12345\n"},
		{"several with places first", "包头 " + vinA + "，赤峰 " + vinB, "第1行 " + vinA + " 包头\n第1行 " + vinB + " 赤峰\n"},
		{"among words", "你好，我们有两台车，一台车架号是" + strings.ToLower(vinA) + "，车牌蒙A12345，在包头市登记的，合同HT2025110988，电话13800138000，" +
			"另一台" + vinB + "。谢谢！", "第1行 " + vinA + " 蒙A12345 包头市\n第1行 " + vinB + "\n"},
		{"one over several lines", "车架号：" + vinA + "\n号牌：蒙A12345\n登记地：包头\n车架号：" + vinB + "\n号牌：蒙B12345", "第1行 " + vinA + " 蒙A12345 包头\n第4行 " + vinB + " 蒙B12345\n"},
		{"plate above", "号牌：蒙A12345\n车架号：" + vinA + "\n号牌：蒙B12345\n车架号：" + vinB, "第2行 " + vinA + " 蒙A12345\n第4行 " + vinB + " 蒙B12345\n"},
		{"heading", "包头：\n" + vinA + "\n" + vinB, "第2行 " + vinA + "\n第3行 " + vinB + "\n"},
		{"VIN in pieces", "1 LZZY 6XCD 2RA8 94843\nVINLZZUD7SN6SB968764\nVIN: " + vinC, "第1行 " + vinA + "\n第2行 " + vinB + "\n第3行 " + vinC + "\n"},
		{"full width, zero width", "ＬＺＺＹ６ＸＣＤ２ＲＡ８９４８４３\n\u202eLZZUD7SN\u200b6SB968764", "第1行 " + vinA + "\n第2行 " + vinB + "\n"},
		{"from a table", "序号\t车架号\t号牌\t登记地\n1\t" + vinA + "\t蒙A12345\t石家庄\n2\t" + vinB[:16] + "\t\t\n3\t\t\t", "第2行 " + vinA + " 蒙A12345 石家庄\n第3行 vin_length\n"},
		{"from a Markdown table", "| VIN | 车牌号 |\n|---|---|\n| " + vinA + " | 蒙A12345 |", "第3行 " + vinA + " 蒙A12345\n"},
		{"from a file with commas", "车架号，登记地\n" + vinA + "，乌海", "第2行 " + vinA + " 乌海\n"},
		{"mistakes", vinA + "\nLZZY6OCD2RA894843\n" + vinB[:16] + "\n" + vinB + "8\nLZZY6XCD0RA894843\n" + vinA + "\n3) LZZY6XCD2R\n" + vinC + " 蒙N12345",
			"第1行 " + vinA + "\n第5行 LZZY6XCD0RA894843 ?\n第2行 vin_letter\n第3行 vin_length\n第4行 vin_length\n第7行 vin_length\n第8行 plate_office\n第6行 duplicate\n"},
		{"a piece missing", "1 LZZY 6XCD 2RA8 9484", "第1行 vin_split\n"},
		{"plate without VIN", "蒙A12345\n蒙B12345 " + vinA, "第2行 " + vinA + " 蒙B12345\n第1行 vin_missing\n"},
		{"numbers", "1.2E+16\n12345678901234567\n" + vinA, "第3行 " + vinA + "\n第1行 vin_number\n第2行 vin_number\n"},
		{"formula", "=HYPERLINK(\"http://x\",\"" + vinA + "\")\n@老王 " + vinB + "\n- " + vinC, "第2行 " + vinB + "\n第3行 " + vinC + "\n第1行 formula\n"},
		{"same plate", vinA + " 蒙A12345\n" + vinB + " 蒙A12345", "第1行 " + vinA + " 蒙A12345\n第2行 " + vinB + " 蒙A12345 ?\n"},
	} {
		r, err := ReadText(tt.text, today)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := print(r); got != tt.want || !adds(r) {
			t.Errorf("%s: read %d\n%swant\n%s", tt.name, r.Read, got, tt.want)
		}
	}
}

func TestReadTextRefuses(t *testing.T) {
	many := strings.Builder{}
	for i := range MaxVehicles + 1 {
		fmt.Fprintln(&many, numbered(i))
	}
	for text, want := range map[string]string{
		"":                                "no_vehicles",
		"下周三呼市30台注销":                      "no_vehicles",
		"我的电话13800138000":                 "no_vehicles",
		many.String():                     "too_many_vehicles",
		strings.Repeat("x\n", 2001):       "too_many_lines",
		strings.Repeat("x", maxWords+1):   "too_long",
		"车架号\tVIN\n" + vinA + "\t" + vinB: "two_vin_columns",
	} {
		r, err := ReadText(text, today)
		if got := code(t, err); got != want || r.Read != 0 {
			t.Errorf("%.20q: %q, want %q", text, got, want)
		}
	}
}

// numbered makes VINs that differ, with check digits that fit.
func numbered(i int) string {
	vin := []byte(fmt.Sprintf("LZZY6XCD0RA%06d", i))
	vin[vinCheckAt] = vinCheck(string(vin))
	return string(vin)
}

// Whatever the shape that a list is written in, the same vehicles are read.
func TestShapesReadTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(rapid.Custom(drawVehicle), 1, 12, func(v Vehicle) string { return v.VIN }).Draw(t, "list")
		shape := rapid.IntRange(0, len(shapes)-1).Draw(t, "shape")
		text := shapes[shape](list)
		r, err := ReadText(text, today)
		if err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		var got []Vehicle
		for _, row := range r.Rows {
			got = append(got, row.Vehicle)
		}
		if !slices.Equal(got, list) || !adds(r) || r.Read != len(list) {
			t.Fatalf("shape %d\n%s\nread as\n%s", shape, text, print(r))
		}
	})
}

func drawVehicle(t *rapid.T) Vehicle {
	return Vehicle{
		VIN:   drawVIN(t),
		Plate: rapid.OneOf(rapid.Just(""), rapid.StringMatching(`蒙[A-HJ-M](?:[A-HJ-NP-Z0-9]{5}|[DF][0-9]{5}|[0-9]{4}挂)`), rapid.StringMatching(`[京冀晋]A[0-9]{5}`)).Draw(t, "plate"),
		Place: rapid.SampledFrom([]string{"", "呼和浩特", "包头市", "锡林郭勒盟", "赤峰市松山区", "石家庄市", "内蒙古自治区通辽市"}).Draw(t, "place"),
	}
}

func drawVIN(t *rapid.T) string {
	vin := []byte(rapid.StringMatching(`[A-HJ-NPR-Z][A-HJ-NPR-Z0-9]{12}[0-9]{4}`).Draw(t, "vin"))
	vin[vinCheckAt] = vinCheck(string(vin))
	return string(vin)
}

// shapes are the ways people write a list.
var shapes = []func([]Vehicle) string{
	eachLine("%[1]s %[2]s %[3]s"),
	eachLine("%[4]d. %[1]s，%[2]s，%[3]s"),
	eachLine("%[4]d\t%[2]s\t%[1]s\t%[3]s"),
	eachLine("（%[4]d）车架号%[1]s，车牌%[2]s，登记地%[3]s。"),
	eachLine("- %[3]s %[2]s %[1]s"),
	eachLine("车架号：%[1]s\r\n号牌：%[2]s\r\n登记地：%[3]s\r\n\r\n"),
	withHeader("\t", "车架号", "号牌", "登记地"),
	withHeader(",", "VIN", "Plate No.", "Place"),
	withHeader("，", "車架號", "車牌號碼", "登記地"),
	withHeader("|", "车辆识别代号", "机动车号牌号码", "注册登记地"),
	func(list []Vehicle) string { return strings.ToLower(eachLine("%[1]s %[2]s %[3]s")(list)) },
	func(list []Vehicle) string {
		return strings.ReplaceAll(eachLine("%[1]s %[2]s %[3]s")(list), "\n", "；")
	},
}

func eachLine(format string) func([]Vehicle) string {
	return func(list []Vehicle) string {
		var b strings.Builder
		for i, v := range list {
			fmt.Fprintf(&b, format+"%[5]s", v.VIN, v.Plate, v.Place, i+1, "\n")
		}
		return b.String()
	}
}

func withHeader(separator string, titles ...string) func([]Vehicle) string {
	return func(list []Vehicle) string {
		lines := []string{strings.Join(titles, separator)}
		for _, v := range list {
			lines = append(lines, strings.Join([]string{v.VIN, v.Plate, v.Place}, separator))
		}
		return strings.Join(lines, "\n")
	}
}

func FuzzReadText(f *testing.F) {
	for _, seed := range []string{vinA, "1. " + vinA + " 蒙A12345 包头", "车架号\t号牌\n" + vinA + "\t蒙A12345", "LZZY 6XCD 2RA8 94843", "1.2E+16", "=1+1", "\xff|\x00\t"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadText(text, today)
		if code(t, err) == "" && !adds(r) {
			t.Fatalf("%+v does not add up", r)
		}
		for _, row := range r.Rows {
			if vin, err := ParseVIN(row.VIN); err != nil || vin != row.VIN {
				t.Fatalf("accepted %q", row.VIN)
			}
			if plate, err := ParsePlate(row.Plate); err != nil || plate != row.Plate {
				t.Fatalf("accepted plate %q", row.Plate)
			}
		}
	})
}
