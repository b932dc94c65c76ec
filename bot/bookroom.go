package bot

import (
	"fmt"
	"regexp"

	"cheyi/calc"
	"cheyi/calendar"
)

// room answers whether there is room: 60台下周能约吗. The office's free places
// are listed by day, or those of the days that are meant by office.
func (b *Bot) room(m Meaning, s *State) (Reply, bool) {
	text := m.Text()
	if m.desk == nil || m.Message.Choice != "" || !asksRoom.MatchString(text) || asksHow.MatchString(text) {
		return Reply{}, false
	}
	counts := calc.ReadFacts(text, day(m.Message)).Vehicles()
	offices := m.desk.offices.Find(text)
	if !comes(m) && (len(offices) == 0 || len(counts) == 0) || len(counts) == 0 && len(offices) == 0 {
		return Reply{}, false
	}
	if s.books() && len(offices) == 0 && s.Flow.Answers[askOffice] != "" {
		if o, ok := m.desk.offices.Office(s.Flow.Answers[askOffice]); ok {
			offices = append(offices, o)
		}
	}
	from, to := spanOf(text, day(m.Message))
	r := Reply{Outcome: Menu}
	if len(offices) == 1 {
		r.Text = wordsRoomAt(offices[0].Name) + m.desk.byDay(offices[0].ID, from, to)
	} else {
		r.Text = wordsRoom(from, to) + m.desk.byOffice(offices, from, to)
	}
	r.Text += b.example()
	r.Options = []Option{{fmt.Sprint(choiceBook, ":", text), labelBook}, {choiceMenu, labelMenu}}
	return b.beside(r, m, s), true
}

var (
	asksRoom = regexp.MustCompile(`(?:能|可以|还能|好)(?:预)?约(?:吗|不|么|上吗|到吗|得上|得到|多少)|(?:预)?约(?:得上|得到|上|到)(?:吗|不|么)|有(?:空|空位|名额|位置)(?:吗|么|没|不)|(?:多少|几个)(?:空|名额|位置)|能.{0,4}办完|能办.{0,18}(?:吗|么|不)|(?:哪天|什么时候|啥时候|几号)(?:能|可以)?(?:有空|有位置|有号|能约|能办|办得上|约)|还有(?:空|空位|名额|位置)`)
	asksHow  = regexp.MustCompile(`怎|咋|如何|哪里|在哪|找谁|电话`)
	nextWeek = regexp.MustCompile(`下个?(?:周|星期|礼拜)`)
	thisWeek = regexp.MustCompile(`[这本](?:周|星期|礼拜)`)
)

// spanOf is the days that a question about room means: one day, a week, or
// those to come.
func spanOf(text string, today calendar.Day) (from, to calendar.Day) {
	for _, d := range calendar.FindDates("要"+text, today) {
		if !d.Day.IsZero() && !d.Day.Before(today) {
			return d.Day, d.Day
		}
	}
	monday := mondayOf(today)
	switch {
	case nextWeek.MatchString(text):
		return monday.Add(7), monday.Add(13)
	case thisWeek.MatchString(text):
		return today, monday.Add(6)
	}
	return today, today.Add(14)
}

// mondayOf is the first day of a day's week.
func mondayOf(on calendar.Day) calendar.Day { return on.Add(-((int(on.Weekday()) + 6) % 7)) }
