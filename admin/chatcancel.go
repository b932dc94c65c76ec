package admin

import (
	"context"

	"cheyi/booking"
	"cheyi/bot"
)

// askCancelWhy asks for the reason to cancel a batch, which the exporter is
// told.
func (c *Chat) askCancelWhy(ctx context.Context, p pressed) (bot.Reply, error) {
	words := wordsCancelWhy
	if p.typed != "" {
		why, problem := typedReason(p.typed)
		if problem == "" {
			p.about, p.typed = why, ""
			return c.askCancel(ctx, p)
		}
		words = problem + "\n" + words
	}
	var options []bot.Option
	for _, why := range cancelReasons {
		options = append(options, bot.Option{ID: press(pressCancelSure, p.batch, why), Label: why})
	}
	return c.ask(p.batch, words, press(pressCancelWhy, p.batch), options...), nil
}

// askCancel asks once more: nobody takes a cancellation back.
func (c *Chat) askCancel(_ context.Context, p pressed) (bot.Reply, error) {
	if p.about == "" {
		return bot.Reply{}, refuseButton
	}
	return c.ask(p.batch, wordsSureCancel(p.batch, p.about), press(pressCancelWhy, p.batch),
		bot.Option{ID: press(pressCancel, p.batch, p.about), Label: labelSureCancel}), nil
}

// cancel cancels the batch.
func (c *Chat) cancel(ctx context.Context, p pressed) (bot.Reply, error) {
	if p.about == "" { // the exporter is owed a reason
		return bot.Reply{}, refuseButton
	}
	return c.do(ctx, p, booking.Command{Action: booking.Cancel, Reason: p.about})
}
