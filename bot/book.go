package bot

import (
	"context"
	"io"
	"regexp"

	"cheyi/booking"
	"cheyi/calendar"
	"cheyi/vehicles"
)

// bookID names the flow that makes an appointment. It is the one flow written
// by hand.
const bookID = "book"

// Bookings is what making appointments needs.
type Bookings struct {
	Offices booking.Offices
	Store   BookingReader
	// Files and List read the files that are sent; nil where none are. The
	// name is as the sender chose it, and the error a *vehicles.Fault.
	Files Files
	List  func(name string, data []byte, today calendar.Day) (vehicles.Report, error)
	// Template writes the workbook for vehicles to be filled in; nil for none.
	Template func(w io.Writer) error
}

// A BookingReader is the part of a booking.Store that a conversation reads.
// What it changes goes through Turn.Apply.
type BookingReader interface {
	Batch(ctx context.Context, receipt string) (booking.Batch, error)
	Batches(ctx context.Context, f booking.Filter) ([]booking.Batch, error)
	Slots(ctx context.Context, office string, from, to calendar.Day) ([]booking.Slot, error)
}

// Files gives the content of a file that was sent in a chat.
type Files interface {
	Open(ctx context.Context, chat Chat, f File) (io.ReadCloser, error)
}

// UseBookings opens bookings. It is set before the first message is handled;
// without it, bookings are said not to be open.
func (b *Bot) UseBookings(bookings Bookings) {
	b.bookings = &bookings
	b.flows = append(b.flows, b.bookFlow(), b.moveFlow())
}

// The questions of a booking by their names in Reply.Missing, in the order
// asked.
const (
	askConsent    = "consent"
	askBusiness   = "business"
	askOffice     = "office"
	askEnterprise = "enterprise"
	askUSCC       = "uscc"
	askFiled      = "filed"
	askContact    = "contact"
	askPhone      = "phone"
	askVehicles   = "vehicles"
	askClearedOn  = "cleared_on" // of a deregistration
	askDate       = "date"
	askWindow     = "window"
	askConfirm    = "confirm"
)

// What is known of a booking besides the answers.
const (
	knownCount  = "count"  // how many vehicles were spoken of
	knownHalf   = "half"   // morning or afternoon
	knownRows   = "rows"   // the vehicles so far
	knownHeld   = "held"   // a list that was booked before, until the person says whether to take it again
	knownReport = "report" // what is to be said of the last list
	knownWish   = "wish"   // the day that was wanted and cannot be
	knownWeek   = "week"   // the Monday of the week that is spoken of
	knownEarly  = "early"  // something was said, or sent, before it was agreed to
	knownFirm   = "firm"   // a name that is hardly the whole one, to be said once more
	knownNoted  = "noted"  // the questions that the last message has answered in passing
)

// The values of answers that are chosen.
const (
	valueYes = "yes"
	valueNo  = "no"
)

// bookFlow is the questions of an appointment.
func (b *Bot) bookFlow() *Flow {
	return &Flow{
		ID:    bookID,
		Title: labelBook,
		Match: func(m Meaning) bool { return m.desk != nil && !m.Message.Public && wantsBooking(m) },
		Questions: []Question{
			{ID: askConsent, Prompt: b.promptConsent, Again: fixed(promptConsentAgain), Options: choices(askConsent, labelAgree, labelDisagree)},
			{ID: askBusiness, Prompt: fixed(promptBusiness), Show: showBusiness, Options: businessOptions},
			{ID: askOffice, Prompt: fixed(promptOffice), Show: b.showOffice, Options: officeOptions},
			{ID: knownCount, Needed: never, Show: showCount},
			{ID: askEnterprise, Prompt: promptFirm, Options: firmOptions},
			{ID: askUSCC, Prompt: fixed(promptUSCC)},
			{ID: askFiled, Prompt: fixed(promptFiled), Options: choices(askFiled, labelFiled, labelNotFiled)},
			{ID: askContact, Prompt: fixed(promptContact)},
			{ID: askPhone, Prompt: fixed(promptPhone)},
			{ID: askVehicles, Prompt: b.promptVehicles, Again: b.promptVehiclesAgain, Show: showVehicles, Options: vehicleOptions, Files: b.templates},
			{ID: askClearedOn, Prompt: fixed(promptClearedOn), Needed: func(a Answers) bool { return a[askBusiness] == string(booking.Deregistration) }},
			{ID: askDate, Prompt: fixed(promptDate), Show: showDate, Options: dateOptions},
			{ID: askWindow, Prompt: promptWindow, Options: windowOptions},
			{ID: askConfirm, Prompt: b.summary, Again: fixed(promptConfirmAgain), Options: confirmOptions},
		},
		Fill:   b.fillBooking,
		Finish: b.submit,
	}
}

// never is of what is only taken when it is said.
func never(Answers) bool { return false }

// choices are the options of a question that is answered by yes or no.
func choices(question, yes, no string) func(Meaning, Answers) []Option {
	return func(Meaning, Answers) []Option {
		return []Option{{answerID(question, valueYes), yes}, {answerID(question, valueNo), no}}
	}
}

// books reports whether a conversation is in the middle of a booking.
func (s *State) books() bool {
	is := func(p *Progress) bool { return p != nil && p.Flow == bookID }
	return is(s.Flow) || is(s.Waiting) || s.Flow != nil && s.Flow.Flow == moveID
}

// open is the question of a flow that was asked last, "" for none.
func (s *State) open() string {
	if s.Flow == nil {
		return ""
	}
	return s.Flow.Open
}

// park keeps the draft of a booking that is left for something else.
func (s *State) park() {
	if s.Flow != nil && s.Flow.Flow == bookID {
		s.Draft = s.Flow
		delete(s.Draft.Answers, knownReport)
	}
}

// parked says for how long a draft is kept that the person leaves, "" for none.
func (b *Bot) parked(s *State) string {
	if b.bookings == nil || s.Draft == nil || s.Flow == nil || s.Flow.Flow != bookID {
		return ""
	}
	return "\n\n" + wordsParked(b.bookings.Offices.DraftDays)
}

// interrupted reports whether a booking waits for something else.
func (s *State) interrupted() bool { return s.Waiting != nil && s.Waiting.Flow == bookID }

// startBooking goes on with a draft, or begins a booking with what the message
// states.
func (b *Bot) startBooking(ctx context.Context, m Meaning, s *State) (Reply, error) {
	f := b.flow(bookID)
	if s.Flow != nil && s.Flow.Flow == bookID {
		open, _ := f.opened(s.Flow) // it is going on: the question once more, whole
		s.Flow.Open = ""
		return ask(f, open, m, s, open.Prompt(s.Flow.Answers)), nil
	}
	begun, goesOn := s.Draft, s.Draft != nil
	s.Draft = nil
	m, err := b.withOffer(ctx, m, s)
	if err != nil {
		return Reply{}, err
	}
	if begun == nil {
		begun = &Progress{Flow: bookID, Answers: Answers{}}
	}
	reply, err := b.begin(ctx, m, s, begun)
	switch {
	case goesOn:
		reply = reply.after(wordsGoesOn)
	case s.Lapsed:
		reply = reply.after(wordsLapsed(b.bookings.Offices.DraftDays))
	}
	s.Lapsed = false
	return reply, err
}

// begin opens a booking with what is known and what the message states.
func (b *Bot) begin(ctx context.Context, m Meaning, s *State, begun *Progress) (Reply, error) {
	begun.Open = ""
	s.Flow = begun
	if telegram(m.Message) {
		begun.Answers[knownChannel] = channelTelegram
	}
	if s.agreed(m.Message) {
		begun.Answers[askConsent] = valueYes
	}
	f := b.flow(bookID)
	_, problem := f.Fill(m, "", begun.Answers)
	return b.proceed(ctx, f, m, s, problem)
}

// settled looks at the answers of a booking once more before it goes on: what
// was agreed to is noted, and who does not agree is let go.
func (b *Bot) settled(m Meaning, s *State) (Reply, bool) {
	switch s.Flow.Answers[askConsent] {
	case valueYes:
		if !s.agreed(m.Message) {
			s.Consent = &Consent{Version: consentVersion(m.Message), At: m.Message.At}
		}
	case valueNo:
		s.Flow, s.Draft = nil, nil
		return menu(m, wordsNoConsent), true
	}
	return Reply{}, false
}

// asksSomething reports whether a message in the middle of a booking asks
// something, rather than stating it.
func asksSomething(m Meaning) bool {
	if m.Message.Choice != "" {
		return false
	}
	m.Finding.Question = onlyCounts.ReplaceAllString(m.Text(), "")
	return asksElse(m) || m.Finding.Library.Lexicon.Talk.Asks(m.Text())
}

// onlyCounts is what looks like a question and is none: 几十台, 还是去包头吧.
var onlyCounts = regexp.MustCompile(`好几(?:十|百)?[台辆]|几[十百千]|[十百]几|几[台辆](?:车)?[,， ]|还是`)
