package bot

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// maxText is the longest message in bytes that is handled: the longest of
// Telegram, in Chinese. A channel may stop earlier.
const maxText = 12 << 10

// A Finder understands the words of one question and ranks the entries of the
// library in service for it.
type Finder interface {
	Find(ctx context.Context, question string) (knowledge.Finding, error)
}

// A Bot answers messages. It is safe for concurrent use.
type Bot struct {
	lg     *slog.Logger
	finder Finder
	rules  func() *calc.Book
	store  Store
	// bookings is what making appointments needs; nil without them.
	bookings *Bookings
	flows    []*Flow
	lanes    lanes
	// session begins a model's share in one message; nil without a model.
	session  func(chat string, at time.Time) Model
	officers Officers // nil without any
}

// New returns a bot that answers from what finder finds, computes by the rules
// in service and remembers conversations in store. rules may be nil: then
// nothing is computed.
func New(lg *slog.Logger, finder Finder, rules func() *calc.Book, store Store) *Bot {
	return &Bot{lg: lg, finder: finder, rules: rules, store: store, flows: []*Flow{browseFlow()}}
}

// book is the rules in service, nil for none.
func (b *Bot) book() *calc.Book {
	if b.rules == nil {
		return nil
	}
	return b.rules()
}

// Handle answers one message. The reply is presentable even when there is an
// error. A message id that was handled before gets the reply it got then.
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) { return b.Stream(ctx, m, nil) }

// Stream is Handle that shows the sentences a model words the answer in, each
// as soon as it is verified. They stand in the reply's text, one a line.
func (b *Bot) Stream(ctx context.Context, m Message, show func(sentence string)) (Reply, error) {
	defer b.lanes.enter(m.Chat)()
	state, kept, err := b.store.Load(ctx, m.Chat, m.ID)
	if err != nil {
		return b.fault(m, "load", err)
	}
	if kept != nil {
		return kept.complete(), nil
	}
	state, _ = b.left(state, m.At)
	state.At = m.At
	m = m.maskedIn(&state)
	before := state.clone()
	reply, err := b.respond(ctx, m, &state, show)
	if err != nil {
		return b.fault(m, "respond", err)
	}
	reply = reply.complete()
	state.Options = reply.Options
	unanswered := reply.unanswered
	reply.unanswered = nil
	if reply, err = b.commit(ctx, before, Turn{Message: m, State: state, Reply: reply, Unanswered: unanswered}); err != nil {
		return b.fault(m, "save", err)
	}
	b.lg.Info("handled", "channel", m.Chat.Channel, "message", m.label(), "outcome", string(reply.Outcome))
	return reply, nil
}

// fault logs an error, without what the person wrote, and says that the
// message was not handled.
func (b *Bot) fault(m Message, step string, err error) (Reply, error) {
	b.lg.Error("not handled", "channel", m.Chat.Channel, "message", m.label(), "step", step, "err", err)
	return Reply{Outcome: Rejected, Text: wordsFault}.complete(), fmt.Errorf("%s: %w", step, err)
}

// Refuse closes a message that could not be handled: the person is told so, the
// conversation stays as it was.
func (b *Bot) Refuse(ctx context.Context, m Message) (Reply, error) {
	defer b.lanes.enter(m.Chat)()
	state, kept, err := b.store.Load(ctx, m.Chat, m.ID)
	if err != nil || kept != nil {
		return kept.orFault(), err
	}
	reply := Reply{Outcome: Rejected, Text: wordsFault}.complete()
	return reply, b.store.Save(ctx, Turn{Message: m.masked(), State: state, Reply: reply})
}

// respond refuses what must not go further, then understands. A panic is an
// error of this one message.
func (b *Bot) respond(ctx context.Context, m Message, s *State, show func(string)) (reply Reply, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %T\n%s", r, debug.Stack()) // its text could quote the message
		}
	}()
	if len(m.Text) > maxText || len(m.Choice) > maxText {
		return Reply{Outcome: Rejected, Text: wordsTooLong}, nil
	}
	if slices.Contains(m.Masked, identity) {
		return b.reopened(Reply{Outcome: Rejected, Text: wordsIdentity}, Meaning{Message: m}, s), nil
	}
	if m.File != nil && m.Text == "" && m.Choice == "" && !b.takesFile(m, s) {
		return Reply{Outcome: Rejected, Text: b.wordsUnusedFile(m.File.Name)}, nil
	}
	if reply, ok, err := b.officer(ctx, m, s); ok || err != nil {
		return reply, err
	}
	m = m.commanded()
	if s.Flow != nil {
		m.Text = spoken(m.Text)
	}
	m.aid = b.aid(m)
	news, err := b.news(ctx, m, s)
	if err != nil {
		return Reply{}, err
	}
	reply, err = b.understand(ctx, m, s)
	if err == nil {
		reply = m.word(ctx, reply, show)
	}
	if news != "" {
		reply = reply.after(news + "\n")
	}
	if len(m.Masked) > 0 && (s.Flow == nil || s.Flow.Answers[knownEarly] == "") {
		reply = reply.after(wordsMasked(m.Masked))
	}
	return reply, err
}

// understand takes the first reading that fits.
func (b *Bot) understand(ctx context.Context, m Message, s *State) (Reply, error) {
	finding, err := b.finder.Find(ctx, m.Text)
	if err != nil {
		return Reply{}, err
	}
	talk := &finding.Library.Lexicon.Talk
	led := talk.WithoutAsides(finding.Question)
	rest := talk.WithoutDenied(led)
	denied := rest != led
	if rest != finding.Question {
		guesses := finding.Guesses
		if finding, err = b.finder.Find(ctx, rest); err != nil {
			return Reply{}, err
		}
		finding.Guesses = append(finding.Guesses, slices.DeleteFunc(guesses, func(g knowledge.Guess) bool {
			return !strings.Contains(rest, g.Meant) || slices.Contains(finding.Guesses, g)
		})...)
	}
	meaning := Meaning{Message: m, Finding: finding, denied: denied}
	if rest, wanted := withoutAppointment(finding.Question); b.bookings != nil && s.Flow == nil && !m.Public && wanted != "" && !politely.MatchString(rest) && meaning.asks(rest) {
		return b.askedBeside(ctx, m, s, rest, wanted)
	}
	if meaning.desk, err = b.look(ctx, m, s); err != nil {
		return Reply{}, err
	}
	for _, reading := range []func(context.Context, Meaning, *State) (Reply, bool, error){
		b.settles, b.steer, b.press, b.ofBatch, b.answerOpen, b.revise, b.startFlow, b.continues, b.followUp, b.rephrased,
	} {
		if reply, ok, err := reading(ctx, meaning, s); ok || err != nil {
			return reply, err
		}
	}
	return b.ask(ctx, meaning, s)
}

// steer handles the words that steer a conversation rather than ask.
func (b *Bot) steer(_ context.Context, m Meaning, s *State) (Reply, bool, error) {
	lex := &m.Finding.Library.Lexicon
	text := strings.TrimRightFunc(m.Text(), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	is := func(words []string) bool { return slices.Contains(words, text) }
	switch {
	case m.Message.Choice == choiceCancel, m.Message.Choice == "" && is(lex.Talk.Cancel):
		if s.interrupted() {
			s.Flow, s.Waiting = s.Waiting, nil
			return b.reopened(menu(m, wordsCanceled), m, s), true, nil
		}
		words := wordsNothing
		if s.Flow != nil {
			words = wordsCanceled
		}
		s.Flow, s.Done, s.Waiting, s.Draft = nil, nil, nil, nil
		return menu(m, words), true, nil
	case m.Message.Choice == ChoiceHello && s.Flow != nil:
		return b.again(m, s), true, nil
	case m.Message.Choice == ChoiceHello:
		return menu(m, wordsMenu), true, nil
	case m.Message.Choice == choiceMenu, m.Message.Choice == "" && (is(lex.Talk.Menu) || is(lex.Scope.Greetings) || is(lex.Scope.Help)):
		s.park()
		words := wordsMenu + b.parked(s)
		s.Flow = nil
		return menu(m, words), true, nil
	case m.Message.Choice != "":
		return Reply{}, false, nil
	case s.Flow == nil && (is(lex.Talk.Yes) || is(lex.Talk.No)):
		return menu(m, wordsGoOn), true, nil
	case onlyThanks(text, lex.Scope.Thanks) && s.Flow != nil && confirms.MatchString(text):
		return Reply{}, false, nil // 好的 is an answer while something is asked
	case onlyThanks(text, lex.Scope.Thanks):
		return b.aside(m, s, wordsWelcome), true, nil
	case m.Message.File == nil && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return menu(m, wordsEmpty), true, nil
	}
	return Reply{}, false, nil
}

// onlyThanks reports whether a text is nothing but courtesies.
func onlyThanks(text string, thanks []string) bool {
	rest := text
	for _, t := range thanks {
		rest = strings.ReplaceAll(rest, t, "")
	}
	return rest != text && strings.Trim(rest, " ,.。!~啊呀哦了哈嘛啦哟呢吧你您") == ""
}

// menu offers what can be asked.
func menu(m Meaning, words string) Reply {
	r := Reply{Outcome: Menu, Text: words}
	for _, ask := range knowledge.Introductions(m.Finding.Library) {
		r.Options = append(r.Options, Option{ID: choiceAsk + ask, Label: ask})
	}
	r.Options = append(r.Options, Option{ID: choiceBrowse, Label: labelBrowse})
	return r
}

// The ids of options. They carry all that is needed, so that an old button
// works after a restart.
const (
	// ChoiceHello is what a channel sends when a person opens it: the menu, or
	// the question that is still open.
	ChoiceHello = "hello"

	choiceCancel = "cancel"
	choiceMenu   = "menu"
	choiceBrowse = "browse"
	choiceAsk    = "ask:"     // followed by the question
	choiceText   = "clause:"  // followed by folder and clause
	choiceWhole  = "article:" // followed by folder and article
	choiceAnswer = "answer:"  // followed by a question's id, a colon, and the value for it

	choiceCompute = "compute"
	choiceRule    = "rule:" // followed by the name of a calculator's rule
	choiceBook    = "book"
	choiceMy      = "my"
	choicePrivacy = "privacy"
	choiceErase   = "erase"  // asks once more
	choiceErases  = "erases" // erases
	choiceAbout   = "about"
)

// answerID is the id of an option that answers a question. It names the
// question, so that an old button cannot answer another one.
func answerID(question, value string) string { return choiceAnswer + question + ":" + value }

// answerTo returns the value that a pressed option gives to a question.
func answerTo(question, choice string) (value string, ok bool) {
	return strings.CutPrefix(choice, answerID(question, ""))
}

// press handles a pressed option, or a text that equals an option's label or
// its place in the list last offered.
func (b *Bot) press(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	choice := m.Message.Choice
	if choice == "" {
		text := strings.TrimSpace(m.Text())
		choice = chosen(s.Options, text, strings.TrimSpace(m.Message.Text), m.Finding.Library.Lexicon.Talk.Original)
		if choice == "" && s.Flow == nil && s.Done == nil && bareNumber.MatchString(text) {
			return Reply{Outcome: Menu, Text: wordsNumber, Options: s.Options}, true, nil
		}
	}
	m.Message.Choice = choice
	question, isAsk := strings.CutPrefix(choice, choiceAsk)
	clause, isText := strings.CutPrefix(choice, choiceText)
	whole, isWhole := strings.CutPrefix(choice, choiceWhole)
	switch {
	case choice == "":
		return Reply{}, false, nil
	case choice == choiceCancel || choice == choiceMenu || choice == ChoiceHello:
		return b.steer(ctx, m, s)
	case choice == choiceBrowse:
		reply, err := b.start(ctx, b.flow(browseID), m, s)
		return reply, true, err
	case strings.HasPrefix(choice, calcPrefix) && b.flow(choice) != nil:
		reply, err := b.startCalc(ctx, b.flow(choice), m, s)
		return reply, true, err
	case isAsk:
		finding, err := b.finder.Find(ctx, question)
		if err != nil {
			return Reply{}, true, err
		}
		reply, err := b.ask(ctx, Meaning{Message: m.Message, Finding: finding}, s)
		return reply, true, err
	case isText:
		return original(m, clause), true, nil
	case isWhole:
		s.park()
		s.Flow = nil
		return wholeArticle(m, whole), true, nil
	case strings.HasPrefix(choice, choiceAnswer) && b.offers(choice, m, s):
		return b.answerOpen(ctx, m, s)
	}
	if reply, ok, err := b.command(ctx, m, s); ok || err != nil {
		return reply, ok, err
	}
	return b.aside(m, s, wordsChoice), true, nil
}

// chosen returns the option that a text presses, normalised or as typed, or "".
func chosen(options []Option, text, typed string, original []string) string {
	for i, o := range options {
		switch {
		case strings.HasSuffix(text, "号") && strings.HasPrefix(o.ID, answerID(askDate, "")): // 3号 is a day there
		case placeOf(text) == i+1 && o.ID != choiceCancel, text == o.ID, typed == o.ID,
			strings.EqualFold(text, o.Label), strings.EqualFold(typed, o.Label),
			strings.HasPrefix(o.ID, choiceText) && slices.Contains(original, text):
			return o.ID
		}
	}
	return ""
}

// bareNumber is a message that can only be meant as an option's place.
var bareNumber = regexp.MustCompile(`^[0-9]{1,2}$`)

// place is an option's place as people say it: 2, 2., 选2, 第二个.
var place = regexp.MustCompile(`^(?:选|第|选第)?([0-9]|[一二三四五六七八九])(?:个|项|号|[.、)])?$`)

// placeOf returns the place that a text names, 0 for none.
func placeOf(text string) int {
	m := place.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	if n, err := strconv.Atoi(m[1]); err == nil {
		return n
	}
	return utf8.RuneCountInString("一二三四五六七八九"[:strings.Index("一二三四五六七八九", m[1])]) + 1
}

// original shows the article of a clause, whole.
func original(m Meaning, id string) Reply {
	folder, clause, _ := strings.Cut(id, "/")
	c, ok := m.Finding.Library.Clause(folder, clause)
	if !ok {
		return menu(m, wordsChoice)
	}
	return present(knowledge.Compose(knowledge.ArticleAnswer(m.Finding.Library, c.Article, day(m.Message))), nil)
}

func day(m Message) calendar.Day { return calendar.DayOf(m.At) }

// present adds the options that lead on from an answer.
func present(k knowledge.Reply, original *knowledge.Clause) Reply {
	r := Reply{Outcome: k.Outcome, Text: k.Text, Citations: k.Citations, References: k.References}
	if original != nil {
		r.Options = append(r.Options, Option{ID: choiceText + original.Document.Folder + "/" + original.ID, Label: labelOriginal})
	}
	for _, ask := range k.Asks {
		r.Options = append(r.Options, Option{ID: choiceAsk + ask, Label: ask})
	}
	if len(r.Options) == 0 {
		r.Options = append(r.Options, Option{ID: choiceMenu, Label: labelMenu})
	}
	return r
}

// lanes keeps the messages of one chat in order.
type lanes struct {
	mu   sync.Mutex
	busy map[Chat]*lane
}

type lane struct {
	mu      sync.Mutex
	waiting int
}

// enter waits for the chat's turn and returns what ends it.
func (l *lanes) enter(chat Chat) (leave func()) {
	l.mu.Lock()
	if l.busy == nil {
		l.busy = map[Chat]*lane{}
	}
	mine := l.busy[chat]
	if mine == nil {
		mine = &lane{}
		l.busy[chat] = mine
	}
	mine.waiting++
	l.mu.Unlock()
	mine.mu.Lock()
	return func() {
		mine.mu.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if mine.waiting--; mine.waiting == 0 {
			delete(l.busy, chat)
		}
	}
}
