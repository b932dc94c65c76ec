package bot

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cheyi/booking"
	"cheyi/calendar"
)

// What people ask of the booking itself while they fill it in.
var (
	asksBring = regexp.MustCompile(`(?:带|拿|准备|备齐?|交)(?:点|些|上)?(?:啥|什么|甚|哪些)|(?:啥|什么|哪些|甚)(?:材料|手续|资料|证件|东西)|材料|车.{0,6}(?:开过?[来去]|到场|去不去|过去)`)
	asksHours = regexp.MustCompile(`几点|[上下]班|[开关]门|营业(?:[^执]|$)|休息|(?:周|星期|礼拜)[六日天末].{0,4}[办开上]`)
	// asksWhere returns to a booking that was left: 昨天说到哪了.
	asksWhere = regexp.MustCompile(`^预约$|^(?:继续|接着)(?:填|说|办|来|约)?吧?$|[说填弄办约]到(?:哪|什么地方|第几)`)
	// lacks is of somebody who does not have the answer.
	lacks = regexp.MustCompile(`不知道|不清楚|不晓得|忘了|记不[得清住]|没带|没在手|不在[身手]|没记住|找不[到着]|回头|等会|稍后|晚点|一会儿?再|还没(?:放行|通关|出关|报关|清关|出口)|没(?:放行|通关)|^(?:还)?没有?车|^0 ?[台辆]|没有?(?:公司|企业|执照)|个人的`)
)

// longestAside tells such a remark from a message that says more.
const longestAside = 16

// stuck helps whoever cannot answer, or asks where the booking stands. What is
// filled in waits.
func (b *Bot) stuck(m Meaning, s *State, open Question) (Reply, bool) {
	text := m.Text()
	switch {
	case m.Message.Choice != "" || utf8.RuneCountInString(text) > longestAside:
		return Reply{}, false
	case asksWhere.MatchString(text):
		return b.again(m, s), true
	case lacks.MatchString(text):
		f := b.flow(s.Flow.Flow)
		return ask(f, open, m, s, wordsLacks(open.ID, b.bookings.Offices.DraftDays)+open.again(s.Flow.Answers)), true
	}
	return Reply{}, false
}

// aboutBooking answers what is asked about the booking that is open: what to
// bring, and when its office is there.
func (b *Bot) aboutBooking(m Meaning, s *State) (Reply, bool) {
	if m.desk == nil || m.Message.Choice != "" || s.Flow == nil {
		return Reply{}, false
	}
	text, a := m.Text(), s.Flow.Answers
	office, known := b.bookings.Offices.Office(a[askOffice])
	switch {
	case asksHours.MatchString(text) && known:
		return b.beside(Reply{Outcome: Menu, Text: b.hours(m, office)}, m, s), true
	case asksBring.MatchString(text) && a[askBusiness] != "" && (!m.Finding.Subject() || namesBusiness(text)):
		batch := booking.Batch{Business: booking.Business(a[askBusiness]), Enterprise: booking.Enterprise{Filed: a[askFiled] != valueNo}}
		if named := businessesIn(text); len(named) == 1 {
			batch.Business = named[0]
		}
		r := Reply{Outcome: Answered}
		r.Text = b.bring(m, batch, &r)
		if a[askFiled] == "" {
			r.Text += "\n" + wordsAsFiled
		}
		return b.reopened(r, m, s), true
	}
	return Reply{}, false
}

// hours says when an office can be booked: its windows, whether it works on a
// day that is named, and the next days with room.
func (b *Bot) hours(m Meaning, office booking.Office) string {
	windows := make([]string, len(office.Windows))
	for i, w := range office.Windows {
		windows[i] = windowWords(w.Time)
	}
	words := wordsHours(office.Name, strings.Join(windows, "、"))
	for _, d := range calendar.FindDates("要"+m.Text(), day(m.Message)) {
		if !d.Day.IsZero() {
			words += wordsWorks(d.Day, b.bookings.Offices.Works(office.ID, d.Day))
		}
	}
	var days []string
	for _, on := range m.desk.days(office.ID, day(m.Message), mostDays) {
		days = append(days, on.WithWeekday())
	}
	return words + wordsNextDays(days)
}
