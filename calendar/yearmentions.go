package calendar

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A YearMention is one calendar year that a text names.
type YearMention struct {
	Start, End int // bytes
	Year       int
	Unclear    bool // 近两年, 2023-2025年: several, and which is not said
}

var (
	yearWords    = map[string]int{"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "上年度": -1, "上一年度": -1, "今年": 0, "本年": 0, "本年度": 0, "这一年": 0, "明年": 1, "下年度": 1, "后年": 2}
	relativeForm = regexp.MustCompile(`^(?:大前年|前年|去年|上一?年度|上一?年|今年|本年度?|明年|下年度|后年)`)
	yearPair     = regexp.MustCompile(`^([0-9]{4}|[0-9]{2}|[` + hanDigit + `]{4}|[` + hanDigit + `]{2}) ?年?(?:度)?([、和及与跟到至或~-]|以及) ?([0-9]{4}|[0-9]{2}|[` + hanDigit + `]{4}|[` + hanDigit + `]{2}) ?(?:这)?(?:两|2|二)?(?:个)?年`)
	yearFull     = regexp.MustCompile(`^([0-9]{4}|[` + hanDigit + `]{4}|两千零[` + hanDigit + `十]{1,3}) ?年?度?`)
	yearShort    = regexp.MustCompile(`^([0-9]{2}|[` + hanDigit + `]{2}) ?年度?`)
	yearVague    = regexp.MustCompile(`^(?:(?:最?近|这)(?:两|三|几|2|3)年|前(?:两|几)年|往年|两年前)`)
	lasting      = regexp.MustCompile(`^(?:前|后|内|以|来|多|了|期|检|审|龄|老|间|时间)`)
	otherUnit    = regexp.MustCompile(`^ ?(?:[0-9]|辆|台|部|元|块|万|款|个|号|名|人|家|公里|平|\.[0-9]|〕|\]|,[0-9]{3}|美|欧|卢|w|k|%)`)
	afterYears   = regexp.MustCompile(`(?:了|满|超|干|做|共|用|过|近|〔|\[|第)$`)
)

// lookBehind is how many bytes before a year tell what it is.
const lookBehind = 12

// yearStarts are the characters that a year can begin with.
const yearStarts = "0123456789" + hanDigit + "两大前去上今本明下后最近这往"

// FindYears returns the calendar years that a text names, in their order: 2025年,
// 25年, 二〇二五年度, 去年, 24、25两年. Durations (2年, 开了25年了) and numbers of
// documents (〔2024〕) are none. The year of a whole date is one too.
func FindYears(text string, today Day) []YearMention {
	text = strings.ReplaceAll(text, "○", "〇")
	var list []YearMention
	for i := 0; i < len(text); {
		found := yearsAt(text, i, today)
		if len(found) == 0 {
			i += runeLength(text, i)
			continue
		}
		list = append(list, found...)
		i = found[len(found)-1].End
	}
	return list
}

func yearsAt(text string, i int, today Day) []YearMention {
	rest := text[i:]
	if r, _ := utf8.DecodeRuneInString(rest); !strings.ContainsRune(yearStarts, r) {
		return nil
	}
	if m := yearVague.FindString(rest); m != "" {
		return []YearMention{{Start: i, End: i + len(m), Unclear: true}}
	}
	if m := relativeForm.FindString(rest); m != "" {
		return []YearMention{{Start: i, End: i + len(m), Year: today.Year + yearWords[m]}}
	}
	if i > 0 && (isWordByte(text[i-1]) && isWordByte(text[i]) || text[i-1] == '.' || text[i-1] == ',' && isDigitRun(text, i-2)) || afterYears.MatchString(text[max(0, i-lookBehind):i]) {
		return nil
	}
	if m := yearPair.FindStringSubmatch(rest); m != nil {
		if pair := pairOfYears(i, m, today); pair != nil {
			return pair
		}
	}
	if m := yearFull.FindStringSubmatch(rest); m != nil {
		year := yearNumber(m[1], today)
		if strings.HasPrefix(m[1], "两千零") {
			year = number(m[1])
		}
		named := strings.Contains(m[0], "年")
		if plausible(year, today) && (named && !lasting.MatchString(rest[len(m[0]):]) || !named && !otherUnit.MatchString(rest[len(m[0]):])) {
			return []YearMention{{Start: i, End: i + len(strings.TrimRight(m[0], " ")), Year: year}}
		}
	}
	if m := yearShort.FindStringSubmatch(rest); m != nil && !lasting.MatchString(rest[len(m[0]):]) {
		if year := yearNumber(m[1], today); year > today.Year-yearsBack && year <= today.Year+yearsForward || year < today.Year-longAgo {
			return []YearMention{{Start: i, End: i + len(m[0]), Year: year}}
		}
	}
	return nil
}

// How far two digits before 年 are more likely a year than a duration.
const (
	yearsBack    = 8
	yearsForward = 5
	longAgo      = 25 // 98年 is no duration of a business
)

// pairOfYears reads two years that share one 年.
func pairOfYears(i int, m []string, today Day) []YearMention {
	a, b := yearNumber(m[1], today), yearNumber(m[3], today)
	if !plausible(a, today) || !plausible(b, today) || a == b || len(m[1]) != len(m[3]) {
		return nil
	}
	end := i + len(m[0])
	if m[2] == "或" || strings.ContainsAny(m[2], "到至~-") && b != a+1 {
		return []YearMention{{Start: i, End: end, Unclear: true}}
	}
	middle := i + len(m[1])
	return []YearMention{{Start: i, End: middle, Year: a}, {Start: middle, End: end, Year: b}}
}

// plausible keeps numbers that nobody means as a year of business apart.
func plausible(year int, today Day) bool { return year >= 1900 && year < 2200 }

func isWordByte(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' }

func isDigitRun(text string, i int) bool { return i >= 0 && text[i] >= '0' && text[i] <= '9' }
