package admin

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"cheyi/booking"
	"cheyi/bot"
)

// mostRows is how many vehicles have a button each; for others their rows are
// typed.
const mostRows = 20

// askRows asks which vehicles are to be returned: by buttons one by one, or by
// a text that names several.
func (c *Chat) askRows(ctx context.Context, p pressed) (bot.Reply, error) {
	b, all, picked := p.batch, booked(p.batch), readRows(p.about, p.batch)
	words := wordsWhichRows + listed(b, picked)
	if p.typed != "" {
		more, problem := typedRows(p.typed, b)
		if problem == "" {
			p.about, p.typed = picked.with(more...).String(), ""
			return c.askWhy(ctx, p)
		}
		words = problem + "\n" + wordsWhichRows // the list stands above
	}
	var options []bot.Option
	if len(picked) > 0 {
		options = append(options, bot.Option{ID: press(pressWhy, b, picked.String()), Label: fmt.Sprintf(labelPicked, len(picked))},
			bot.Option{ID: press(pressRows, b), Label: labelAnew})
	} else {
		options = append(options, bot.Option{ID: press(pressWhy, b, all.String()), Label: fmt.Sprintf(labelAll, len(all))})
	}
	buttons := 0
	for _, n := range all {
		if !picked.has(n) && buttons < mostRows {
			buttons++
			options = append(options, bot.Option{ID: press(pressRows, b, picked.with(n).String()), Label: labelRow(n, b.Vehicles[n-1].VIN)})
		}
	}
	return c.ask(b, words, press(pressRows, b, picked.String()), options...), nil
}

// askWhy asks for the reason, which the exporter is told.
func (c *Chat) askWhy(ctx context.Context, p pressed) (bot.Reply, error) {
	b, picked := p.batch, readRows(p.about, p.batch)
	words := wordsRows(picked, b) + "\n" + wordsWhy
	if p.typed != "" {
		why, problem := typedReason(p.typed)
		if problem == "" {
			p.about, p.typed = picked.String()+" "+why, ""
			return c.askReturn(ctx, p)
		}
		words = problem + "\n" + words
	}
	var options []bot.Option
	for _, why := range usualReasons {
		options = append(options, bot.Option{ID: press(pressSure, b, picked.String(), why), Label: why})
	}
	return c.ask(b, words, press(pressWhy, b, picked.String()), options...), nil
}

// typedReason reads a reason. problem is one sentence about what is wrong.
func typedReason(text string) (why, problem string) {
	why = impersonal(text)
	switch n := utf8.RuneCountInString(why); {
	case n == 0:
		return "", wordsNoReason
	case n > longestReason:
		return "", fmt.Sprintf(wordsLongReason, longestReason)
	}
	return why, ""
}

// askReturn asks once more: the places go at once.
func (c *Chat) askReturn(_ context.Context, p pressed) (bot.Reply, error) {
	about, why, _ := strings.Cut(p.about, " ")
	picked := readRows(about, p.batch)
	return c.ask(p.batch, wordsSureReturn(picked, p.batch, why), press(pressWhy, p.batch, about),
		bot.Option{ID: press(pressReturn, p.batch, p.about), Label: labelSureReturn}), nil
}

// giveBack returns the rows.
func (c *Chat) giveBack(ctx context.Context, p pressed) (bot.Reply, error) {
	about, why, _ := strings.Cut(p.about, " ")
	picked := readRows(about, p.batch)
	if len(picked) == 0 { // without any, all would go
		return bot.Reply{}, refuseButton
	}
	return c.do(ctx, p, booking.Command{Action: booking.Reject, VINs: picked.vins(p.batch), Reason: why})
}
