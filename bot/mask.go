package bot

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/personal"
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
	mobile   = "手机号"
)

// masked returns the message without personal numbers. A text that is too long
// to be handled is not looked at.
func (m Message) masked() Message { return m.maskedBut("") }

// maskedBut leaves one kind of number as it is.
func (m Message) maskedBut(kind string) Message {
	if len(m.Text) > maxText || len(m.Choice) > maxText {
		return m
	}
	parts := []*string{&m.Text, &m.Choice}
	if m.File != nil {
		file := *m.File
		m.File = &file
		parts = append(parts, &file.Name)
	}
	for _, part := range parts {
		clean, found := maskBut(*part, kind)
		*part = clean
		for _, kind := range found {
			if !slices.Contains(m.Masked, kind) {
				m.Masked = append(slices.Clip(m.Masked), kind)
			}
		}
	}
	return m
}

// maskPersonal replaces identity, bank card and mobile numbers, and says what
// it found: 身份证号, 银行卡号, 手机号. Full-width digits count as digits, and
// invisible characters within a number do not hide it.
func maskPersonal(text string) (clean string, found []string) { return maskBut(text, "") }

func maskBut(text, but string) (clean string, found []string) {
	clean = personal.Visible(text)
	for _, kind := range []struct {
		name    string
		pattern *regexp.Regexp
		edge    personal.Edge
		valid   func(string) bool
	}{
		{identity, identityNumber, personal.NoCode, personal.Identity},
		{"银行卡号", cardNumber, personal.NoCode, validCard},
		{"银行卡号", plainCard, personal.NoCode, validCard},
		{mobile, mobileNumber, personal.NoDigit, func(string) bool { return true }},
	} {
		if kind.name == but {
			continue
		}
		hit := false
		clean = personal.Replace(clean, kind.pattern, kind.edge, func(number, _ string) string {
			if !kind.valid(digits(number)) {
				return number
			}
			hit = true
			return personal.Masked
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

// digits drops separators.
func digits(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "+", "").Replace(s))
}

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
