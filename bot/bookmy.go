package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cheyi/booking"
	"cheyi/calc"
)

// What an option does with a batch. The id names the batch and the version
// that the person has seen: batch:cancel:R8K2M4QX:3.
const (
	choiceBatch = "batch:"

	batchShow    = "show"
	batchCancel  = "cancel"  // asks once more
	batchCancels = "cancels" // cancels
	batchMove    = "move"
	batchAccept  = "accept"
	batchDecline = "decline"
)

func batchOption(verb string, batch booking.Batch, label string) Option {
	return Option{fmt.Sprint(choiceBatch, verb, ":", batch.Receipt, ":", batch.Version), label}
}

// my lists the bookings of a conversation.
func (b *Bot) my(ctx context.Context, m Meaning, s *State) (Reply, error) {
	batches, err := b.bookings.Store.Batches(ctx, booking.Filter{Owner: m.Message.Chat.String()})
	if err != nil {
		return Reply{}, err
	}
	s.know(batches)
	live := slices.DeleteFunc(slices.Clone(batches), func(o booking.Batch) bool { return !o.State.Live() })
	if len(batches) == 0 {
		r := b.aside(m, s, wordsNoBookings)
		if s.Flow == nil {
			r.Options = append([]Option{{choiceBook, labelBook}}, r.Options...)
		}
		return r, nil
	}
	if len(live) == 1 && len(batches) == 1 {
		return b.show(m, s, live[0], ""), nil
	}
	lines := []string{wordsYours}
	r := Reply{Outcome: Menu}
	for _, batch := range slices.Concat(live, past(batches)) {
		lines = append(lines, b.line(batch))
		r.Options = append(r.Options, batchOption(batchShow, batch, fmt.Sprintf(labelShow, batch.Receipt)))
	}
	r.Text = strings.Join(lines, "\n")
	return returning(r, s), nil
}

// past are the last batches that are over, the latest first.
func past(batches []booking.Batch) []booking.Batch {
	over := slices.DeleteFunc(slices.Clone(batches), func(o booking.Batch) bool { return o.State.Live() })
	slices.SortFunc(over, func(x, y booking.Batch) int { return y.Changed.Compare(x.Changed) })
	return over[:min(len(over), mostPast)]
}

const mostPast = 5

// show tells of one batch, and what can be done with it.
func (b *Bot) show(m Meaning, s *State, batch booking.Batch, first string) Reply {
	s.know([]booking.Batch{batch})
	r := Reply{Outcome: Booked, Booking: card(m.Message, batch), Text: strings.TrimLeft(first+"\n"+b.line(batch)+b.why(batch), "\n")}
	r.Text += returned(batch, telegram(m.Message))
	switch batch.State {
	case booking.MoveProposed:
		r.Options = append(r.Options, batchOption(batchAccept, batch, labelAccept), batchOption(batchDecline, batch, labelDecline))
	case booking.Pending, booking.Confirmed:
		r.Options = append(r.Options, batchOption(batchMove, batch, labelMove))
	}
	if batch.State.Live() {
		r.Options = append(r.Options, batchOption(batchCancel, batch, labelCancelBatch))
		r.Files = append(r.Files, calendarFile(batch.Receipt))
	}
	r.Options = append(r.Options, Option{choiceMy, labelMy})
	return returning(r, s)
}

// returning adds the way back to what is open. A list that has options of its
// own cannot repeat the question.
func returning(r Reply, s *State) Reply {
	if s.Flow != nil {
		r.Options = append(r.Options, Option{ChoiceHello, labelReturn})
	}
	return r
}

// why is the offer or the reason of a batch's state.
func (b *Bot) why(batch booking.Batch) string {
	words := ""
	if batch.Proposed != nil {
		words = wordsProposed(b.officeName(batch.Proposed.Office), *batch.Proposed, batch.Until)
	}
	if batch.Reason != "" {
		words += "\n" + wordsReason + batch.Reason
	}
	return words
}

// onBatch does what an option says with a batch.
func (b *Bot) onBatch(ctx context.Context, m Meaning, s *State) (Reply, error) {
	verb, rest, _ := strings.Cut(strings.TrimPrefix(m.Message.Choice, choiceBatch), ":")
	receipt, seen, _ := strings.Cut(rest, ":")
	version, _ := strconv.Atoi(seen)
	batch, err := b.bookings.Store.Batch(ctx, receipt)
	if errors.Is(err, booking.ErrUnknown) || err == nil && batch.Owner != m.Message.Chat.String() {
		return returning(menu(m, wordsUnknownReceipt), s), nil
	}
	if err != nil {
		return Reply{}, err
	}
	if verb != batchShow && version != batch.Version {
		return b.show(m, s, batch, wordsStale), nil
	}
	action := map[string]booking.Action{batchCancels: booking.Cancel, batchAccept: booking.Accept, batchDecline: booking.Decline}[verb]
	switch {
	case verb == batchCancel && batch.State.Live():
		r := b.show(m, s, batch, wordsSureCancel)
		r.Files = nil
		r.Options = []Option{batchOption(batchCancels, batch, labelSureCancel), batchOption(batchShow, batch, labelKeep)}
		return r, nil
	case verb == batchMove && (batch.State == booking.Pending || batch.State == booking.Confirmed):
		return b.startMove(ctx, m, s, batch)
	case action != "":
		c := command(m.Message, action)
		c.Receipt, c.Version = batch.Receipt, version
		return b.actOn(m, c), nil
	case verb != batchShow:
		return b.show(m, s, batch, wordsNotNow), nil
	}
	return b.show(m, s, batch, ""), nil
}

// actOn is the reply that stands for a command on one batch.
func (b *Bot) actOn(m Meaning, c booking.Command) Reply {
	return Reply{Outcome: Booked, deed: &deed{
		command: c,
		done: func(r booking.Result) Reply {
			var s State
			return b.show(m, &s, r.Batches[0], doneWords(c.Action))
		},
		refused: func(ctx context.Context, r *booking.Refusal, s *State) (Reply, error) {
			return b.notDone(ctx, m, c, r, s)
		},
	}}
}

// notDone shows how a batch is when a command on it came too late, and offers
// other windows when there is no room in the one wanted.
func (b *Bot) notDone(ctx context.Context, m Meaning, c booking.Command, r *booking.Refusal, s *State) (Reply, error) {
	batch, err := b.bookings.Store.Batch(ctx, c.Receipt)
	if err != nil {
		return Reply{}, err
	}
	moving := c.Action == booking.Reschedule && s.Flow != nil && s.Flow.Flow == moveID
	if !moving || !errors.Is(r, booking.ErrFull) && !errors.Is(r, booking.ErrClosed) {
		if moving {
			s.Flow = nil
		}
		return b.show(m, s, batch, refusedWords(r)), nil
	}
	delete(s.Flow.Answers, askWindow)
	if m.desk, err = b.look(ctx, m.Message, s); err != nil {
		return Reply{}, err
	}
	f := b.flow(moveID)
	q, _ := f.open(s.Flow.Answers)
	return ask(f, q, m, s, refusedWords(r)+"\n"+q.Prompt(s.Flow.Answers)), nil
}

// moveID names the flow that moves a batch to another window.
const moveID = "move"

// What the flow knows of the batch besides.
const (
	knownReceipt = "receipt"
	knownFrom    = "from" // its day
	knownVersion = "version"
)

// moveFlow asks for another day and window of a batch.
func (b *Bot) moveFlow() *Flow {
	return &Flow{
		ID: moveID, Title: labelMove, Match: func(Meaning) bool { return false },
		Questions: []Question{
			{ID: askDate, Prompt: fixed(promptMove), Show: showDate, Options: dateOptions},
			{ID: askWindow, Prompt: promptWindow, Options: windowOptions},
		},
		Fill: func(m Meaning, open string, a Answers) (bool, *calc.Problem) {
			r := &bookReading{m: m, open: open, a: a, today: day(m.Message), typed: m.Message.Text, text: m.Text()}
			if m.Message.Choice != "" {
				r.pressed()
			} else {
				r.moved()
			}
			if r.filled && r.problem == nil {
				r.problem = b.fits(m, a)
			}
			return r.filled, r.problem
		},
		Finish: func(_ context.Context, m Meaning, a Answers) (Reply, error) {
			plan := planOf(a[askWindow])
			if len(plan) != 1 {
				delete(a, askWindow)
				return Reply{}, calc.Problem{Input: askWindow, What: wordsOneWindow}
			}
			c := command(m.Message, booking.Reschedule)
			c.Receipt = a[knownReceipt]
			c.Version, _ = strconv.Atoi(a[knownVersion])
			c.To = &booking.SlotID{Office: a[askOffice], Date: plan[0].date, Window: plan[0].window}
			return b.actOn(m, c), nil
		},
	}
}

func (b *Bot) startMove(ctx context.Context, m Meaning, s *State, batch booking.Batch) (Reply, error) {
	s.park()
	s.Flow = &Progress{Flow: moveID, Answers: Answers{
		knownReceipt: batch.Receipt, knownVersion: strconv.Itoa(batch.Version), askOffice: batch.Slot.Office,
		knownCount: strconv.Itoa(batch.Count()), knownChannel: m.Message.Chat.Channel,
		knownFrom: batch.Slot.Date.String(), knownWeek: mondayOf(batch.Slot.Date).String(),
	}}
	var err error
	if m.desk, err = b.look(ctx, m.Message, s); err != nil {
		return Reply{}, err
	}
	f := b.flow(moveID)
	if m.Message.Choice != "" {
		m.Message.Choice = ""
		return b.proceed(ctx, f, m, s, nil)
	}
	_, problem := f.Fill(m, "", s.Flow.Answers)
	return b.proceed(ctx, f, m, s, problem)
}
