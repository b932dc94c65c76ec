package bot

import (
	"context"
	"strings"

	"cheyi/knowledge"
)

func (b *Bot) flow(id string) *Flow {
	for _, f := range b.flows {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// start begins a flow with what the message already states.
func (b *Bot) start(ctx context.Context, f *Flow, m Meaning, s *State) (Reply, error) {
	s.Flow = &Progress{Flow: f.ID, Answers: Answers{}}
	f.fill(m, s.Flow.Answers)
	return b.advance(ctx, f, m, s)
}

// startFlow begins the first flow that the message matches.
func (b *Bot) startFlow(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	for _, f := range b.flows {
		if f.Match(m) {
			reply, err := b.start(ctx, f, m, s)
			return reply, true, err
		}
	}
	return Reply{}, false, nil
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
	open, _ := f.open(s.Flow.Answers)
	filled, problem := f.fill(m, s.Flow.Answers)
	switch {
	case filled:
		reply, err := b.advance(ctx, f, m, s)
		return reply, true, err
	case problem != "":
		return ask(f, open, m, s, problem+"\n"+open.Prompt), true, nil
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
	again := ask(f, open, m, s, open.Prompt)
	if reply.Outcome == OutOfScope {
		return again, nil
	}
	reply.Text += "\n\n" + wordsReturn + open.Prompt
	reply.Missing, reply.Options = again.Missing, again.Options
	return reply, nil
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
			Prompt:  "要看哪一条？",
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
	open, _ := f.open(s.Flow.Answers)
	return ask(f, open, m, s, wordsReturn+open.Prompt)
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

func articleOptions(m Meaning) []Option {
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
