package bot

import (
	"regexp"
	"strconv"
	"strings"

	"cheyi/booking"
	"cheyi/calc"
	"cheyi/calendar"
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
	case r.open == askEnterprise:
		r.sameAs(func(b booking.Batch) bool { return b.Receipt == value })
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
	if r.open != askEnterprise || turns.MatchString(r.text) || r.ofBusiness() {
		r.business()
		r.office()
		r.count()
	}
	agreed := r.a[askConsent] == valueYes
	r.early(agreed)
	if agreed && same.MatchString(r.text) && r.a[askEnterprise] == "" {
		r.asBefore()
	} else if agreed {
		r.enterprise()
	}
	if agreed {
		r.uscc()
		r.yesNo(askFiled, isFiled, notFiled)
		r.phone()
		r.contact()
		r.list()
	}
	r.clearedOn()
	r.date()
	r.half()
	if agreed && r.open == askConfirm && !r.filled && confirms.MatchString(r.text) {
		r.put(askConfirm, valueYes)
	}
}

// early notes that what needs consent was said before it, and is to be said
// again: until then nothing of it is kept.
func (r *bookReading) early(agreed bool) {
	switch m := r.m.Message; {
	case agreed && r.open != askConsent:
		r.drop(knownEarly)
	case !agreed && (m.File != nil || len(m.Masked) > 0 || firmNamed(m.Text) != "" || vinAt(m.Text) != nil || creditCode.MatchString(strings.ToUpper(m.Text))):
		r.a[knownEarly], r.filled = valueYes, true
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
	case no.MatchString(r.text), asked && (contains(talk.No, bare) || question == askFiled && notYet.MatchString(bare)):
		r.put(question, valueNo)
	case yes.MatchString(r.text), asked && contains(talk.Yes, bare):
		r.put(question, valueYes)
	}
}

// business takes the one that is named. Each booking is for one.
func (r *bookReading) business() {
	switch named := businessesIn(denied.ReplaceAllString(r.text, "")); {
	case len(named) == 1:
		r.put(askBusiness, string(named[0]))
	case len(named) > 1:
		r.wrong(askBusiness, wordsTwoBusinesses(named))
	case r.a[askBusiness] == string(booking.Transfer) && toExport.MatchString(r.text):
		r.put(askBusiness, string(booking.TransferExport))
	}
}

// office takes the office that is named; of several, who is asked says which.
func (r *bookReading) office() {
	if r.m.desk == nil {
		return
	}
	named := r.m.desk.offices.Find(denied.ReplaceAllString(r.text, ""))
	switch {
	case len(named) == 1:
		r.put(askOffice, named[0].ID)
	case len(named) > 1:
		r.wrong(askOffice, wordsTwoOffices(named))
	case r.open == askOffice && elsewherePlace.MatchString(r.text):
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
	if len(said) == 1 && !ofList.MatchString(r.text) {
		r.put(knownCount, strconv.FormatInt(said[0], 10))
	}
}
