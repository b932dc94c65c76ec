package admin

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"cheyi/booking"
	"cheyi/bot"
	"cheyi/personal"
	"cheyi/quantity"
)

// window asks how many vehicles a window is to take, by buttons or a number
// that is typed, and whether any. One that is closed is to be opened first.
func (c *Chat) window(ctx context.Context, p viewed) (bot.Reply, error) {
	s, err := c.desk.slot(ctx, booking.SlotID{Office: p.office.ID, Date: p.date, Window: p.about})
	if err != nil {
		return bot.Reply{}, err
	}
	r := bot.Reply{Outcome: bot.Asked, Text: p.office.Name + "\n" + p.date.WithWeekday() + "\n" + wordsSlot(s) + "\n"}
	offer := func(what, label, about string) {
		r.Options = append(r.Options, bot.Option{ID: pressAt(what, p.office, p.date.String(), about), Label: label})
	}
	if s.Open {
		if p.typed != "" {
			if n, ok := typedNumber(p.typed); ok {
				p.about, p.typed = sized(s, n).String(), ""
				return c.askSet(ctx, p)
			}
			r.Text += wordsNumber + "\n"
		}
		r.Text += wordsHowMany
		r.Awaits = pressAt(pressWindow, p.office, p.date.String(), s.Window)
		for _, n := range plausible(s, p.office) {
			offer(pressSet, labelSize(n, s), sized(s, n).String())
		}
		offer(pressAskSet, labelShutWindow, setting{shutting, []booking.Slot{s}}.String())
	} else {
		r.Text += wordsOpenFirst
		offer(pressAskSet, labelOpenWindow, setting{opening, []booking.Slot{s}}.String())
	}
	r.Options = append(r.Options, bot.Option{ID: pressAt(pressDay, p.office, p.date.String()), Label: labelBack})
	return r, nil
}

// plausible are the capacities that are mostly meant: some more or fewer, what
// the window usually takes, and no more than who comes already.
func plausible(s booking.Slot, at booking.Office) []int {
	step := 10
	if s.Capacity < 30 {
		step = 5
	}
	list := []int{s.Used, s.Capacity - 2*step, s.Capacity - step, s.Capacity + step, s.Capacity + 2*step}
	for _, w := range at.Windows {
		if w.Time == s.Window {
			list = append(list, w.Capacity)
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(n int) bool { return n <= 0 || n > largestCapacity || n == s.Capacity })
}

// typedNumber reads how many vehicles a window is to take.
func typedNumber(text string) (n int, ok bool) {
	text = personal.Visible(text)
	numbers := quantity.Numbers(text)
	if len(numbers) != 1 || numbers[0].Flaw != "" || !numbers[0].Value.IsInt() || strings.ContainsAny(text, "-−负") {
		return 0, false
	}
	value := numbers[0].Value.Num()
	return int(value.Int64()), value.Cmp(big.NewInt(largestCapacity)) <= 0
}

// askSet asks once more, and says who is concerned. A setting of windows that
// are not as they were is refused.
func (c *Chat) askSet(ctx context.Context, p viewed) (bot.Reply, error) {
	s, ok := p.readSetting()
	if !ok {
		return bot.Reply{}, refuseButton
	}
	used := 0
	for _, w := range s.windows {
		now, err := c.desk.slot(ctx, w.SlotID)
		switch {
		case err != nil:
			return bot.Reply{}, err
		case now.Version != w.Version:
			return bot.Reply{}, c.desk.moved(ctx, now)
		}
		used += now.Used
	}
	batches, err := c.holding(ctx, s)
	if err != nil {
		return bot.Reply{}, err
	}
	r := bot.Reply{Outcome: bot.Asked, Text: p.office.Name + "\n" + p.date.WithWeekday() + "\n" + wordsSureSet(s, len(batches), used)}
	r.Options = []bot.Option{
		{ID: pressAt(pressSet, p.office, p.date.String(), s.String()), Label: labelSureSet[s.kind]},
		{ID: pressAt(pressDay, p.office, p.date.String()), Label: labelBack},
	}
	if s.kind == sizing {
		r.Awaits = pressAt(pressWindow, p.office, p.date.String(), s.windows[0].Window)
	}
	return r, nil
}

// holding are the batches that hold places in the windows of a setting, those
// included that are offered one of them.
func (c *Chat) holding(ctx context.Context, s setting) ([]booking.Batch, error) {
	batches, err := c.desk.store.Batches(ctx, booking.Filter{Office: s.windows[0].Office})
	if err != nil {
		return nil, err
	}
	in := func(id booking.SlotID) bool {
		return slices.ContainsFunc(s.windows, func(w booking.Slot) bool { return w.SlotID == id })
	}
	return slices.DeleteFunc(batches, func(b booking.Batch) bool {
		return !b.State.Live() || !in(b.Slot) && (b.Proposed == nil || !in(*b.Proposed))
	}), nil
}

// set does it, window by window in the order of the day: of two officers, the
// one who was first with the first of them is first with all.
func (c *Chat) set(ctx context.Context, p viewed) (bot.Reply, error) {
	s, ok := p.readSetting()
	if !ok {
		return bot.Reply{}, refuseButton
	}
	for _, w := range s.windows {
		_, err := c.desk.set(ctx, p.who, booking.Command{
			Key: "button " + p.choice + " " + w.Window, Slot: w.SlotID, Version: w.Version, Capacity: w.Capacity, Open: s.kind != shutting,
		}, false)
		if err != nil {
			return bot.Reply{}, err
		}
	}
	r, err := c.day(ctx, p)
	r.Text = p.who.Name + wordsSet(s) + "\n\n" + r.Text
	return r, err
}
