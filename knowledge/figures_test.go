package knowledge

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFigures(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"不超过 150 万元", []string{"1500000"}},
		{"1,500,000 元", []string{"1500000"}},
		{"一百五十万", []string{"1500000"}},
		{"1.5百万", []string{"1500000"}},
		{"最高 80% 的资金支持", []string{"80%"}},
		{"八成、百分之八十、80％", []string{"80%", "80%", "80%"}},
		{"7.5成", []string{"75%"}},
		{"2024年6月12日", []string{"2024", "6", "12"}},
		{"二〇二四年", []string{"2024"}},
		{"3 个工作日，三天", []string{"3", "3"}},
		{"两千五", []string{"2005"}}, // read by places: colloquial elision is a parser's business
		{"十二个盟市", []string{"12"}},
		{"二手车、二连浩特、单一企业、一站式", nil},
		{"零部件", nil},
		{"一万一千元", []string{"11000"}},
		{"四万一千、六十分钟", []string{"41000", "60"}},
		{"８０％、１０００元", []string{"80%", "1000"}},
		{"贰佰万元、伍拾万", []string{"2000000", "500000"}},
		{"1‰", []string{"1‰"}},
		{"一亿亿亿亿", []string{"100000000000000000000000000000000"}},
		{"十二手车", []string{"12"}},
		{"没有数字", nil},
	} {
		if got := Figures(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("Figures(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// However a whole number is written, its value is the same.
func TestFiguresCompareByValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 9999).Draw(t, "n")
		want := []string{fmt.Sprint(n * 10000)}
		for _, written := range []string{fmt.Sprintf("%d万", n), fmt.Sprintf("%d 万元", n), fmt.Sprint(n * 10000)} {
			if got := Figures(written); !slices.Equal(got, want) {
				t.Fatalf("Figures(%q) = %q, want %q", written, got, want)
			}
		}
	})
}

// A figure never gets lost by what stands around it, and reading is stable.
func FuzzFigures(f *testing.F) {
	for _, seed := range []string{"补贴70%", "第七条", "１５０万", "百分之", "9999999999999999999999亿", "0.1.2", "\xff3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			return
		}
		if missing := figuresBeyond(s, s); len(missing) > 0 {
			t.Errorf("%q has figures beyond itself: %q", s, missing)
		}
		if got := Figures("限额 123456 元。" + s); len(got) == 0 || got[0] != "123456" {
			t.Errorf("the figure before %q was not read: %q", s, got)
		}
	})
}
