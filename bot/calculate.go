package bot

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// calcPrefix begins the ids of the flows that are derived from rules.
const calcPrefix = "calc:"

// calcFlow derives a conversation's flow from the rules of a calculator: its
// inputs are the questions, and the rules read the messages.
func calcFlow(book *calc.Book, f *calc.Flow) *Flow {
	flow := &Flow{ID: calcPrefix + f.ID, Title: f.Title, Keep: true, Named: f.Names, Concerned: f.Concerns,
		Repeats: func(m Meaning, a Answers) bool { return f.Repeats(m.Text(), day(m.Message), calc.Values(a)) }}
	for _, in := range f.Inputs() {
		q := Question{
			ID:     in.Name,
			Prompt: func(a Answers) string { return f.Question(in, calc.Values(a)) },
			Needed: func(a Answers) bool { return f.Needs(in, calc.Values(a)) },
			Show:   func(value string) string { return in.Label + "　" + in.Show(value) },
		}
		if choices := f.Options(in); len(choices) > 0 && (in.Kind == calc.KindChoice || in.Kind == calc.KindYear) {
			q.Options = func(Meaning) []Option { return choiceOptions(choices) }
		}
		flow.Questions = append(flow.Questions, q)
	}
	flow.Fill = func(m Meaning, open string, a Answers) (bool, *calc.Problem) { return fillCalc(f, m, open, a) }
	flow.Finish = func(_ context.Context, m Meaning, a Answers) (Reply, error) {
		return calculated(book, f, m, calc.Values(a))
	}
	return flow
}

func choiceOptions(choices []calc.Choice) []Option {
	options := make([]Option, len(choices))
	for i, c := range choices {
		options[i] = Option{ID: choiceAnswer + c.Value, Label: c.Label}
	}
	return options
}

// fillCalc takes what a message states for a calculator into the answers.
func fillCalc(f *calc.Flow, m Meaning, open string, a Answers) (bool, *calc.Problem) {
	if value, pressed := strings.CutPrefix(m.Message.Choice, choiceAnswer); pressed {
		for _, in := range f.Inputs() {
			if in.Name == open && slices.ContainsFunc(f.Options(in), func(c calc.Choice) bool { return c.Value == value }) {
				a[open] = value
				return true, nil
			}
		}
		return false, nil
	}
	s := f.Read(m.Text(), day(m.Message), open, calc.Values(a))
	if p := f.One(calc.Values(a), &s, m.Text()); p != nil {
		return false, p
	}
	f.Merge(calc.Values(a), s)
	if s.Ignored && len(a) > 0 { // said, understood, and of no account
		return true, nil
	}
	if len(s.Problems) > 0 {
		return len(s.Values) > 0, &s.Problems[0]
	}
	return len(s.Values) > 0, nil
}

// calculated computes and tells the result. An input that turns out to be
// unusable only together with the others is asked for again.
func calculated(book *calc.Book, f *calc.Flow, m Meaning, v calc.Values) (Reply, error) {
	c, err := book.Compute(f.Rule(v), v, day(m.Message))
	if err != nil {
		return Reply{}, err
	}
	if len(knowledge.Verify(c.Reply, book.Library, day(m.Message))) > 0 {
		return Reply{Outcome: NotStated, Text: wordsWithheld}, nil
	}
	r := present(c.Reply, c.Rule.Clauses()[0])
	if c.Rule.Clauses()[0].Document.Reference {
		r.Options = r.Options[1:]
	}
	r.Calculation = &c.Result
	r.Options = append(r.Options, Option{ID: choiceMenu, Label: labelMenu})
	return r, nil
}

// topicOf is what the conversation is about after a calculation.
func topicOf(book *calc.Book, f *calc.Flow, v calc.Values) *Topic {
	rule := f.Rule(v)
	if rule == nil {
		rule = f.Rules[0]
	}
	t := &Topic{Question: rule.Ask, Folder: book.Library.Documents[0].Folder}
	for _, c := range rule.Clauses() {
		if !c.Document.Reference {
			t.Clauses = append(t.Clauses, c.ID)
		}
	}
	return t
}

// recognise returns the calculator that a message asks for, nil for none.
func (b *Bot) recognise(m Meaning) *Flow {
	book := b.book()
	if book == nil || m.Message.Choice != "" {
		return nil
	}
	if barred(m) {
		return nil
	}
	kinds := m.Finding.Library.Lexicon.KindsOf(m.Text())
	if f := book.Recognise(m.Finding, kinds, day(m.Message)); f != nil {
		return b.flow(calcPrefix + f.ID)
	}
	return nil
}

// barred reports whether a message is not to be computed at all: it is about
// another region, or no question.
func barred(m Meaning) bool {
	a := knowledge.Decide(m.Finding, day(m.Message))
	return a.Hostile() || a.Reason == knowledge.ByPlace && !through(m.Text(), a.Place)
}

// through reports whether a place is only one that vehicles pass or go to: 走
// 霍尔果斯出口.
func through(text, place string) bool {
	before, _, found := strings.Cut(text, place)
	return found && place != "" && byWay.MatchString(before)
}

var byWay = regexp.MustCompile(`(?:走|从|经|经由|过|到|去|往|发|运|在)$`)

// recognisePart returns the calculator that one sentence of a message asks
// for, when what the others ask hides it from the whole.
func (b *Bot) recognisePart(ctx context.Context, m Meaning) (*Flow, error) {
	if b.book() == nil || m.Message.Choice != "" || !stated(m.Text(), day(m.Message)) || barred(m) {
		return nil, nil
	}
	list := sentences(spaced.ReplaceAllString(m.Text(), "$1,$2"), m.Finding.Library.Lexicon.Talk.Joins)
	for _, text := range list[:min(len(list), mostParts)] {
		if len(list) < 2 || !stated(text, day(m.Message)) {
			continue
		}
		finding, err := b.finder.Find(ctx, text)
		if err != nil {
			return nil, err
		}
		if f := b.recognise(Meaning{Message: m.Message, Finding: finding}); f != nil {
			return f, nil
		}
	}
	return nil, nil
}

// mostParts bounds the work that one message can ask for.
const mostParts = 8

// turnsTo returns another calculator that a message names in so many words,
// nil for none: within a calculation the search's guess is not enough. Another
// limit need only be named: 那临牌呢.
func (b *Bot) turnsTo(m Meaning, from *Flow, given Answers) *Flow {
	if from.Repeats != nil && from.Repeats(m, given) {
		return nil
	}
	if f := b.recognise(m); f != nil {
		if f.ID != from.ID && f.Named != nil && f.Named(m.Text()) {
			return f
		}
		return nil
	}
	bare, marked := withoutMarker(m.Text(), m.Finding.Library.Lexicon.Talk.FollowUps)
	if book := b.book(); book != nil && marked && utf8.RuneCountInString(bare) <= subjectRunes {
		for _, f := range book.Flows() {
			if f.Limits() && f.Names(bare) && calcPrefix+f.ID != from.ID {
				return calcFlow(book, f)
			}
		}
	}
	return nil
}

// revise computes the last calculation again with what a message changes:
// 不对，是80辆; 那三类呢; 再加一个项目90万.
func (b *Bot) revise(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	if s.Done == nil || m.Message.Choice != "" {
		return Reply{}, false, nil
	}
	f := b.flow(s.Done.Flow)
	if f == nil || f.Fill == nil {
		return Reply{}, false, nil
	}
	if other := b.turnsTo(m, f, s.Done.Answers); other != nil {
		reply, err := b.startCalc(ctx, other, m, s)
		return reply, true, err
	}
	again := b.recognise(m)
	bare, turns := b.turns(m)
	if again == nil && (!turns && asksElse(m) || b.ofElse(m, f)) {
		return Reply{}, false, nil
	}
	if backTo.MatchString(m.Text()) {
		f = b.earlier(m, f, s)
	}
	answers := maps.Clone(s.Done.Answers)
	if f.ID != s.Done.Flow {
		answers = maps.Clone(s.Past[f.ID])
	}
	filled, problem := f.Fill(m, "", answers)
	if !filled && problem == nil && utf8.RuneCountInString(bare) <= numberRunes {
		filled, problem = f.Fill(m, f.main(answers), answers)
	}
	if !filled && problem == nil && !onlyHowMuch(m) {
		return Reply{}, false, nil
	}
	s.Flow = &Progress{Flow: f.ID, Answers: answers}
	reply, err := b.proceed(ctx, f, m, s, problem)
	b.nameTopic(f, s)
	return reply, true, err
}

// earlier returns the calculation before the last that a message goes back to
// and changes: 还是说车，那年实际是85台.
func (b *Bot) earlier(m Meaning, last *Flow, s *State) *Flow {
	for id, past := range s.Past {
		f := b.flow(id)
		if f == nil || id == last.ID {
			continue
		}
		if filled, _ := f.Fill(m, "", maps.Clone(past)); filled {
			return f
		}
	}
	return last
}

// onlyHowMuch reports whether a message asks for the amount once more: 多少钱.
func onlyHowMuch(m Meaning) bool {
	kinds := m.Finding.Library.Lexicon.KindsOf(m.Text())
	return len(m.Finding.Terms) == 0 && slices.Equal(kinds, []knowledge.Kind{"amount"}) && utf8.RuneCountInString(m.Text()) <= subjectRunes
}

// ofElse reports whether a message is about something that the calculation
// is not: 那海外仓花了300万呢.
func (b *Bot) ofElse(m Meaning, f *Flow) bool {
	about := knowledge.Decide(m.Finding, day(m.Message))
	refused := about.Reason == knowledge.ByGap && about.Firm(m.Finding) && len(m.Finding.Terms) > 0
	if f.Concerned(m.Text()) || !refused && !m.Finding.Subject() {
		return false
	}
	clauses := slices.Concat(about.Clauses, about.Related)
	if len(clauses) == 0 {
		return false
	}
	flow := b.book().FlowOf(clauses[0].Document.Folder, clauses[0].ID)
	return flow == nil || calcPrefix+flow.ID != f.ID
}

// turns returns a message without the words that tie it to what was said
// before, and whether there were any: 不对, 那…呢, 要是.
func (b *Bot) turns(m Meaning) (bare string, turns bool) {
	talk := &m.Finding.Library.Lexicon.Talk
	text, corrected := afterCorrection(m.Text(), talk.Corrections)
	bare, marked := withoutMarker(text, talk.FollowUps)
	return bare, corrected || marked || whatIf(bare)
}

// continues starts the calculator of the clause that was just answered, when
// a message states hardly more than its quantity: 展位费报几成 – 三万六.
func (b *Bot) continues(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	book := b.book()
	if book == nil || m.Message.Choice != "" || asksElse(m) {
		return Reply{}, false, nil
	}
	bare, _ := b.turns(m)
	cf := b.calculatorOf(s.Topic)
	if cf == nil {
		return Reply{}, false, nil
	}
	f := calcFlow(book, cf)
	if b.ofElse(m, f) {
		return Reply{}, false, nil
	}
	answers := Answers{}
	main := f.Questions[len(f.Questions)-1].ID
	for _, q := range f.Questions {
		if in := book.Input(q.ID); in.Kind == calc.KindMoney || in.Kind == calc.KindCount || in.Kind == calc.KindDate {
			main = q.ID
			break
		}
	}
	open := ""
	if utf8.RuneCountInString(bare) <= numberRunes {
		open = main
	}
	f.Fill(m, open, answers)
	if _, given := answers[main]; !given {
		return Reply{}, false, nil
	}
	inherit(cf, m, s.Topic, answers)
	s.Flow = &Progress{Flow: f.ID, Answers: answers}
	reply, err := b.proceed(ctx, f, m, s, nil)
	b.nameTopic(f, s)
	return reply, true, err
}

// calculatorOf returns the calculator of the clause that a topic is about, nil
// for none.
func (b *Bot) calculatorOf(t *Topic) *calc.Flow {
	if b.book() == nil || t == nil || len(t.Clauses) == 0 {
		return nil
	}
	return b.book().FlowOf(t.Folder, t.Clauses[0])
}

// inherit takes what the questions about the topic have named, such as the
// year or the kind of insurance, for what is still missing.
func inherit(f *calc.Flow, m Meaning, t *Topic, answers Answers) {
	before := f.Read(t.Said, day(m.Message), "", nil)
	for _, in := range f.Inputs() {
		value, said := before.Values[in.Name]
		if _, given := answers[in.Name]; said && !given && (in.Kind == calc.KindChoice || in.Kind == calc.KindYear) && f.Needs(in, calc.Values(answers)) {
			answers[in.Name] = value
		}
	}
}

// nameTopic makes a calculation's clauses what the conversation is about.
func (b *Bot) nameTopic(f *Flow, s *State) {
	answers := calc.Values{}
	if s.Flow != nil {
		answers = calc.Values(s.Flow.Answers)
	} else if s.Done != nil {
		answers = calc.Values(s.Done.Answers)
	}
	for _, cf := range b.book().Flows() {
		if calcPrefix+cf.ID == f.ID {
			s.Topic = topicOf(b.book(), cf, answers)
		}
	}
}

// asksElse reports whether a message asks something of its own, rather than
// stating a quantity: 二类企业怎么评, 1000元包括检测吗.
func asksElse(m Meaning) bool {
	return elsewhere.MatchString(m.Text()) && !howMuch.MatchString(m.Text())
}

var (
	elsewhere = regexp.MustCompile(`规定|几个工作日|怎|咋|什么|啥|谁|如何|为何|为什么|吗|么$|在哪|哪里|哪个|哪些|比例|几成|材料|区别`)
	howMuch   = regexp.MustCompile(`能(?:拿|领|补|报|得|给)|补多少|给多少|拿多少|报多少|哪天|几号|什么时候|啥时候|何时|最晚|不知道|不清楚|不晓得|哪知道`)
)

// revisionRunes is how long a message can be that only changes an input.
const revisionRunes = 16

func whatIf(text string) bool {
	return slices.ContainsFunc([]string{"如果", "要是", "假如", "假设", "换成", "改成", "按", "若"}, func(w string) bool { return strings.HasPrefix(text, w) })
}

// numberRunes is how long a message can be that is hardly more than a number.
const numberRunes = 10

// alsoAsked answers what a message asks besides its calculation.
func (b *Bot) alsoAsked(ctx context.Context, m Meaning, s *State, reply Reply) (Reply, error) {
	list := sentences(spaced.ReplaceAllString(m.Text(), "$1,$2"), m.Finding.Library.Lexicon.Talk.Joins)
	if len(list) < 2 || s.Topic == nil {
		return reply, nil
	}
	lex := &m.Finding.Library.Lexicon
	scene := "" // what was said before without asking
	for _, text := range list[:min(len(list), mostParts)] {
		if !lex.Talk.Asks(text) && !(together.MatchString(m.Text()) && b.computes(ctx, text, m)) {
			if !stated(text, day(m.Message)) {
				scene += text + ","
			}
			continue
		}
		text, scene = scene+text, ""
		kinds := lex.KindsOf(text)
		finding, err := b.finder.Find(ctx, text)
		if err != nil {
			return reply, err
		}
		part := Meaning{Message: m.Message, Finding: finding}
		if other := b.recognise(part); other != nil {
			reply, err = b.alsoComputed(ctx, other, part, s, reply)
			if err != nil {
				return reply, err
			}
			continue
		}
		elliptic := !slices.ContainsFunc(finding.Terms, func(t string) bool { return !grants.MatchString(t) })
		if elliptic && !slices.ContainsFunc(kinds, beside) {
			continue
		}
		if elliptic {
			before, err := b.finder.Find(ctx, s.Topic.Question)
			if err != nil {
				return reply, err
			}
			finding = finding.InContext(before, topicShare, s.Topic.Clauses)
		}
		a := knowledge.Decide(finding, day(m.Message))
		if !a.Firm(finding) || a.Outcome == Answered && sameTopic(a, s.Topic) {
			continue // the calculation has said it already
		}
		topic := s.Topic
		extra := b.settle(Meaning{Message: m.Message, Finding: finding}, s, a)
		s.Topic = topic
		reply = join(reply, extra)
	}
	return reply, nil
}

// beside reports whether a kind of question is one that a calculation leaves
// open.
func beside(k knowledge.Kind) bool {
	return slices.Contains([]knowledge.Kind{"papers", "steps", "phone", "form", "place", "address", "fee", "penalty"}, k)
}

// stated reports whether a text states a quantity.
func stated(text string, today calendar.Day) bool {
	f := calc.ReadFacts(text, today)
	return len(f.Dates)+len(f.Years)+len(f.Counts)+len(f.Sums) > 0
}

// spaced is a pause as voice input writes it.
var spaced = regexp.MustCompile(`(\p{Han}) (\p{Han})`)

// together asks for all that is stated to be computed.
var together = regexp.MustCompile(`都(?:帮|给|算)|分别算|一起算|一并算|各算`)

// grants are words for money that is given, whatever for.
var grants = regexp.MustCompile(`补贴|补助|支持|资金|奖励|扶持|政策`)

// computes reports whether a part of a message by itself asks for a
// calculation.
func (b *Bot) computes(ctx context.Context, text string, m Meaning) bool {
	finding, err := b.finder.Find(ctx, text)
	return err == nil && b.recognise(Meaning{Message: m.Message, Finding: finding}) != nil
}

// alsoComputed adds a second calculation to a reply, if the message states all
// that it needs. The two results are never added up.
func (b *Bot) alsoComputed(ctx context.Context, f *Flow, m Meaning, s *State, reply Reply) (Reply, error) {
	if reply.Calculation == nil {
		return reply, nil
	}
	answers := Answers{}
	if _, problem := f.fill(m, "", answers); problem != nil {
		return reply, nil
	}
	if _, open := f.open(answers); open {
		return reply, nil
	}
	second, err := f.Finish(ctx, m, answers)
	if err != nil || second.Calculation == nil || second.Calculation.Rule == reply.Calculation.Rule {
		return reply, problemless(err)
	}
	return join(reply, second), nil
}

// problemless is an error that is not only an unusable input.
func problemless(err error) error {
	if problemOf(err) != nil {
		return nil
	}
	return err
}

// sameTopic reports whether the clause that answers is one of the topic's.
func sameTopic(a knowledge.Answer, t *Topic) bool {
	near := slices.Concat(a.Clauses, a.Related)
	return len(near) > 0 && slices.Contains(t.Clauses, near[0].ID)
}

// offer adds a button for the calculator that an answer leads to: of the
// clause that answers, or of the limit that the message names and the policy
// does not state.
func (b *Bot) offer(m Meaning, r Reply, about *knowledge.Clause) Reply {
	book := b.book()
	if book == nil || about == nil || len(r.Options) == 0 {
		return r
	}
	flow := book.FlowOf(about.Document.Folder, about.ID)
	if r.Outcome != Answered {
		flow = nil
		for _, f := range book.Flows() {
			if f.Beyond() && f.Names(m.Text()) {
				flow = f
			}
		}
	}
	if flow != nil {
		r.Options = slices.Insert(r.Options, 1, calcOption(flow))
	}
	return r
}

func calcOption(f *calc.Flow) Option {
	return Option{ID: calcPrefix + f.ID, Label: labelCompute + f.Title}
}

// calcMenu offers every calculator to whoever asks to compute without saying
// what.
func (b *Bot) calcMenu(m Meaning) (Reply, bool) {
	book := b.book()
	if book == nil || !book.Asks(m.Text()) || len(m.Finding.Terms) > 0 {
		return Reply{}, false
	}
	r := Reply{Outcome: Menu, Text: wordsCompute}
	for _, f := range book.Flows() {
		r.Options = append(r.Options, calcOption(f))
	}
	return r, true
}

// carry hands the sum of the last calculation to a new one that asks for it.
func (b *Bot) carry(f *Flow, m Meaning, s *State) {
	if s.Done == nil || b.book() == nil {
		return
	}
	for _, cf := range b.book().Flows() {
		if calcPrefix+cf.ID == f.ID && !cf.Limits() {
			cf.Carry(m.Text(), calc.Values(s.Done.Answers), calc.Values(s.Flow.Answers))
		}
	}
}

// namesCalculator reports whether a text names another calculator's subject.
func (b *Bot) namesCalculator(text, but string) bool {
	return b.book() != nil && slices.ContainsFunc(b.book().Flows(), func(f *calc.Flow) bool { return calcPrefix+f.ID != but && f.Names(text) })
}

// problemOf returns the problem that an error is, if it is one.
func problemOf(err error) *calc.Problem {
	if p := (calc.Problem{}); errors.As(err, &p) {
		return &p
	}
	return nil
}
