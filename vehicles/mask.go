package vehicles

import "strings"

// MaskVIN shows the maker and the last four, by which an officer finds a car:
// LZZ**********4843.
func MaskVIN(vin string) string { return mask(vin, 3, 4) }

// MaskPlate shows 蒙A***45.
func MaskPlate(plate string) string { return mask(plate, 2, 2) }

// MaskPhone shows 138****8000, or 0471-****000.
func MaskPhone(phone string) string {
	if area, number, found := strings.Cut(phone, "-"); found {
		return area + "-" + mask(number, 0, 3)
	}
	return mask(phone, 3, 4)
}

// MaskName shows the first character: 张*.
func MaskName(name string) string {
	for _, first := range name {
		return string(first) + "*"
	}
	return ""
}

// mask replaces all but the characters at both ends by stars. What is too
// short to hide anything in is hidden whole.
func mask(s string, first, last int) string {
	runes := []rune(s)
	if len(runes) <= first+last {
		return strings.Repeat("*", len(runes))
	}
	hidden := len(runes) - first - last
	return string(runes[:first]) + strings.Repeat("*", hidden) + string(runes[first+hidden:])
}
