package quantity

import (
	"regexp"
	"strings"
)

// CurrencyIn returns the code of the one currency that a normalised text names
// without a number, "" for none and for several. What it says that it is not does
// not count, and 元 and 块 name none: people say them of any money.
func CurrencyIn(text string) string {
	code := ""
	text = denied.ReplaceAllString(text, "")
	for _, c := range currencies {
		if !named[c.code].MatchString(text) {
			continue
		}
		if code != "" {
			return ""
		}
		code = c.code
	}
	return code
}

// named finds each currency by its name, as a word where it is written in letters.
var named = func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, c := range currencies {
		all[c.code] = regexp.MustCompile(`(?:^|[^a-z])(?:` + c.signs + `)(?:[^a-z]|$)`)
	}
	return all
}()

// denied finds a currency that it is not: 不是人民币.
var denied = func() *regexp.Regexp {
	names := make([]string, len(currencies))
	for i, c := range currencies {
		names[i] = c.signs
	}
	return regexp.MustCompile(`不是(?:` + strings.Join(names, "|") + `)`)
}()
