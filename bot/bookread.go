package bot

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"cheyi/booking"
	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/vehicles"
)

// A bookReading reads one message for all questions of a booking.
type bookReading struct {
	m     Meaning
	open  string  // the question that was asked last
	a     Answers // filled in place
	rules *calc.Book
	typed string // as typed, of ordinary width, without rows of vehicles
	text  string // normalised, without rows of vehicles
	today calendar.Day

	filled  bool
	problem *calc.Problem
}

// fillBooking takes all that a message states for a booking into the answers.
// Before consent that is nothing about a person or an enterprise.
func (b *Bot) fillBooking(m Meaning, open string, a Answers) (bool, *calc.Problem) {
	r := &bookReading{m: m, open: open, a: a, rules: b.book(), today: day(m.Message)}
	a[knownNoted] = ""
	if m.Message.Choice != "" {
		r.pressed()
	} else {
		r.typed, r.text = m.Message.Text, m.Text()
		if open != askUSCC {
			r.typed, r.text = withoutRows(r.typed), withoutRows(r.text)
		}
		r.said()
	}
	if r.filled && r.problem == nil {
		r.problem = b.fits(m, a)
	}
	if r.problem != nil {
		delete(a, askConfirm) // what was confirmed is not what it is now
	}
	return r.filled, r.problem
}

// pressed takes the answer of a pressed option.
func (r *bookReading) pressed() {
	value, ok := answerTo(r.open, r.m.Message.Choice)
	switch {
	case !ok:
	case r.open == askVehicles:
		r.listPressed(value)
	case r.open == askConfirm && value != valueYes: // 改时间
		r.drop(askDate, askWindow, knownHalf)
		r.filled = true
	default:
		if r.open == askDate || r.open == askWindow {
			delete(r.a, knownWish)
		}
		r.put(r.open, value)
	}
}

// said takes what a typed message or a file states.
func (r *bookReading) said() {
	if r.open == askConsent {
		r.yesNo(askConsent, agrees, declines)
	}
	r.text = firmForm.ReplaceAllString(firmAnnounced.ReplaceAllString(r.text, ""), "") // 呼和浩特市…公司 is no office
	if r.open != askEnterprise || turns.MatchString(r.text) {
		r.business()
		r.office()
		r.count()
	}
	agreed := r.a[askConsent] == valueYes
	if agreed {
		r.enterprise()
		r.uscc()
		r.yesNo(askFiled, isFiled, notFiled)
		r.phone()
		r.contact()
		r.list()
	}
	r.clearedOn()
	r.date()
	r.half()
	if agreed && r.open == askConfirm && !r.filled && confirms.MatchString(bareText(r.text)) {
		r.put(askConfirm, valueYes)
	}
}

func (r *bookReading) put(question, value string) {
	if question != r.open && r.a[question] != value {
		r.a[knownNoted] += " " + question
	}
	r.drop(askConfirm)
	r.a[question], r.filled = value, true
}

func (r *bookReading) drop(questions ...string) {
	for _, q := range questions {
		delete(r.a, q)
	}
}

// wrong notes what is wrong with an answer; the first such is told.
func (r *bookReading) wrong(question, what string) {
	if r.problem == nil {
		r.problem = &calc.Problem{Input: question, What: what}
	}
}

// parsed takes the result of a reader of package vehicles.
func (r *bookReading) parsed(question, value string, err error) {
	if err != nil {
		r.wrong(question, err.Error())
		return
	}
	r.put(question, value)
}

// yesNo reads a choice between two by its words; plain words for yes and no
// only where it is asked for.
func (r *bookReading) yesNo(question string, yes, no *regexp.Regexp) {
	bare := bareText(r.text)
	talk := &r.m.Finding.Library.Lexicon.Talk
	switch asked := r.open == question; {
	case no.MatchString(r.text), asked && contains(talk.No, bare):
		r.put(question, valueNo)
	case yes.MatchString(r.text), asked && contains(talk.Yes, bare):
		r.put(question, valueYes)
	}
}

func (r *bookReading) business() {
	for _, w := range businessWords {
		if w.words.MatchString(r.text) {
			r.put(askBusiness, string(w.business))
			return
		}
	}
}

// office takes the office that is named; of several, the one whose 车管所 is
// meant or where it is to be done.
func (r *bookReading) office() {
	if r.m.desk == nil {
		return
	}
	named := r.m.desk.offices.Find(r.text)
	switch {
	case len(named) == 1:
		r.put(askOffice, named[0].ID)
	case len(named) > 1 && r.open == askOffice:
		r.wrong(askOffice, wordsTwoOffices(named))
	case len(named) == 0 && r.open == askOffice && elsewherePlace.MatchString(r.text):
		r.wrong(askOffice, wordsNoOffice)
	}
}

// count takes how many vehicles are spoken of, to hold the list against it.
func (r *bookReading) count() {
	var said []int64
	for _, n := range calc.ReadFacts(r.text, r.today).Vehicles() {
		if n > 0 {
			said = append(said, n)
		}
	}
	if len(said) == 1 {
		r.put(knownCount, strconv.FormatInt(said[0], 10))
	}
}

func (r *bookReading) enterprise() {
	name := firmNamed(r.typed)
	if name == "" && r.open == askEnterprise && plausible(r.typed) && !calledOff.MatchString(r.text) && !wants.MatchString(r.text) && !comes(r.m) {
		name = leadIn.ReplaceAllString(bareText(r.typed), "")
	}
	if name == "" || r.open != askEnterprise && r.a[askEnterprise] == name {
		return
	}
	value, err := vehicles.ParseEnterprise(name)
	r.parsed(askEnterprise, value, err)
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
		return
	}
	name := bareText(phoneNumber.ReplaceAllString(r.typed, ""))
	name = leadIn.ReplaceAllString(strings.Trim(name, " ,，、电话手机号:："), "")
	if name == "" || !plausible(name) || len([]rune(name)) > longestName || calledOff.MatchString(r.text) {
		return
	}
	value, err := vehicles.ParsePerson(name)
	r.parsed(askContact, value, err)
}

// longestName tells a name from a sentence where a name is asked for.
const longestName = 12

// withoutRows drops what are rows of vehicles: their places and plates are not
// the booking's.
func withoutRows(text string) string {
	if vinAt(text) == nil {
		return text
	}
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if at := vinAt(line); at == nil {
			kept = append(kept, line)
		} else if i := strings.LastIndexAny(line[:at[0]], ",，。;；"); i > 0 {
			kept = append(kept, line[:i])
		}
	}
	return strings.Join(kept, "\n")
}

// vinAt finds the first code in a text that is as long as a VIN, or nearly, and
// no credit code.
func vinAt(text string) []int {
	for _, at := range longToken.FindAllStringIndex(text, -1) {
		code := strings.ToUpper(text[at[0]:at[1]])
		if n := len(code); n >= 15 && n <= 19 && strings.ContainsAny(code, "0123456789") && strings.ContainsFunc(code, unicode.IsUpper) && !creditCode.MatchString(code) {
			return at
		}
	}
	return nil
}

var longToken = regexp.MustCompile(`[0-9A-Za-z]{15,}`)

func bareText(text string) string { return strings.Trim(text, " \n\t,，。.!！~吧啊呀哈") }

// plausible reports whether a text can be a name rather than a sentence.
func plausible(text string) bool {
	return strings.TrimSpace(text) != "" && !strings.ContainsAny(text, "?？!！。;；\n")
}

func firmNamed(text string) string {
	if m := firmAnnounced.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1])
	}
	return leadIn.ReplaceAllString(firmForm.FindString(text), "")
}

func contains(words []string, text string) bool {
	for _, w := range words {
		if w == text {
			return true
		}
	}
	return false
}

var businessWords = []struct {
	business booking.Business
	words    *regexp.Regexp
}{
	{booking.TransferExport, regexp.MustCompile(`待出口`)},
	{booking.Deregistration, regexp.MustCompile(`注销|销户|下户`)},
	{booking.Transfer, regexp.MustCompile(`转让登记|转让|过户`)},
}

var (
	agrees   = regexp.MustCompile(`^(?:好的?[,，]?)?我?(?:同意|授权)|^(?:好的|没问题)$`)
	declines = regexp.MustCompile(`不同意|拒绝|不愿意|不授权`)
	isFiled  = regexp.MustCompile(`已经?(?:经商务部门)?备案|备过案|备案过|有备案|备案了|备了案|经商务部门备案`)
	notFiled = regexp.MustCompile(`没有?备案|未备案|没备过案|还没备|不是备案|没有?在商务部门备`)
	confirms = regexp.MustCompile(`^(?:是|对|是的|对的|好|好的|可以|行|确认|没错|没问题|都对|嗯|ok|提交|确认提交|确认无误|就这样|约吧|可以提交)$`)

	elsewherePlace = regexp.MustCompile(`市|盟|旗|县|区|车管所`)

	creditCode  = regexp.MustCompile(`\b[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}\b`)
	longCode    = regexp.MustCompile(`[0-9A-Z][0-9A-Z -]{9,24}[0-9A-Z]`)
	phoneNumber = regexp.MustCompile(`(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|\(?0[0-9]{2,3}\)?[ -]?[2-9][0-9]{6,7}`)
	anyNumber   = regexp.MustCompile(`\+?[0-9][0-9 ()-]{4,}`)

	firmAnnounced = regexp.MustCompile(`(?:公司|企业|单位)(?:名称|全称|名字|名)?(?:是|为|叫做|叫|[:：]) ?([\p{Han}0-9A-Za-z()（）·]{4,60})`)
	firmForm      = regexp.MustCompile(`[\p{Han}0-9A-Za-z()（）·]{2,50}(?:有限责任公司|股份有限公司|有限公司|集团公司)`)
	leadIn        = regexp.MustCompile(`^(?:我们公司|我公司|我司|本公司|公司|企业|我们|我|咱们|咱)?(?:的)?(?:名称|全称|联系人|姓名|名字)?(?:是|叫做|叫|为|[:：])+ ?`)
	contactNamed  = regexp.MustCompile(`(?:联系人|经办人)(?:改成|换成|改为|是|叫|为|[:：])* ?([\p{Han}A-Za-z·]{2,10})`)
	noName        = regexp.MustCompile(`^(?:和|及|与|的|电话|手机|是|还|没|不|待|先|等|改|换)`)
	numberWord    = regexp.MustCompile(`(?:的)?(?:电话|手机|号码).*$`)
	turns         = regexp.MustCompile(`改|换|不对|错了`)
	// calledOff begins what is no name: 改成…, 等一下.
	calledOff = regexp.MustCompile(`^(?:改|换|等|先|不|没|再|那)`)
)
