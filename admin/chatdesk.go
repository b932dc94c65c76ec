package admin

import (
	"context"
	"strings"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
)

// The presses about an office. After each come the office, the day, and what
// it is about.
const (
	pressHome   = bot.ChoiceDesk                 // the next days; the office and the first day may be left out
	pressQueue  = bot.ChoiceOfficers + "queue"   // what waits to be confirmed
	pressDay    = bot.ChoiceOfficers + "day"     // who comes
	pressList   = bot.ChoiceOfficers + "list"    // the same as a file
	pressWindow = bot.ChoiceOfficers + "window"  // how many vehicles it takes: window
	pressAskSet = bot.ChoiceOfficers + "ask_set" // whether to: a setting
	pressSet    = bot.ChoiceOfficers + "set"     // a setting
)

// A viewed is a press about an office, as it was read.
type viewed struct {
	who    Officer
	choice string
	office booking.Office
	date   calendar.Day
	about  string
	typed  string // a text that was asked for, or stood behind the command
}

// views are what these buttons do, and how much has to come after them.
var views = map[string]struct {
	parts int
	do    func(*Chat, context.Context, viewed) (bot.Reply, error)
}{
	pressHome:   {0, (*Chat).home},
	pressQueue:  {1, (*Chat).queue},
	pressDay:    {2, (*Chat).day},
	pressList:   {2, (*Chat).list},
	pressWindow: {3, (*Chat).window},
	pressAskSet: {3, (*Chat).askSet},
	pressSet:    {3, (*Chat).set},
}

// pressAt is the id of an option.
func pressAt(what string, office booking.Office, more ...string) string {
	return strings.Join(append([]string{what, office.ID}, more...), " ")
}

// viewed reads a press; the error is a refusal.
func (c *Chat) viewed(who Officer, m bot.Message, needs int) (viewed, error) {
	p := viewed{who: who, choice: m.Choice, typed: m.Text}
	parts := strings.SplitN(m.Choice, " ", 4)[1:]
	if len(parts) < needs {
		return p, refuseButton
	}
	if len(parts) > 0 {
		if c.desk.serves(who, parts[0]) != nil {
			return p, refuseView
		}
		p.office, _ = c.desk.offices.Office(parts[0])
	}
	if len(parts) > 1 {
		var err error
		if p.date, err = calendar.ParseDay(parts[1]); err != nil {
			return p, refuseButton
		}
	}
	if len(parts) > 2 {
		p.about = parts[2]
	}
	return p, nil
}

// home shows an office's next days, of the officer's only one or of the one
// that is chosen.
func (c *Chat) home(ctx context.Context, p viewed) (bot.Reply, error) {
	mine := c.desk.officesOf(p.who)
	if p.office.ID == "" && len(mine) == 1 {
		p.office = mine[0]
	}
	switch {
	case p.typed != "":
		return c.find(ctx, p)
	case p.office.ID == "":
		return c.whichOffice(mine, calendar.Day{}), nil
	}
	waiting, err := c.desk.store.Batches(ctx, booking.Filter{Office: p.office.ID, State: booking.Pending})
	if err != nil {
		return bot.Reply{}, err
	}
	r := bot.Reply{Outcome: outcome, Awaits: pressAt(pressHome, p.office), Text: p.office.Name + "\n" + wordsWaiting(waiting) + "\n" + wordsFind}
	if len(waiting) > 0 {
		r.Options = append(r.Options, bot.Option{ID: pressAt(pressQueue, p.office), Label: labelQueue(len(waiting))})
	}
	days, err := c.nextDays(ctx, p)
	r.Options = append(r.Options, days...)
	if len(mine) > 1 {
		r.Options = append(r.Options, bot.Option{ID: pressHome, Label: labelOffices})
	}
	return r, err
}

// enoughDays is how many days are shown at a time.
const enoughDays = 7

// nextDays are the buttons of an office's next days on which it works, worked
// or was set to.
func (c *Chat) nextDays(ctx context.Context, p viewed) (options []bot.Option, err error) {
	from := calendar.DayOf(c.desk.now())
	if from.Before(p.date) {
		from = p.date
	}
	slots, err := c.desk.store.Slots(ctx, p.office.ID, from, from.Add(offerDays))
	if err != nil {
		return nil, err
	}
	for _, day := range byDay(slots) {
		date := day[0].Date
		switch {
		case !concerns(day):
		case len(options) == enoughDays:
			return append(options, bot.Option{ID: pressAt(pressHome, p.office, date.String()), Label: labelLater}), nil
		default:
			options = append(options, bot.Option{ID: pressAt(pressDay, p.office, date.String()), Label: labelOnDay(day)})
		}
	}
	return options, nil
}

// byDay cuts slots that are in order into days.
func byDay(slots []booking.Slot) (days [][]booking.Slot) {
	for i, s := range slots {
		if i == 0 || s.Date != slots[i-1].Date {
			days = append(days, nil)
		}
		days[len(days)-1] = append(days[len(days)-1], s)
	}
	return days
}

// concerns reports whether there is anything to see on a day.
func concerns(day []booking.Slot) bool {
	for _, s := range day {
		if s.Open || s.Used > 0 || s.Version > 0 {
			return true
		}
	}
	return false
}

// queue shows what waits to be confirmed.
func (c *Chat) queue(ctx context.Context, p viewed) (bot.Reply, error) {
	waiting, err := c.desk.store.Batches(ctx, booking.Filter{Office: p.office.ID, State: booking.Pending})
	r := c.several(p.office.Name+"\n"+wordsWaiting(waiting), waiting)
	r.Options = append(r.Options, bot.Option{ID: pressAt(pressHome, p.office), Label: labelHome})
	return r, err
}

// mostBatches is how many batches are shown at a time.
const mostBatches = 20

// several lists batches, with a button each.
func (c *Chat) several(title string, batches []booking.Batch) bot.Reply {
	r := bot.Reply{Outcome: outcome, Text: title + "\n"}
	for _, b := range batches[:min(len(batches), mostBatches)] {
		r.Text += "\n" + wordsBatch(masked(b))
		r.Options = append(r.Options, bot.Option{ID: press(pressOpen, b), Label: b.Receipt})
	}
	if more := len(batches) - mostBatches; more > 0 {
		r.Text += "\n" + wordsMoreBatches(more)
	}
	return r
}
