package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cheyi/booking"
	"cheyi/calc"
	"cheyi/calendar"
)

// A deed is a booking command that a reply stands for. It is done in the
// turn's transaction, and only then is it known what the reply says.
type deed struct {
	command booking.Command
	done    func(booking.Result) Reply
	// refused says what is said instead, in the state as it was before.
	refused func(context.Context, *booking.Refusal, *State) (Reply, error)
}

// after puts words above what a reply says, or is to say when its command is
// done.
func (r Reply) after(words string) Reply {
	if r.deed == nil {
		r.Text = strings.TrimSpace(words + "\n" + r.Text)
		return r
	}
	d := *r.deed
	d.done = func(result booking.Result) Reply { return r.deed.done(result).after(words) }
	return Reply{Outcome: r.Outcome, deed: &d}
}

// actor is on whose behalf a conversation's commands come.
func actor(m Message) booking.Actor {
	return booking.Actor{Role: booking.Exporter, ID: m.Chat.String()}
}

// command is a command that a message gives. The message's id is its key: a
// message that comes again has been answered already.
func command(m Message, action booking.Action) booking.Command {
	return booking.Command{Key: m.ID, Actor: actor(m), Action: action, At: m.At}
}

// commit saves a turn with its booking command. When that is refused, nothing
// of the turn is saved; what is said then is saved without it.
func (b *Bot) commit(ctx context.Context, before State, t Turn) (Reply, error) {
	d := t.Reply.deed
	t.Reply.deed = nil
	if d == nil {
		return t.Reply, b.store.Save(ctx, t)
	}
	var said Reply
	t.Apply = func(tx booking.Tx, t *Turn) error {
		result, err := booking.Do(tx, b.bookings.Offices, d.command)
		if err != nil {
			return err
		}
		t.Reply = d.done(result).complete()
		t.State.Options = t.Reply.Options
		t.State.know(result.Batches)
		t.Erased = d.command.Action == booking.EraseOwner
		said = t.Reply
		return nil
	}
	err := b.store.Save(ctx, t)
	var refusal *booking.Refusal
	if !errors.As(err, &refusal) {
		return said, err
	}
	b.lg.Info("refused", "channel", t.Message.Chat.Channel, "message", t.Message.label(), "action", string(d.command.Action), "reason", refusal.Error())
	if t.Reply, err = d.refused(ctx, refusal, &before); err != nil {
		return Reply{}, err
	}
	t.Reply = t.Reply.complete()
	before.Options = t.Reply.Options
	t.State, t.Apply = before, nil
	return t.Reply, b.store.Save(ctx, t)
}

// submit makes the command of a booking whose questions are all answered.
func (b *Bot) submit(_ context.Context, m Meaning, a Answers) (Reply, error) {
	if problem := b.fits(m, a); problem != nil || a[askWindow] == "" {
		delete(a, askConfirm)
		if problem == nil {
			problem = &calc.Problem{Input: askWindow, What: wordsGone}
		}
		return Reply{}, *problem
	}
	c := command(m.Message, booking.Submit)
	c.Requests = requests(a)
	return Reply{Outcome: Booked, deed: &deed{
		command: c,
		done:    func(r booking.Result) Reply { return b.submitted(m, a, r.Batches) },
		refused: func(ctx context.Context, r *booking.Refusal, s *State) (Reply, error) {
			return b.notTaken(ctx, m, r, s)
		},
	}}, nil
}

// requests divides the list over the windows that were agreed to.
func requests(a Answers) []booking.Request {
	rows := batchRows(rowsOf(a[askVehicles]))
	cleared, _ := calendar.ParseDay(a[askClearedOn]) // "" for other businesses
	if a[askBusiness] != string(booking.Deregistration) {
		cleared = calendar.Day{}
	}
	var list []booking.Request
	for _, p := range planOf(a[askWindow]) {
		list = append(list, booking.Request{
			Business:   booking.Business(a[askBusiness]),
			Slot:       booking.SlotID{Office: a[askOffice], Date: p.date, Window: p.window},
			Enterprise: booking.Enterprise{Name: a[askEnterprise], USCC: a[askUSCC], Filed: a[askFiled] == valueYes},
			Contact:    booking.Contact{Name: a[askContact], Phone: a[askPhone]},
			ClearedOn:  cleared,
			Vehicles:   rows[:p.count],
		})
		rows = rows[p.count:]
	}
	return list
}

// notTaken goes on with the draft of a booking that could not be made: other
// windows are offered, or vehicles that are booked already are taken out.
func (b *Bot) notTaken(ctx context.Context, m Meaning, r *booking.Refusal, s *State) (Reply, error) {
	if s.Flow == nil || s.Flow.Flow != bookID {
		return menu(m, wordsFault), nil
	}
	a := s.Flow.Answers
	delete(a, askConfirm)
	words := wordsGone
	switch {
	case errors.Is(r, booking.ErrTaken):
		words = b.dropTaken(a, r)
	case errors.Is(r, booking.ErrFull) && r.Slot != nil:
		words = wordsFilledUp(*r.Slot)
		delete(a, askWindow)
	case errors.Is(r, booking.ErrInvalid), errors.Is(r, booking.ErrConflict):
		return Reply{}, r // the draft is not what was checked
	default:
		delete(a, askWindow)
	}
	var err error
	if m.desk, err = b.look(ctx, m.Message, s); err != nil {
		return Reply{}, err
	}
	problem := b.fits(m, a)
	f := b.flow(bookID)
	if problem != nil {
		problem.What = words + "\n" + problem.What
		return b.proceed(ctx, f, m, s, problem)
	}
	q, _ := f.open(a)
	return ask(f, q, m, s, words+"\n"+q.Prompt(a)), nil
}

// dropTaken takes the vehicles that have a live booking out of the list.
func (b *Bot) dropTaken(a Answers, r *booking.Refusal) string {
	rows := rowsOf(a[askVehicles])
	left := slices.DeleteFunc(slices.Clone(rows), func(o draftRow) bool { return slices.Contains(r.VINs, o.VIN) })
	shown := make([]string, len(r.VINs))
	for i, vin := range r.VINs {
		shown[i] = shownVIN(vin, a[knownChannel] == channelTelegram)
	}
	delete(a, askWindow)
	delete(a, knownReport)
	a[knownRows] = rowsText(left)
	if len(left) == 0 {
		delete(a, askVehicles)
	} else {
		a[askVehicles] = rowsText(left)
	}
	return wordsTaken(strings.Join(shown, "、"), r.Receipt, len(left))
}
