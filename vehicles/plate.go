package vehicles

import (
	"regexp"
	"strings"
)

const (
	provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
	// mongolian are the letters in use behind 蒙.
	mongolian = "ABCDEFGHJKLM"
	// special ends the plates of police, driving schools, consulates and cars
	// of Hong Kong and Macao.
	special = "警学使领港澳"
)

// The serials of a plate (GA 36), behind province and letter: ordinary and
// trailers', new energy small, new energy large.
var serial = regexp.MustCompile(`^(?:[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}挂|[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])$`)

// noPlate are the ways to leave the cell empty.
var noPlate = regexp.MustCompile(`^(?:|/|\\|无|没有|空|暂无|无牌|未上牌|N/A|NA|NONE|NULL)$`)

// ParsePlate reads a 号牌 of any province and returns it as 蒙A12345. A car may
// have none: "" and words for it return "". The error is a *Fault.
func ParsePlate(text string) (string, error) {
	plate := compact(text)
	if noPlate.MatchString(plate) {
		return "", nil
	}
	runes := []rune(plate)
	if !strings.ContainsRune(provinces, runes[0]) {
		return "", &Fault{"plate_province", wordsPlateProvince(runes[0])}
	}
	if len(runes) < 2 || runes[1] < 'A' || runes[1] > 'Z' || runes[1] == 'I' {
		return "", &Fault{"plate_office", wordsPlateOffice(runes)}
	}
	if runes[0] == '蒙' && !strings.ContainsRune(mongolian, runes[1]) {
		return "", &Fault{"plate_office", wordsPlateMongolian(runes[1])}
	}
	if last := runes[len(runes)-1]; strings.ContainsRune(special, last) {
		return "", &Fault{"plate_special", wordsPlateSpecial(last)}
	}
	if rest := string(runes[2:]); !serial.MatchString(rest) {
		return "", plateFault(rest)
	}
	return plate, nil
}

// plateFault names what is wrong with a serial.
func plateFault(rest string) *Fault {
	runes := []rune(strings.TrimSuffix(rest, "挂"))
	for i, r := range runes {
		switch {
		case r == 'I' || r == 'O':
			return &Fault{"plate_letter", wordsPlateLetter(i+3, r)}
		case !alnum(r):
			return &Fault{"plate_character", wordsCharacter("号牌", i+3, r)}
		}
	}
	if len(runes) == 6 {
		return &Fault{"plate_energy", wordsPlateEnergy}
	}
	return &Fault{"plate_length", wordsPlateLength(len(runes))}
}
