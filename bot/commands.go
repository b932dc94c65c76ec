package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A Command is a word that steers the bot, the same on every channel. It is an
// option that is typed instead of pressed.
type Command struct {
	Name  string // as typed after a slash
	Word  string // a whole message that means the same, "" for none
	About string // what it does, for a channel's menu

	choice string // the option that it presses
	asks   bool   // what stands behind it is a message of its own
}

// commands are in the order of a channel's menu. 预约 and 退税期限 are no words of
// theirs: they are questions, and the policy answers them.
var commands = []Command{
	{Name: "start", About: aboutStart, choice: ChoiceHello},
	{Name: "help", Word: "帮助", About: aboutHelp, choice: choiceMenu},
	{Name: "ask", About: aboutAsk, choice: choiceMenu, asks: true},
	{Name: "calc", Word: "测算", About: aboutCalc, choice: choiceCompute, asks: true},
	{Name: "refund", About: aboutRefund, choice: choiceRule + "refund_deadline"},
	{Name: "book", About: aboutBook, choice: choiceBook},
	{Name: "my", Word: "我的预约", About: aboutMy, choice: choiceMy},
	{Name: "cancel", Word: "取消", About: aboutCancel, choice: choiceCancel},
	{Name: "privacy", Word: "隐私", About: aboutPrivacy, choice: choicePrivacy},
	{Name: "about", Word: "关于", About: aboutAbout, choice: choiceAbout},
}

// Commands returns the commands in the order of a channel's menu.
func Commands() []Command { return slices.Clone(commands) }

// slash is /name, perhaps addressed to one of a group's bots, and the rest.
var slash = regexp.MustCompile(`^/([A-Za-z]+)(?:@[A-Za-z0-9_]+)?(?:\s+(?s:(.*)))?$`)

// slashed reads /name and the rest; name is "" for every other text.
func slashed(text string) (name, rest string) {
	if m := slash.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		name, rest = strings.ToLower(m[1]), m[2]
	}
	return name, rest
}

// Commanded reads a text as a command: /name, /name rest, /name@bot rest, or
// nothing but the command's word. Whether the bot named is this one is for the
// channel to know. ok is false for every other text.
func Commanded(text string) (c Command, rest string, ok bool) {
	text = strings.TrimSpace(text)
	word := strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	name, rest := slashed(text)
	i := slices.IndexFunc(commands, func(c Command) bool { return c.Name == name || c.Word != "" && c.Word == word })
	if i < 0 {
		return Command{}, "", false
	}
	return commands[i], rest, true
}

// linkRule begins what a link puts behind /start to open a rule's calculator.
const linkRule = "calc_"

// commanded returns the message that a command stands for.
func (m Message) commanded() Message {
	c, rest, ok := Commanded(m.Text)
	if !ok || m.Choice != "" {
		return m
	}
	if c.asks && rest != "" {
		m.Text = rest
		return m
	}
	m.Choice, m.Text = c.choice, rest
	if c.choice != ChoiceHello {
		return m
	}
	m.Text = "" // a link's payload is nobody's words
	if rule, links := strings.CutPrefix(rest, linkRule); links {
		m.Choice = choiceRule + rule
	}
	return m
}

// command handles the options that only commands press.
func (b *Bot) command(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	choice := m.Message.Choice
	rule, isRule := strings.CutPrefix(choice, choiceRule)
	switch {
	case isRule:
		reply, err := b.startRule(ctx, rule, m, s)
		return reply, true, err
	case choice == choiceCompute:
		s.park()
		s.Flow = nil
		return b.calculators(m), true, nil
	case m.Message.Public && (choice == choiceBook || choice == choiceMy):
		return b.aside(m, s, wordsPublic), true, nil
	case choice == choicePrivacy:
		reply, err := b.privacy(ctx, m, s)
		return reply, true, err
	case choice == choiceAbout:
		return b.aside(m, s, wordsAbout(m.Finding.Library.Documents)), true, nil
	case b.bookings != nil:
		return b.booked(ctx, m, s)
	case choice == choiceBook:
		return b.aside(m, s, wordsBook), true, nil
	case choice == choiceMy:
		return b.aside(m, s, wordsMy), true, nil
	}
	return Reply{}, false, nil
}

// startRule begins the calculator of a rule by the rule's name. Of rules that
// share a calculator, the name has chosen one. A name that no rule has is no
// more than a greeting.
func (b *Bot) startRule(ctx context.Context, name string, m Meaning, s *State) (Reply, error) {
	book := b.book()
	if book == nil || book.Rule(name) == nil {
		m.Message.Choice = ChoiceHello
		reply, _, err := b.steer(ctx, m, s)
		return reply, err
	}
	rule := book.Rule(name)
	reply, err := b.startCalc(ctx, b.flow(calcPrefix+rule.Flow), m, s)
	if err != nil || s.Flow == nil {
		return reply, err
	}
	if chosen := answerID(s.Flow.Open, rule.Chosen); b.offers(chosen, m, s) {
		m.Message.Choice = chosen
		reply, _, err = b.answerOpen(ctx, m, s)
	}
	return reply, err
}

// calculators offers every calculator, or what else there is without any.
func (b *Bot) calculators(m Meaning) Reply {
	book := b.book()
	if book == nil || len(book.Flows) == 0 {
		return menu(m, wordsMenu)
	}
	r := Reply{Outcome: Menu, Text: wordsCompute}
	for _, f := range book.Flows {
		r.Options = append(r.Options, calcOption(f))
	}
	return r
}

// aside says something in between: a question that is open is asked again.
func (b *Bot) aside(m Meaning, s *State, words string) Reply {
	return b.beside(menu(m, words), m, s)
}

// beside is aside for a reply that is more than words.
func (b *Bot) beside(reply Reply, m Meaning, s *State) Reply {
	reply = b.reopened(reply, m, s)
	if len(reply.Missing) > 0 {
		reply.Outcome = Asked
	}
	return reply
}
