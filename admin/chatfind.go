package admin

import (
	"context"
	"regexp"
	"strings"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/personal"
)

// searched is a receipt or the end of a VIN.
var searched = regexp.MustCompile(`^[0-9A-Z]{4,17}$`)

// find shows what was typed: a batch by its receipt or the end of a VIN, else
// an office, a day, or both.
func (c *Chat) find(ctx context.Context, p viewed) (bot.Reply, error) {
	typed := plain(personal.Visible(p.typed))
	p.typed = ""
	if code := strings.ToUpper(typed); searched.MatchString(code) {
		found, err := c.desk.batches(ctx, p.who, "", booking.Filter{Search: code})
		switch {
		case err != nil:
			return bot.Reply{}, err
		case len(found) == 1:
			return c.open(ctx, pressed{batch: found[0]})
		case len(found) > 1:
			return c.several(wordsFound(len(found)), found), nil
		}
	}
	return c.findDay(ctx, p, typed)
}

// findDay shows the office, the day, or both that a text names.
func (c *Chat) findDay(ctx context.Context, p viewed, typed string) (bot.Reply, error) {
	p.date = namedDay(typed, calendar.DayOf(c.desk.now()))
	named := c.desk.offices.Find(typed)
	var mine []booking.Office
	for _, o := range named {
		if p.who.Serves(o.ID) {
			mine = append(mine, o)
		}
	}
	switch {
	case len(mine) > 1:
		return c.whichOffice(mine, p.date), nil
	case len(mine) == 1:
		p.office = mine[0]
	case len(named) > 0: // the officer's own was not asked for
		return bot.Reply{}, refuseView
	}
	switch found := len(mine) > 0 || !p.date.IsZero(); {
	case p.office.ID == "":
		r := c.whichOffice(c.desk.officesOf(p.who), p.date)
		if !found {
			r.Text = wordsNotFound + "\n" + r.Text
		}
		return r, nil
	case !p.date.IsZero():
		return c.day(ctx, p)
	default:
		r, err := c.home(ctx, p)
		if !found {
			r.Text = wordsNotFound + "\n\n" + r.Text
		}
		return r, err
	}
}

// namedDay is the first day that a text names, zero for none. A desk looks
// ahead: 26号 alone is the next one.
func namedDay(text string, today calendar.Day) calendar.Day {
	nextMonth := calendar.Day{Year: today.Year, Month: today.Month + 1, Day: 1}.Add(0)
	for _, named := range calendar.FindDates(personal.Visible(text), today) {
		if named.DayOnly > 0 && named.Day.Before(today) {
			if named.In(today); named.Day.Before(today) {
				named.In(nextMonth)
			}
		}
		if !named.Day.IsZero() {
			return named.Day
		}
	}
	return calendar.Day{}
}

// whichOffice asks for the office, perhaps for a day there.
func (c *Chat) whichOffice(mine []booking.Office, date calendar.Day) bot.Reply {
	if len(mine) == 0 {
		return bot.Reply{Outcome: bot.Rejected, Text: wordsNoOffice}
	}
	r := bot.Reply{Outcome: bot.Asked, Awaits: pressHome, Text: wordsWhichOffice}
	for _, o := range mine {
		id := pressAt(pressHome, o)
		if !date.IsZero() {
			id = pressAt(pressDay, o, date.String())
		}
		r.Options = append(r.Options, bot.Option{ID: id, Label: o.Name})
	}
	return r
}
