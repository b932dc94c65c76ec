package vehicles

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths of names, in characters.
const (
	personLeast, personMost = 2, 40
	firmLeast, firmMost     = 4, 100
)

// ParsePerson reads the name of a contact. The error is a *Fault.
func ParsePerson(text string) (string, error) {
	name := tidy(text)
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" ·•.-'’", r) {
			return "", &Fault{"person_character", wordsNameCharacter("联系人姓名", r)}
		}
	}
	if n := utf8.RuneCountInString(name); n < personLeast || n > personMost {
		return "", &Fault{"person_length", wordsNameLength("联系人姓名", personLeast, personMost, n)}
	}
	return name, nil
}

// ParseEnterprise reads the name of an enterprise, as its licence writes it.
// The error is a *Fault.
func ParseEnterprise(text string) (string, error) {
	name := tidy(text)
	letters := false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r):
			letters = true
		case !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ()（）·•.,，、&-—'’“”《》", r):
			return "", &Fault{"firm_character", wordsNameCharacter("企业名称", r)}
		}
	}
	if n := utf8.RuneCountInString(name); n < firmLeast || n > firmMost {
		return "", &Fault{"firm_length", wordsNameLength("企业名称", firmLeast, firmMost, n)}
	}
	if !letters {
		return "", &Fault{"firm_words", wordsFirmWords}
	}
	return name, nil
}

// tidy keeps the width, which a name may need, and drops what shows nothing.
func tidy(text string) string {
	shown := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, visible(text))
	return strings.Join(strings.Fields(shown), " ")
}
