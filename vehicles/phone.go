package vehicles

import (
	"regexp"
	"strings"
)

var (
	country  = regexp.MustCompile(`^(?:\+|00)86`)
	landline = regexp.MustCompile(`^(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]+)$`)
	// sevenDigits are the area codes of Inner Mongolia, whose numbers have 7.
	sevenDigits = regexp.MustCompile(`^04(?:7[0-9]|8[23])$`)
)

// ParsePhone reads a mobile or landline number and returns it as 13800138000
// or 0471-2000000. The error is a *Fault.
func ParsePhone(text string) (string, error) {
	number := strings.NewReplacer("(", "", ")", "").Replace(compact(text))
	number = country.ReplaceAllString(number, "")
	if number == "" {
		return "", &Fault{"phone_missing", wordsPhoneMissing}
	}
	for i, r := range []rune(number) {
		if !digit(r) {
			return "", &Fault{"phone_character", wordsPhoneCharacter(i+1, r)}
		}
	}
	if number[0] == '0' {
		return parseLandline(number)
	}
	switch {
	case number[0] != '1':
		return "", &Fault{"phone_area", wordsPhoneArea}
	case len(number) != 11:
		return "", &Fault{"phone_length", wordsMobileLength(len(number))}
	case number[1] < '3':
		return "", &Fault{"phone_prefix", wordsMobilePrefix(rune(number[1]))}
	}
	return number, nil
}

func parseLandline(number string) (string, error) {
	m := landline.FindStringSubmatch(number)
	if m == nil {
		return "", &Fault{"phone_area", wordsPhoneArea}
	}
	area, rest := m[1], m[2]
	least, most := 7, 8
	switch {
	case len(area) == 3:
		least = 8
	case sevenDigits.MatchString(area):
		most = 7
	}
	switch {
	case len(rest) < least || len(rest) > most:
		return "", &Fault{"phone_length", wordsLandlineLength(area, least, most, len(rest))}
	case rest[0] < '2':
		return "", &Fault{"phone_prefix", wordsLandlinePrefix(rune(rest[0]))}
	}
	return area + "-" + rest, nil
}
