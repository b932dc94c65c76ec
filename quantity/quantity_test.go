package quantity

import (
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func rows(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func TestSums(t *testing.T) {
	var list []struct {
		Text      string   `yaml:"text"`
		Want      []string `yaml:"want"`
		Currency  string   `yaml:"currency"`
		Ambiguous bool     `yaml:"ambiguous"`
		Note      string   `yaml:"note"`
	}
	rows(t, "testdata/money.yaml", &list)
	for _, row := range list {
		t.Run(row.Text, func(t *testing.T) {
			var sums []string
			flaw, currency := Flaw(""), "CNY"
			text := folded(row.Text)
			for _, s := range Sums(text) {
				if s.Said == Bare && len(row.Want) == 0 && !row.Ambiguous {
					continue // money only where money is asked for
				}
				if s.Flaw != "" {
					flaw = s.Flaw
					continue
				}
				sums = append(sums, s.Value.FloatString(2))
				currency = s.Currency
			}
			if row.Currency == "" {
				row.Currency = "CNY"
			}
			switch {
			case row.Ambiguous && flaw == "":
				t.Errorf("read %v, should be asked back (%s)", sums, row.Note)
			case !row.Ambiguous && (flaw != "" || !slices.Equal(sums, row.Want) || len(sums) > 0 && currency != row.Currency):
				t.Errorf("read %v %s with flaw %q, want %v %s (%s)", sums, currency, flaw, row.Want, row.Currency, row.Note)
			}
		})
	}
}

func TestCounts(t *testing.T) {
	var list []struct {
		Text      string `yaml:"text"`
		Want      []int64
		Ambiguous bool
		Invalid   bool
		Note      string
	}
	rows(t, "testdata/counts.yaml", &list)
	for _, row := range list {
		t.Run(row.Text, func(t *testing.T) {
			var counts []int64
			vague, broken := false, false
			for _, c := range Counts(folded(row.Text)) {
				switch {
				case c.Flaw != "":
					vague = true
				case !c.Value.IsInt() || c.Value.Sign() < 0:
					broken = true
				case !c.Bare && !c.Limit:
					counts = append(counts, c.Value.Num().Int64())
				}
			}
			if vague != row.Ambiguous || broken != row.Invalid || !vague && !broken && !slices.Equal(counts, row.Want) {
				t.Errorf("read %v, vague %t, broken %t; want %v (%s)", counts, vague, broken, row.Want, row.Note)
			}
		})
	}
}

func TestPercentages(t *testing.T) {
	for text, want := range map[string]string{
		"70%": "70", "百分之七十": "70", "七成": "70", "7成5": "75", "百分之80": "80", "12.5%": "25/2", "70个点": "70",
		"成立三年": "", "70元": "", "三成本": "",
	} {
		got := ""
		for _, p := range Percentages(text) {
			got += p.Value.RatString()
		}
		if got != want {
			t.Errorf("%s is read as %q, want %q", text, got, want)
		}
	}
}

// What is no number at all is found and has no value.
func TestFlaws(t *testing.T) {
	for text, want := range map[string]Flaw{
		"1e309": NotFinite, "nan元": NotFinite, "inf": NotFinite, strings.Repeat("9", 400): TooLong, "十几万": Vague, "五十多台": Vague, "两三万": Vague,
	} {
		got := Numbers(text)
		if len(got) != 1 || got[0].Flaw != want {
			t.Errorf("%.20s is read as %+v, want flaw %s", text, got, want)
		}
	}
}

func TestYuanRoundsHalfUp(t *testing.T) {
	for exact, want := range map[string]string{
		"1": "1.00", "1.005": "1.01", "1.0049": "1.00", "1499999.998": "1500000.00", "1500000.005": "1500000.01", "0.005": "0.01", "-1.005": "-1.01",
	} {
		r, _ := new(big.Rat).SetString(exact)
		if got := Yuan(r).String(); got != want {
			t.Errorf("%s rounds to %s, want %s", exact, got, want)
		}
	}
}

// Money printed in any of its forms is read back as the same money.
func TestMoneyReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money(rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "fen"))
		for _, text := range []string{m.Chinese(), "￥" + m.String(), m.String() + "元", "人民币" + Grouped(m.String())} {
			sums := Sums(text)
			if len(sums) != 1 || sums[0].Flaw != "" || Yuan(sums[0].Value) != m || sums[0].Said != Named {
				t.Fatalf("%s is read as %+v", text, sums)
			}
		}
	})
}

// A number written in Chinese, formal or plain, is read back.
func TestNumeralReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 999_999_999_999).Draw(t, "n")
		for _, text := range []string{inChinese(n, "零一二三四五六七八九", "十百千"), inChinese(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")} {
			if v, ok := Numeral(text); !ok || v.Cmp(big.NewRat(n, 1)) != 0 {
				t.Fatalf("%s is read as %v, want %d", text, v, n)
			}
		}
	})
}

// inChinese writes a number by places, as bank forms do.
func inChinese(n int64, digits, places string) string {
	if n == 0 {
		return string([]rune(digits)[0])
	}
	zero := string([]rune(digits)[0])
	section := func(n int64) string {
		s, gap := "", false
		for i := 3; i >= 0; i-- {
			p := []int64{1, 10, 100, 1000}[i]
			d := n / p % 10
			if d == 0 {
				gap = gap || s != ""
				continue
			}
			if gap {
				s, gap = s+zero, false
			}
			s += string([]rune(digits)[d])
			if i > 0 {
				s += string([]rune(places)[i-1])
			}
		}
		return s
	}
	s := ""
	for _, part := range []struct {
		size int64
		name string
	}{{100_000_000, "亿"}, {10_000, "万"}, {1, ""}} {
		v := n / part.size % 10_000
		if v == 0 {
			continue
		}
		if s != "" && (v < 1000 || n/part.size/10_000%10 == 0) && !strings.HasSuffix(s, zero) {
			s += zero
		}
		s += section(v) + part.name
	}
	return s
}

func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r = r - '！' + '!'
		}
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// A stranger's bytes never make a number outside of the text, two that
// overlap, or one with both a flaw and no reason.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"三十六万五", "15w", "-5万", "1e309", "两三万", "1,500,000.00", "百十来台", "5块5", "半台", "\xff九", "俩车", "十十十", "万亿万亿"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, n := range Numbers(text) {
			if n.Start < end || n.End <= n.Start || n.End > len(text) {
				t.Fatalf("%q: number %+v after %d", text, n, end)
			}
			if n.Flaw == "" && n.Value == nil {
				t.Fatalf("%q: no value and no flaw: %+v", text, n)
			}
			end = n.End
		}
		for _, s := range Sums(text) {
			if s.Start < 0 || s.End > len(text) || s.End <= s.Start {
				t.Fatalf("%q: sum %+v", text, s)
			}
			if _, known := CurrencyName(s.Currency); !known {
				t.Fatalf("%q: currency %q", text, s.Currency)
			}
		}
		for _, c := range Counts(text) {
			if c.Flaw == "" && c.Value == nil {
				t.Fatalf("%q: no value and no flaw: %+v", text, c)
			}
		}
		Percentages(text)
	})
}
