package bot

import (
	"strings"

	"cheyi/vehicles"
)

func (r *bookReading) enterprise() {
	name := firmNamed(r.typed)
	if name == "" && r.open == askEnterprise && plausible(r.typed) && !calledOff.MatchString(r.text) && !wants.MatchString(r.text) && !comes(r.m) && !r.ofBusiness() {
		name = leadIn.ReplaceAllString(bareText(r.typed), "")
	}
	if name == "" || r.open != askEnterprise && r.a[askEnterprise] == name {
		return
	}
	value, err := vehicles.ParseEnterprise(name)
	if err == nil && !firmEnds.MatchString(value) && r.a[knownFirm] != value {
		r.a[knownFirm] = value // said twice, it is so
		r.wrong(askEnterprise, wordsWholeName)
		return
	}
	r.parsed(askEnterprise, value, err)
}

// ofBusiness reports whether a message speaks of a business and names no firm.
func (r *bookReading) ofBusiness() bool {
	return namesBusiness(r.text) && !firmEnds.MatchString(r.typed)
}

func (r *bookReading) uscc() {
	code := creditCode.FindString(strings.ToUpper(r.typed))
	if code == "" && r.open == askUSCC && r.problem == nil {
		code = longCode.FindString(strings.ToUpper(phoneNumber.ReplaceAllString(r.typed, "")))
	}
	if code == "" {
		return
	}
	value, err := vehicles.ParseUSCC(code)
	r.parsed(askUSCC, value, err)
}

func (r *bookReading) phone() {
	typed := creditCode.ReplaceAllString(strings.ToUpper(r.typed), " ")
	number := phoneNumber.FindString(typed)
	if number == "" && r.open == askPhone && r.a[askPhone] == "" {
		number = anyNumber.FindString(typed)
	}
	if number == "" {
		return
	}
	value, err := vehicles.ParsePhone(number)
	r.parsed(askPhone, value, err)
}

// contact takes a name that is announced as the contact's, or what stands
// alone, perhaps beside a telephone number, where it is asked for.
func (r *bookReading) contact() {
	if named := contactNamed.FindStringSubmatch(r.typed); named != nil && !noName.MatchString(named[1]) {
		value, err := vehicles.ParsePerson(numberWord.ReplaceAllString(named[1], ""))
		r.parsed(askContact, value, err)
		return
	}
	if r.open != askContact {
		if named := beforePhone.FindStringSubmatch(r.typed); named != nil && !numberWord.MatchString(named[1]) && !noName.MatchString(named[1]) && r.a[askContact] == "" {
			r.put(askContact, named[1])
		}
		return
	}
	name := bareText(phoneNumber.ReplaceAllString(r.typed, ""))
	name = aroundName.ReplaceAllString(leadIn.ReplaceAllString(strings.Trim(name, " ,，、电话手机号:："), ""), "")
	if nobody.MatchString(name) {
		r.wrong(askContact, wordsWhoIs)
		return
	}
	if name == "" || !plausible(name) || len([]rune(name)) > longestName || calledOff.MatchString(r.text) {
		return
	}
	value, err := vehicles.ParsePerson(name)
	r.parsed(askContact, value, err)
}

// longestName tells a name from a sentence where a name is asked for.
const longestName = 12
