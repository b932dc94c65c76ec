package bot

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"cheyi/knowledge"
)

// flow finds a flow by its id, among those written here and those derived
// from the rules in service.
func (b *Bot) flow(id string) *Flow {
	for _, f := range b.flows {
		if f.ID == id {
			return f
		}
	}
	name, derived := strings.CutPrefix(id, calcPrefix)
	if book := b.book(); book != nil && derived {
		if f := book.Flow(name); f != nil {
			return calcFlow(book, f)
		}
	}
	return nil
}

// start begins a flow with what the message already states.
func (b *Bot) start(ctx context.Context, f *Flow, m Meaning, s *State) (Reply, error) {
	if f.ID == bookID {
		return b.startBooking(ctx, m, s)
	}
	s.park()
	s.Flow = &Progress{Flow: f.ID, Answers: Answers{}}
	if backTo.MatchString(m.Text()) {
		maps.Copy(s.Flow.Answers, s.past(f.ID))
	}
	carry(f, m, s)
	_, problem := f.fill(m, "", s.Flow.Answers)
	if cf := b.calculatorOf(s.Topic); cf != nil && calcPrefix+cf.ID == f.ID {
		inherit(cf, m, s.Topic, s.Flow.Answers)
	}
	return b.proceed(ctx, f, m, s, problem)
}

// backTo marks a return to what was computed earlier.
var backTo = regexp.MustCompile(`刚才|刚刚|前面|上面|之前那|还是说|回到|再说|说回`)

// startFlow begins the first flow that the message matches.
func (b *Bot) startFlow(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	if b.publicly(m) {
		return b.aside(m, s, wordsPublic), true, nil
	}
	if reply, ok := b.room(m, s); ok {
		return reply, true, nil
	}
	if takesOffer(m, s) {
		reply, err := b.startBooking(ctx, m, s)
		return reply, true, err
	}
	for _, f := range b.flows {
		if f.Match(m) {
			reply, err := b.start(ctx, f, m, s)
			return reply, true, err
		}
	}
	f := b.recognise(m)
	if f == nil {
		var err error
		if f, err = b.recognisePart(ctx, m); err != nil {
			return Reply{}, false, err
		}
	}
	if f == nil {
		reply, ok := b.calcMenu(m)
		return reply, ok, nil
	}
	reply, err := b.startCalc(ctx, f, m, s)
	return reply, true, err
}

// startCalc begins a calculation and answers what else the message asks.
func (b *Bot) startCalc(ctx context.Context, f *Flow, m Meaning, s *State) (Reply, error) {
	reply, err := b.start(ctx, f, m, s)
	if err != nil {
		return reply, err
	}
	nameTopic(f, s)
	return b.alsoAsked(ctx, m, s, reply)
}

// answerOpen reads a message as an answer to the open question or as a
// correction of an earlier one. A question in between is answered, and the
// open one is asked again.
func (b *Bot) answerOpen(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	if s.Flow == nil {
		return Reply{}, false, nil
	}
	f := b.flow(s.Flow.Flow)
	if f == nil { // a flow of an earlier release
		s.Flow = nil
		return Reply{}, false, nil
	}
	open, _ := f.opened(s.Flow)
	if f.ID == bookID || f.ID == moveID {
		return b.answerBooking(ctx, f, open, m, s)
	}
	if other := b.turnsTo(m, f, s.Flow.Answers); other != nil {
		s.Waiting = s.Flow
		reply, err := b.startCalc(ctx, other, m, s)
		return reply, true, err
	}
	answers := maps.Clone(s.Flow.Answers)
	filled, problem := f.fill(m, open.ID, answers)
	if !filled && problem == nil {
		var err error
		if filled, err = b.filled(ctx, f, m, answers); err != nil {
			return Reply{}, false, err
		}
	}
	if (filled || problem != nil) && !(f.calc != nil && m.Message.Choice == "" && asksElse(m)) {
		s.Flow.Answers = answers
		reply, err := b.proceed(ctx, f, m, s, problem)
		return reply, true, err
	}
	reply, err := b.sideQuestion(ctx, f, open, m, s)
	return reply, true, err
}

// sideQuestion answers what is not an answer, and repeats the open question.
func (b *Bot) sideQuestion(ctx context.Context, f *Flow, open Question, m Meaning, s *State) (Reply, error) {
	reply, ok, err := b.followUp(ctx, m, s)
	if !ok && err == nil {
		reply, err = b.ask(ctx, m, s)
	}
	if err != nil {
		return Reply{}, err
	}
	if reply.Outcome == OutOfScope {
		return ask(f, open, m, s, open.again(s.Flow.Answers)), nil
	}
	return b.reopened(reply, m, s), nil
}

// browseID names the flow that shows the policy itself, article by article.
const browseID = "browse"

// browseFlow asks for an article and shows it.
func browseFlow() *Flow {
	return &Flow{
		ID:    browseID,
		Title: labelBrowse,
		Match: func(m Meaning) bool {
			text := m.Text()
			for _, cue := range m.Finding.Library.Lexicon.Talk.Browse {
				if text == cue || strings.HasPrefix(text, cue) && len(m.Finding.Words) <= 2 {
					return true
				}
			}
			return false
		},
		Questions: []Question{{
			ID:      "article",
			Prompt:  fixed("要看哪一条？"),
			Read:    readArticle,
			Options: articleOptions,
		}},
		Finish: func(_ context.Context, m Meaning, answers Answers) (Reply, error) {
			return wholeArticle(m, answers["article"]), nil
		},
	}
}

// wholeArticle shows an article by folder and number.
func wholeArticle(m Meaning, id string) Reply {
	folder, number, _ := strings.Cut(id, "/")
	for _, a := range knowledge.Articles(m.Finding.Library, folder) {
		if a.Number == number {
			return present(knowledge.Compose(knowledge.ArticleAnswer(m.Finding.Library, a, day(m.Message))), nil)
		}
	}
	return menu(m, wordsChoice)
}

// again asks the open question once more.
func (b *Bot) again(m Meaning, s *State) Reply {
	f := b.flow(s.Flow.Flow)
	if f == nil {
		s.Flow = nil
		return menu(m, wordsMenu)
	}
	open, _ := f.opened(s.Flow)
	return ask(f, open, m, s, wordsReturn+open.Prompt(s.Flow.Answers))
}

// readArticle takes an article by a pressed option, by its number or by a
// title's words.
func readArticle(m Meaning) (value, problem string, ok bool) {
	if value, pressed := strings.CutPrefix(m.Message.Choice, choiceWhole); pressed {
		return value, "", true
	}
	a, named := knowledge.ArticleNamed(m.Finding.Library, m.Text())
	switch {
	case a != nil:
		return a.Clauses[0].Document.Folder + "/" + a.Number, "", true
	case named:
		return "", "没有这一条，请从下面选。", false
	}
	return "", "", false
}

func articleOptions(m Meaning, _ Answers) []Option {
	var options []Option
	for _, d := range m.Finding.Library.Documents {
		for _, a := range d.Articles {
			options = append(options, Option{
				ID:    choiceWhole + d.Folder + "/" + a.Number,
				Label: a.Number + "、" + a.Title,
			})
		}
	}
	return options
}
