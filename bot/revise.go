package bot

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/calc"
	"cheyi/knowledge"
)

// turnsTo returns another calculator that a message names in so many words,
// nil for none: within a calculation the search's guess is not enough. Another
// limit need only be named: 那临牌呢.
func (b *Bot) turnsTo(m Meaning, from *Flow, given Answers) *Flow {
	if from.calc != nil && from.calc.Repeats(m.Text(), day(m.Message), calc.Values(given)) {
		return nil
	}
	if f := b.recognise(m); f != nil {
		if f.ID != from.ID && (from.ID == bookID || f.calc.Names(m.Text())) {
			return f
		}
		return nil
	}
	bare, marked := withoutMarker(m.Text(), m.Finding.Library.Lexicon.Talk.FollowUps)
	if book := b.book(); book != nil && marked && utf8.RuneCountInString(bare) <= subjectRunes {
		for _, f := range book.Flows {
			if f.Limits() && f.Names(bare) && calcPrefix+f.ID != from.ID {
				return calcFlow(book, f)
			}
		}
	}
	return nil
}

// revise computes a calculation again with what a message changes: 不对，是80辆;
// 那三类呢; 再加一个项目90万. It is the last one for as long as it is what the
// talk is about, or an earlier one that the message goes back to.
func (b *Bot) revise(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	last := b.revisable(m, s)
	if last == nil {
		return Reply{}, false, nil
	}
	f := b.flow(last.Flow)
	if f == nil || f.calc == nil {
		return Reply{}, false, nil
	}
	if other := b.turnsTo(m, f, last.Answers); other != nil {
		reply, err := b.startCalc(ctx, other, m, s)
		return reply, true, err
	}
	bare, turns := b.turns(m)
	puts := turns && !m.Finding.Library.Lexicon.Talk.Asks(bare)                      // 不对，报关单数重了，是49台
	if b.recognise(m) == nil && !puts && (!turns && asksElse(m) || b.ofElse(m, f)) { // a 那 alone does not make a change of a question
		return Reply{}, false, nil
	}
	answers := maps.Clone(last.Answers)
	filled, problem := f.Fill(m, "", answers)
	if !filled && problem == nil && utf8.RuneCountInString(bare) <= numberRunes {
		filled, problem = f.Fill(m, f.meantBy(m, answers), answers)
	}
	if !filled && problem == nil && !onlyHowMuch(m) {
		return Reply{}, false, nil
	}
	s.Flow = &Progress{Flow: f.ID, Answers: answers}
	reply, err := b.proceed(ctx, f, m, s, problem)
	nameTopic(f, s)
	return reply, true, err
}

// revisable returns the calculation that a message may change, nil for none.
func (b *Bot) revisable(m Meaning, s *State) *Progress {
	if m.Message.Choice != "" {
		return nil
	}
	_, corrected := afterCorrection(m.Text(), &m.Finding.Library.Lexicon.Talk)
	if back := backTo.MatchString(m.Text()); back || s.Done == nil && corrected {
		for i, past := range s.Past {
			f := b.flow(past.Flow)
			if f == nil || f.calc == nil || back && s.Done != nil && past.Flow == s.Done.Flow {
				continue
			}
			if filled, _ := f.Fill(m, "", maps.Clone(past.Answers)); filled {
				return &s.Past[i]
			}
		}
	}
	return s.Done
}

// meantBy is the question that a plain number answers anew: the rate where one
// was given and the number is one, else the main input.
func (f *Flow) meantBy(m Meaning, answers Answers) string {
	for _, in := range f.calc.Inputs() {
		if in.Kind == calc.KindRate && answers[in.Name] != "" && calc.ReadFacts(m.Text(), day(m.Message)).Small() {
			return in.Name
		}
	}
	return f.main(answers)
}

// remember keeps the answers of a finished calculation, the latest first, one
// for each calculator.
func (s *State) remember(f *Flow, answers Answers) {
	done := Progress{Flow: f.ID, Answers: answers}
	s.Done = &done
	s.Past = slices.DeleteFunc(s.Past, func(p Progress) bool { return p.Flow == f.ID })
	s.Past = slices.Insert(s.Past, 0, *done.clone())
}

// past returns the last answers of a flow.
func (s *State) past(id string) Answers {
	for _, p := range s.Past {
		if p.Flow == id {
			return p.Answers
		}
	}
	return nil
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
	asks := m.Finding.Library.Lexicon.Talk.Asks(m.Text()) || strings.Contains(m.Text(), "呢")
	refused := asks && about.Reason == knowledge.ByGap && about.Firm(m.Finding) && len(m.Finding.Terms) > 0
	if f.calc.Concerns(m.Text()) || !refused && !m.Finding.Subject() {
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
// before, and whether there were any that change it: 不对, 要是.
func (b *Bot) turns(m Meaning) (bare string, turns bool) {
	talk := &m.Finding.Library.Lexicon.Talk
	text, corrected := afterCorrection(m.Text(), talk)
	bare, _ = withoutMarker(text, talk.FollowUps)
	return bare, corrected || whatIf(bare)
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
	nameTopic(f, s)
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

// asksElse reports whether a message asks something of its own, rather than
// stating a quantity: 二类企业怎么评, 1000元包括检测吗.
func asksElse(m Meaning) bool {
	return elsewhere.MatchString(m.Text()) && !howMuch.MatchString(m.Text())
}

var (
	elsewhere = regexp.MustCompile(`规定|几个工作日|怎|咋|什么|啥|谁|如何|为何|为什么|吗|么$|在哪|哪里|哪个|哪些|比例|几成|材料|区别`)
	howMuch   = regexp.MustCompile(`能(?:拿|领|补|报|得|给)|补多少|给多少|拿多少|报多少|哪天|几号|什么时候|啥时候|何时|最晚|不知道|不清楚|不晓得|哪知道`)
)

func whatIf(text string) bool {
	return slices.ContainsFunc([]string{"如果", "要是", "假如", "假设", "换成", "改成", "按", "若"}, func(w string) bool { return strings.HasPrefix(text, w) })
}

// numberRunes is how long a message can be that is hardly more than a number.
const numberRunes = 10

// carry hands the sum of the last calculation to a new one that asks for it.
func carry(f *Flow, m Meaning, s *State) {
	if s.Done != nil && f.calc != nil {
		f.calc.Carry(m.Text(), calc.Values(s.Done.Answers), calc.Values(s.Flow.Answers))
	}
}
