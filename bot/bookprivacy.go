package bot

import (
	"context"
	"fmt"
	"strings"

	"cheyi/booking"
	"cheyi/vehicles"
)

// privacy says what is stored of the person, and offers to delete it.
func (b *Bot) privacy(ctx context.Context, m Meaning, s *State) (Reply, error) {
	if b.bookings == nil || m.Message.Public {
		return b.aside(m, s, b.wordsPrivacy()+wordsPrivacyAsk), nil
	}
	batches, err := b.bookings.Store.Batches(ctx, booking.Filter{Owner: m.Message.Chat.String()})
	if err != nil {
		return Reply{}, err
	}
	lines := []string{b.wordsPrivacy() + "\n" + wordsPrivacyBook, "", wordsStored}
	for _, batch := range batches {
		firm := batch.Enterprise.Name
		if telegram(m.Message) {
			firm = maskFirm(firm)
		}
		lines = append(lines, b.line(batch), "　"+wordsPerson(firm, vehicles.MaskName(batch.Contact.Name), vehicles.MaskPhone(batch.Contact.Phone)))
	}
	if s.Draft != nil || s.books() {
		lines = append(lines, wordsDraft)
	}
	if s.Consent != nil {
		lines = append(lines, wordsConsented(s.Consent.At))
	}
	nothing := len(lines) == 3
	if nothing {
		lines = append(lines, wordsNothingStored)
	}
	lines = append(lines, wordsKept(b.bookings.Offices))
	if nothing {
		return b.aside(m, s, strings.Join(lines, "\n")), nil
	}
	r := menu(m, strings.Join(lines, "\n"))
	r.Options = append([]Option{{choiceErase, labelErase}}, r.Options...)
	return returning(r, s), nil
}

// wordsPrivacy says what is stored, and for how long.
func (b *Bot) wordsPrivacy() string {
	until := wordsUntilReplaced
	if b.bookings != nil {
		until = wordsUntilQuiet(b.bookings.Offices.RetentionDays)
	}
	return fmt.Sprintf(wordsPrivacyStored, until)
}

// erase asks once more, and deletes what is stored of the person.
func (b *Bot) erase(ctx context.Context, m Meaning, s *State) (Reply, error) {
	if m.Message.Choice == choiceErase {
		batches, err := b.bookings.Store.Batches(ctx, booking.Filter{Owner: m.Message.Chat.String()})
		if err != nil {
			return Reply{}, err
		}
		live := 0
		for _, batch := range batches {
			if batch.State.Live() {
				live++
			}
		}
		r := Reply{Outcome: Asked, Text: wordsSureErase(live), Options: []Option{{choiceErases, labelErases}, {choiceMenu, labelKeepAll}}}
		return returning(r, s), nil
	}
	*s = State{At: m.Message.At}
	return Reply{Outcome: Menu, deed: &deed{
		command: command(m.Message, booking.EraseOwner),
		done:    func(booking.Result) Reply { return menu(m, wordsErased) },
		refused: func(_ context.Context, r *booking.Refusal, _ *State) (Reply, error) { return Reply{}, r },
	}}, nil
}
