package bot

import (
	"regexp"
	"strings"
	"unicode"
)

// What else points at a person or an enterprise. A conversation needs some of
// it, the ledger none: it is kept for long and read by others. Amounts, counts
// and dates stay, they are what is asked about. Names of people have no form
// by which they could be found.
var pointers = []struct {
	pattern *regexp.Regexp
	valid   func(string) bool
}{
	{regexp.MustCompile(`[0-9A-Za-z._+-]+@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+`), always}, // mail
	{regexp.MustCompile(`[\p{Han}()（）]{2,24}有限(?:责任)?公司`), always},
	{regexp.MustCompile(`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][ ·.-]?[0-9A-Za-z]{4,6}挂?`), hasDigits}, // plate
	{regexp.MustCompile(`\(?0[1-9][0-9]{1,2}\)?[ -]?[2-9][0-9]{6,7}`), always},                            // landline
	{regexp.MustCompile(`[0-9A-Za-z]{8,}`), code},
	{regexp.MustCompile(`[0-9](?:[ -]?[0-9]){10,}`), always}, // a number with a slip in it is still a person's
}

// maskForLedger masks more than maskPersonal: also chassis and plate numbers,
// credit codes, landlines, mail addresses and company names.
func maskForLedger(text string) string {
	text, _ = maskPersonal(text)
	text = strings.ReplaceAll(visible(text), narrowMasked, masked)
	for _, p := range pointers {
		text = replaceAlone(text, p.pattern, func(found string) string {
			if p.valid(found) {
				return masked
			}
			return found
		})
	}
	return text
}

// narrowMasked is what normalising makes of masked.
const narrowMasked = "***"

func always(string) bool { return true }

func hasDigits(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// code reports whether letters and digits are mixed as in the number of a car
// or an enterprise, rather than as in 1500000rmb.
func code(s string) bool {
	return hasDigits(s) && !plainSum.MatchString(s) && hasLetters.MatchString(s)
}

var (
	plainSum   = regexp.MustCompile(`^[0-9]+[A-Za-z]{1,4}$`)
	hasLetters = regexp.MustCompile(`[A-Za-z]`)
)
