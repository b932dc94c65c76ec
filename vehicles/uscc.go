package vehicles

import "strings"

// A unified social credit code has 18 characters (GB 32100), of digits and
// letters other than I, O, S, V and Z: one for the department that registers,
// one for the kind, six for the division, nine of the organisation's own code
// and the check character.
const (
	usccLength   = 18
	usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
)

var (
	usccWeights = [usccLength - 1]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	orgWeights  = [8]int{3, 7, 9, 10, 5, 8, 4, 2} // GB 11714
)

// ParseUSCC reads a 统一社会信用代码 and returns its 18 characters. The error is a
// *Fault.
func ParseUSCC(text string) (string, error) {
	code := compact(text)
	if code == "" {
		return "", &Fault{"uscc_missing", wordsUSCCMissing}
	}
	runes := []rune(code)
	for i, r := range runes {
		switch {
		case strings.ContainsRune("IOSVZ", r):
			return "", &Fault{"uscc_letter", wordsUSCCLetter(i+1, r)}
		case !alnum(r):
			return "", &Fault{"uscc_character", wordsCharacter("统一社会信用代码", i+1, r)}
		case i >= 2 && i < 8 && !digit(r):
			return "", &Fault{"uscc_division", wordsUSCCDivision(i+1, r)}
		}
	}
	if len(runes) != usccLength {
		return "", &Fault{"uscc_length", wordsLength("统一社会信用代码", usccLength, len(runes), "营业执照")}
	}
	if code[usccLength-1] != usccCheck(code) {
		return "", &Fault{"uscc_check", wordsUSCCCheck}
	}
	return code, nil
}

// USCCDoubt says in one sentence what is unusual about a valid code, and ""
// when nothing is.
func USCCDoubt(code string) string {
	switch {
	case code[16] != orgCheck(code[8:16]):
		return wordsUSCCOrg
	case strings.HasPrefix(code, "92"):
		return wordsUSCCTrader
	}
	return ""
}

func usccCheck(code string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += w * strings.IndexByte(usccAlphabet, code[i])
	}
	return usccAlphabet[(31-sum%31)%31]
}

func orgCheck(code string) byte {
	sum := 0
	for i, w := range orgWeights {
		value := int(code[i] - '0')
		if code[i] >= 'A' {
			value = int(code[i]-'A') + 10
		}
		sum += w * value
	}
	return "0X987654321"[sum%11]
}
