package personal

import (
	"regexp"
	"testing"
)

// What leaves the process may name an enterprise; what is kept for long not.
func TestMask(t *testing.T) {
	for _, tt := range []struct{ text, mask, all string }{
		{"展位费能补多少：36000元", "展位费能补多少：36000元", "展位费能补多少：36000元"},
		{"顺达汽车贸易有限公司，合同HT2025110988", "顺达汽车贸易有限公司,合同HT＊＊＊", "＊＊＊,合同＊＊＊"},
		{"我叫王小明，顺达汽车贸易公司", "我叫＊＊＊,顺达汽车贸易公司", "我叫＊＊＊,＊＊＊"},
		{"座机2834567", "座机＊＊＊", "座机＊＊＊"},
	} {
		if got := Mask(tt.text); got != tt.mask {
			t.Errorf("Mask(%q) = %q, want %q", tt.text, got, tt.mask)
		}
		if got := MaskAll(tt.text); got != tt.all {
			t.Errorf("MaskAll(%q) = %q, want %q", tt.text, got, tt.all)
		}
	}
}

func TestReplace(t *testing.T) {
	three := regexp.MustCompile(`[0-9]{3}`)
	for _, tt := range []struct {
		name string
		edge Edge
		want string
	}{
		{"anywhere", nil, "a＊ ＊4 ＊"},
		{"no digit beside it", NoDigit, "a＊ 1234 ＊"},
		{"no digit or letter beside it", NoCode, "a123 1234 ＊"},
		{"none before it", NoCodeBefore, "a123 ＊4 ＊"},
	} {
		got := Replace("a123 1234 567", three, tt.edge, func(string, string) string { return "＊" })
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
