package admin

import (
	"context"
	"strings"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/calendar"
)

const (
	// enoughSlots is how many windows are offered at a time; a day's stay
	// together.
	enoughSlots = 6
	// offerDays is how far windows are looked for.
	offerDays = 60
)

// askSlot asks to which window a batch should move, of those that have the
// room for it, from a day on that was pressed or typed: by default its own.
func (c *Chat) askSlot(ctx context.Context, p pressed) (bot.Reply, error) {
	today := calendar.DayOf(c.desk.now())
	from, words := p.batch.Slot.Date, wordsWhichSlot
	if from.Before(today) {
		from = today
	}
	if chosen, err := calendar.ParseDay(p.about); err == nil {
		from = chosen
	}
	if p.typed != "" {
		typed, problem := typedDay(p.typed, today)
		if problem == "" {
			from = typed
		} else {
			words = problem + "\n" + words
		}
	}
	free, later, err := c.free(ctx, p.batch, from)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(free) == 0 {
		words = wordsNoSlot(from, p.batch.Count()) + "\n" + wordsOtherDay
	}
	var options []bot.Option
	for _, s := range free {
		options = append(options, bot.Option{ID: press(pressOffer, p.batch, s.Date.String(), s.Window), Label: labelSlot(s)})
	}
	if !later.IsZero() {
		options = append(options, bot.Option{ID: press(pressSlots, p.batch, later.String()), Label: labelLater})
	}
	return c.ask(p.batch, words, press(pressSlots, p.batch), options...), nil
}

// typedDay reads the day that a text names. problem is one sentence about what
// is wrong with it.
func typedDay(text string, today calendar.Day) (day calendar.Day, problem string) {
	switch day = namedDay(text, today); {
	case day.IsZero():
		return day, wordsWhichDay
	case day.Before(today):
		return day, wordsPastDay(day)
	}
	return day, ""
}

// free are the next windows from a day on that a batch could move to, and the
// day on which there may be more, zero for none.
func (c *Chat) free(ctx context.Context, b booking.Batch, from calendar.Day) (list []booking.Slot, later calendar.Day, err error) {
	slots, err := c.desk.store.Slots(ctx, b.Slot.Office, from, from.Add(offerDays))
	if err != nil {
		return nil, later, err
	}
	for _, s := range slots {
		if s.Free() < b.Count() || s.SlotID == b.Slot || !c.desk.now().Before(s.Begins()) {
			continue
		}
		if len(list) >= enoughSlots && s.Date != list[len(list)-1].Date {
			return list, s.Date, nil
		}
		list = append(list, s)
	}
	return list, later, nil
}

// askOffer asks once more whether to offer a window, perhaps with a reason.
func (c *Chat) askOffer(_ context.Context, p pressed) (bot.Reply, error) {
	to, why, ok := readOffer(p)
	if !ok {
		return bot.Reply{}, refuseButton
	}
	problem := ""
	if p.typed != "" {
		if why, problem = typedReason(p.typed); problem != "" {
			problem += "\n"
		}
	}
	about := []string{to.Date.String(), to.Window}
	if why != "" {
		about = append(about, why)
	}
	return c.ask(p.batch, problem+wordsSureOffer(p.batch.Slot, to, why), press(pressOffer, p.batch, to.Date.String(), to.Window),
		bot.Option{ID: press(pressPropose, p.batch, about...), Label: labelSureOffer}), nil
}

// propose offers the window.
func (c *Chat) propose(ctx context.Context, p pressed) (bot.Reply, error) {
	to, why, ok := readOffer(p)
	if !ok {
		return bot.Reply{}, refuseButton
	}
	return c.do(ctx, p, booking.Command{Action: booking.Propose, To: &to, Reason: why})
}

// readOffer reads day, window and reason.
func readOffer(p pressed) (to booking.SlotID, why string, ok bool) {
	parts := strings.SplitN(p.about, " ", 3)
	if len(parts) < 2 {
		return to, "", false
	}
	date, err := calendar.ParseDay(parts[0])
	if err != nil || !windowForm.MatchString(parts[1]) {
		return to, "", false
	}
	if len(parts) == 3 {
		why = parts[2]
	}
	return booking.SlotID{Office: p.batch.Slot.Office, Date: date, Window: parts[1]}, why, true
}
