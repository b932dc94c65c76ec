package vehicles

import "strings"

// A VIN has 17 characters (GB 16735), of digits and these letters: never I, O
// or Q, which look like 1 and 0.
const (
	vinLength  = 17
	vinLetters = "ABCDEFGHJKLMNPRSTUVWXYZ"
	// vinValues holds the digit that stands for each of vinLetters in the sum.
	vinValues  = "12345678123457923456789"
	vinCheckAt = 8 // the check digit's index; its own weight is 0
)

var vinWeights = [vinLength]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}

// ParseVIN reads a VIN (车架号) and returns its 17 characters. The error is a
// *Fault. Whether the check digit fits is asked with VINDoubt.
func ParseVIN(text string) (string, error) {
	vin := compact(text)
	if vin == "" {
		return "", &Fault{"vin_missing", wordsVINMissing}
	}
	runes := []rune(vin)
	for i, r := range runes {
		switch {
		case strings.ContainsRune("IOQ", r):
			return "", &Fault{"vin_letter", wordsVINLetter(i+1, r)}
		case !alnum(r):
			return "", &Fault{"vin_character", wordsCharacter("车架号", i+1, r)}
		}
	}
	if len(runes) != vinLength {
		return "", &Fault{"vin_length", wordsLength("车架号", vinLength, len(runes), "行驶证")}
	}
	return vin, nil
}

// VINDoubt says in one sentence why a well-formed VIN may still be mistyped,
// and "" when nothing speaks against it. It is for the sender to confirm, no
// ground for refusal: imported cars need not follow these rules.
func VINDoubt(vin string) string {
	if want := vinCheck(vin); vin[vinCheckAt] != want {
		return wordsVINCheck(want, vin[vinCheckAt])
	}
	if !digits(vin[vinLength-4:]) {
		return wordsVINTail
	}
	return ""
}

// vinCheck computes the check digit of a well-formed VIN.
func vinCheck(vin string) byte {
	sum := 0
	for i, w := range vinWeights {
		value := vin[i]
		if at := strings.IndexByte(vinLetters, value); at >= 0 {
			value = vinValues[at]
		}
		sum += w * int(value-'0')
	}
	return "0123456789X"[sum%11]
}
