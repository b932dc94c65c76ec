package personal

import (
	"regexp"
	"slices"
)

// Identity reports whether eighteen characters have the shape of an identity
// number: a region, a day of birth, and an end that is a digit or an X. The
// check digit does not matter: a number with a slip still points at a person,
// and most slips are one digit.
func Identity(number string) bool {
	if len(number) != identityLength {
		return false
	}
	return birth.MatchString(number[bornAt:]) && (slices.Contains(provinces, number[:2]) ||
		number[0] == resident && slices.Contains(provinces, number[1:3]))
}

const (
	identityLength = 18
	bornAt         = 6   // where the day of birth begins
	resident       = '9' // a foreigner's permanent residence, with the region behind it
)

// birth is a day of birth and what follows it. That the month has such a day
// does not matter either.
var birth = regexp.MustCompile(`^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$`)

// provinces begin a number by GB/T 2260; 81 to 83 are the residence permits of
// Hong Kong, Macao and Taiwan.
var provinces = []string{
	"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
	"50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
}
