package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Personal numbers that nobody asked for are masked before a message is
// understood, stored or logged.
var (
	identityNumber = regexp.MustCompile(`[1-9][0-9]{5}[ -]?[12][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9xX]`)
	cardNumber     = regexp.MustCompile(`[0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?`)
	plainCard      = regexp.MustCompile(`[0-9]{4}(?:[ -]?[0-9]{4}){3}`)
	mobileNumber   = regexp.MustCompile(`(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}`)
)

const (
	identity = "身份证号"
	masked   = "＊＊＊" // no word: it must not change what is asked
)

// maskPersonal replaces identity, bank card and mobile numbers, and says what
// it found: 身份证号, 银行卡号, 手机号. Full-width digits count as digits, and
// invisible characters within a number do not hide it.
func maskPersonal(text string) (clean string, found []string) {
	clean = visible(text)
	for _, kind := range []struct {
		name    string
		pattern *regexp.Regexp
		valid   func(string) bool
	}{
		{identity, identityNumber, validIdentity},
		{"银行卡号", cardNumber, validCard},
		{"银行卡号", plainCard, validCard},
		{"手机号", mobileNumber, func(string) bool { return true }},
	} {
		hit := false
		clean = replaceAlone(clean, kind.pattern, func(number string) string {
			if !kind.valid(digits(number)) {
				return number
			}
			hit = true
			return masked
		})
		if hit && !slices.Contains(found, kind.name) {
			found = append(found, kind.name)
		}
	}
	if len(found) == 0 {
		return text, nil
	}
	return clean, found
}

// visible drops what shows nothing and folds digits and letters to ordinary
// width, so that a number reads as a person sees it.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r) && !unicode.IsSpace(r):
			return -1
		case r >= '！' && r <= '～' && r != '＊':
			return r - '！' + '!'
		}
		return r
	}, text)
}

// replaceAlone replaces matches that are not part of a longer run of letters
// or digits, such as a vehicle's identification number.
func replaceAlone(text string, pattern *regexp.Regexp, replace func(string) string) string {
	var out strings.Builder
	last := 0
	for _, m := range pattern.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		after, _ := utf8.DecodeRuneInString(text[m[1]:])
		if alnum(before) || alnum(after) {
			continue
		}
		out.WriteString(text[last:m[0]])
		out.WriteString(replace(text[m[0]:m[1]]))
		last = m[1]
	}
	out.WriteString(text[last:])
	return out.String()
}

func alnum(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// digits drops separators.
func digits(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "+", "").Replace(s))
}

// validIdentity checks the last character by GB 11643-1999: the weighted sum
// of the first seventeen digits, modulo eleven, through a table.
func validIdentity(number string) bool {
	if len(number) != len(identityWeights)+1 {
		return false
	}
	sum := 0
	for i, w := range identityWeights {
		sum += int(number[i]-'0') * w
	}
	return number[len(number)-1] == identityChecks[sum%len(identityChecks)]
}

var identityWeights = []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const identityChecks = "10X98765432"

// validCard checks a card number by the Luhn formula (ISO/IEC 7812-1).
func validCard(number string) bool {
	sum := 0
	for i := range number {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
