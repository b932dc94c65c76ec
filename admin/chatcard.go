package admin

import (
	"context"
	"fmt"
	"strings"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
)

// ask asks about a batch, with a way back. awaits is the press that a text is
// typed for, "" for none.
func (c *Chat) ask(b booking.Batch, words, awaits string, options ...bot.Option) bot.Reply {
	return bot.Reply{
		Outcome: bot.Asked, Awaits: awaits, Text: fmt.Sprintf("受理号 %s　%d 辆\n%s", b.Receipt, b.Count(), words),
		Options: append(options, bot.Option{ID: press(pressOpen, b), Label: labelBack}),
	}
}

// reply shows a batch, with what can be done with it.
func (c *Chat) reply(title string, b booking.Batch) bot.Reply {
	b = masked(b)
	office, _ := c.desk.offices.Office(b.Slot.Office)
	text := fmt.Sprintf("%s　受理号 %s\n%s　%s\n%s　%d 辆　%s\n现在是“%s”。", title, b.Receipt,
		office.Name, slotWords(b.Slot), b.Business.Name(), b.Count(), b.Enterprise.Name, stateNames[b.State])
	if b.Proposed != nil {
		text += "\n" + wordsOffered(*b.Proposed, b.Until)
	}
	r := bot.Reply{Outcome: outcome, Text: text}
	offer := func(what, label string) { r.Options = append(r.Options, bot.Option{ID: press(what, b), Label: label}) }
	switch b.State {
	case booking.Pending:
		offer(pressConfirm, labelConfirm)
		offer(pressRows, labelReturn)
		offer(pressSlots, labelMove)
		offer(pressCancelWhy, labelCancel)
	case booking.Confirmed:
		offer(pressRows, labelReturn)
		offer(pressSlots, labelMove)
		offer(pressCancelWhy, labelCancel)
		if !calendar.DayOf(c.desk.now()).Before(b.Slot.Date) {
			offer(pressCame, labelCame)
		}
	case booking.MoveProposed:
		offer(pressCancelWhy, labelCancel)
	}
	offer(pressOpen, labelOpen)
	return r
}

// open also lists the vehicles.
func (c *Chat) open(_ context.Context, p pressed) (bot.Reply, error) {
	r := c.reply(labelOpen, p.batch)
	if office, known := c.desk.offices.Office(p.batch.Slot.Office); known {
		r.Options = append(r.Options, bot.Option{ID: pressAt(pressDay, office, p.batch.Slot.Date.String()), Label: labelDay})
	}
	r.Text += "\n\n" + wordsTails + listed(p.batch, nil) + "\n\n" + wordsDesk
	return r, nil
}

// listed lists the vehicles of a batch by the ends of their VINs, and marks
// those that are picked.
func listed(b booking.Batch, picked rows) string {
	var list strings.Builder
	for i, v := range masked(b).Vehicles {
		fmt.Fprintf(&list, "\n%d. %s", i+1, v.VIN)
		switch {
		case v.State == booking.VehicleReturned:
			list.WriteString("　" + wordsBack + v.Note)
		case picked.has(i + 1):
			list.WriteString("　" + wordsPicked)
		}
	}
	return list.String()
}
