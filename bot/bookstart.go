package bot

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"cheyi/calc"
	"cheyi/calendar"
)

// wantsBooking reports whether a message wants an appointment made rather than
// asks how it is made: 怎么预约 is a question.
func wantsBooking(m Meaning) bool {
	m.Finding.Question = ungreeted(m)
	text := m.Text()
	if m.Message.Choice != "" || asksSomething(m) && !politely.MatchString(text) && !asksFavour(text) {
		return false
	}
	text = favour.ReplaceAllString(text, "$1")
	if wants.MatchString(text) || m.Message.File != nil {
		return true
	}
	facts := calc.ReadFacts(text, day(m.Message))
	counted, dated := len(facts.Vehicles()) > 0 || roughly.MatchString(text), comes(m)
	placed, named := len(m.desk.offices.Find(text)) > 0, namesBusiness(text)
	if opens.MatchString(text) && (placed || named) {
		return true // 想给满洲里的车约个待出口
	}
	if books.MatchString(text) {
		return placed && named || (placed || named) && (counted || dated) || counted && dated
	}
	return placed && named && (counted || dated) // 下周三呼市30台注销
}

var (
	wants = regexp.MustCompile(`^(?:你好|您好|嗯|那个|哎|[,， ])*(?:我们公司|我公司|我们|我司|我|俺们|俺|咱们|咱|公司)?(?:还|就|先|也)?(?:要|想要|想|打算|准备|需要|得|先)(?:批量)?(?:预约|约(?:车|号|个|一|下|几|车管所|[0-9二三四五六七八九十百]|$))` +
		`|^(?:请|麻烦|再)?(?:帮我|帮忙|给我|替我|(?:帮|给|替)[^,，。?吗]{0,8})(?:批量)?(?:预)?约|^(?:现在)?(?:开始|办理|提交|申请)预约$` +
		`|^(?:算了|那就|那|还是|就|[,， ])*(?:接着|继续|重新|再|来|新)?约(?:吧|个|一下|一批|一个)(?:[,， 。!]|同一?天|$)`)
	// politely ends what is no question: 帮我约60台，可以吗.
	politely = regexp.MustCompile(`^[^?吗么怎什哪谁几多]*[,， ]?(?:可以|行|好|成)(?:吗|么|不)[?。!]?$`)
	// favour is before what is asked for as a favour: 能帮我约一个吗 asks nothing.
	favour = regexp.MustCompile(`(?:能不能|可不可以|能否|可否|可以|能|方便)(?:请|麻烦)?(?:您|你们?)?((?:帮|给|替)[^,，。;?]{0,12}约)`)
	// wonders is of a question all the same.
	wonders = regexp.MustCompile(`怎|咋|什么|啥|哪|谁|几[天点号时]|多少|多久|为何|要不要|用不用`)
	opens   = regexp.MustCompile(`^(?:那|就|先|再|新|[,， ])*约(?:个|一下|一个|一批)|(?:想|要|打算|准备|帮忙|麻烦)[^,，。;?约]{0,20}约(?:个|一下|一个|一批)`)
	books   = regexp.MustCompile(`约`)
	// roughly is a count that nothing can be held against: 几十台.
	roughly = regexp.MustCompile(`(?:好?几|[十百]几|几[十百]|[十百]来|多)(?:十|百)?(?:多)?[台辆]`)
	// mentionsBooking is what a message says at least that needs an office's days.
	mentionsBooking = regexp.MustCompile(`约|book`)
)

// asksFavour reports whether a message only wants to have an appointment made.
func asksFavour(text string) bool { return favour.MatchString(text) && !wonders.MatchString(text) }

// ungreeted is a message without the greeting before it: 在吗 asks nothing.
func ungreeted(m Meaning) string {
	text := m.Text()
	for _, greeting := range m.Finding.Library.Lexicon.Scope.Greetings {
		text = strings.TrimLeft(strings.TrimPrefix(text, greeting), "?,。! ")
	}
	return text
}

// publicly reports whether somebody wants to book where others read along.
func (b *Bot) publicly(m Meaning) bool {
	return b.bookings != nil && m.Message.Public && m.Message.Choice == "" && wants.MatchString(m.Text()) && !asksSomething(m)
}

// comes reports whether a message names a day, or a week, that is to come.
func comes(m Meaning) bool {
	if soon.MatchString(m.Text()) {
		return true
	}
	for _, d := range calendar.FindDates("要"+m.Text(), day(m.Message)) {
		if !d.Day.IsZero() && !d.Loose && !d.Day.Before(day(m.Message)) {
			return true
		}
	}
	return false
}

var soon = regexp.MustCompile(`下个?(?:周|星期|礼拜|月)|[这本]周|明天|后天|月底|月初|月末`)

// booked handles the options of bookings.
func (b *Bot) booked(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	choice := m.Message.Choice
	said, isBook := strings.CutPrefix(choice, choiceBook)
	var reply Reply
	var err error
	switch {
	case m.Message.Public:
		return b.aside(m, s, wordsPublic), true, nil
	case isBook:
		reply, err = b.bookWith(ctx, m, s, strings.TrimPrefix(said, ":"))
	case choice == choiceMy:
		reply, err = b.my(ctx, m, s)
	case choice == answerID(askConfirm, valueYes) && s.Flow == nil && s.Draft == nil:
		if reply, err = b.my(ctx, m, s); err == nil { // pressed again
			reply = reply.after(wordsPressedBefore)
		}
	case choice == choiceErase, choice == choiceErases:
		reply, err = b.erase(ctx, m, s)
	case strings.HasPrefix(choice, choiceBatch):
		reply, err = b.onBatch(ctx, m, s)
	default:
		return Reply{}, false, nil
	}
	return reply, true, err
}

// bookWith begins a booking with what stands behind the command, or with what
// was said when the option was offered.
func (b *Bot) bookWith(ctx context.Context, m Meaning, s *State, said string) (Reply, error) {
	m.Message.Choice = ""
	if said != "" {
		finding, err := b.finder.Find(ctx, said)
		if err != nil {
			return Reply{}, err
		}
		m.Message.Text, m.Finding = said, finding
	}
	return b.startBooking(ctx, m, s)
}

// withOffer adds to a message that books what was asked of room before: 下周三呼市
// 还有多少名额, and then 那约吧.
func (b *Bot) withOffer(ctx context.Context, m Meaning, s *State) (Meaning, error) {
	if len(s.Options) == 0 || m.Message.Choice != "" {
		return m, nil
	}
	said, offered := strings.CutPrefix(s.Options[0].ID, choiceBook+":")
	if !offered {
		return m, nil
	}
	var err error
	m.Message.Text = m.Message.Text + "，" + said
	if m.Finding, err = b.finder.Find(ctx, m.Text()+","+said); err == nil {
		m.desk, err = b.look(ctx, m.Message, s)
	}
	return m, err
}

// answerBooking reads a message in the middle of a booking. What asks
// something is a question in between; the draft waits.
func (b *Bot) answerBooking(ctx context.Context, f *Flow, open Question, m Meaning, s *State) (Reply, bool, error) {
	if reply, ok := b.room(m, s); ok {
		return reply, true, nil
	}
	if reply, ok := b.template(m, s); ok && f.ID == bookID {
		return reply, true, nil
	}
	asks := asksSomething(m) && !(open.ID == askDate && earliest.MatchString(m.Text())) // 最早哪天能排上
	listed := m.Message.File != nil || m.desk != nil && (m.desk.report != nil || m.desk.fault != "")
	if f.ID == bookID && !listed {
		if reply, ok := b.stuck(m, s, open); ok {
			return reply, true, nil
		}
	}
	if !asks || listed {
		answers := maps.Clone(s.Flow.Answers)
		filled, problem := f.Fill(m, open.ID, answers)
		if filled || problem != nil {
			s.Flow.Answers = answers
			reply, err := b.proceed(ctx, f, m, s, problem)
			return reply, true, err
		}
	}
	if f.ID == moveID && staysPut.MatchString(m.Text()) {
		reply, err := b.stays(ctx, m, s)
		return reply, true, err
	}
	if f.ID == bookID && wants.MatchString(m.Text()) {
		reply, err := b.startBooking(ctx, m, s)
		return reply, true, err
	}
	if bareNumber.MatchString(strings.TrimSpace(m.Text())) {
		return b.again(m, s), true, nil
	}
	if reply, ok := b.aboutBooking(m, s); ok {
		return reply, true, nil
	}
	if other := b.turnsTo(m, f, s.Flow.Answers); other != nil && asks {
		s.Waiting = s.Flow
		reply, err := b.startCalc(ctx, other, m, s)
		return reply, true, err
	}
	if !asks && !m.Finding.Subject() {
		words := wordsNotRead
		if listEnds.MatchString(bareText(m.Text())) || confirms.MatchString(m.Text()) {
			words = "" // it says no more than that it goes on
		}
		if s.Flow.Answers[knownHeld] == "" {
			delete(s.Flow.Answers, knownReport) // it was told
		}
		return ask(f, open, m, s, words+open.again(s.Flow.Answers)), true, nil
	}
	reply, err := b.sideQuestion(ctx, f, open, m, s)
	return reply, true, err
}

// takesFile reports whether a file can be a list: in the middle of a booking any
// can, and by its name one that begins one.
func (b *Bot) takesFile(m Message, s *State) bool {
	if b.bookings == nil || m.Public {
		return false
	}
	return s.Flow != nil && s.Flow.Flow == bookID || s.Flow == nil && listName.MatchString(m.File.Name)
}

var listName = regexp.MustCompile(`(?i)\.(?:xlsx?|csv)$`)

// wordsUnusedFile answers a document that nothing asked for.
func (b *Bot) wordsUnusedFile(name string) string {
	if b.bookings == nil {
		return wordsFile(name)
	}
	return wordsFileFirst
}

// maskedIn is masked, but for the telephone number of the contact, which a
// booking asks for once the person has agreed to it.
func (m Message) maskedIn(s *State) Message {
	if s.books() && s.agreed(m) {
		return m.maskedBut(mobile)
	}
	return m.masked()
}

// masked is maskedIn for a message that is not stored yet. What the
// conversation has come to is looked up only where it makes a difference.
func (b *Bot) masked(ctx context.Context, m Message) (Message, error) {
	clean := m.masked()
	if b.bookings == nil || !contains(clean.Masked, mobile) || m.Public {
		return clean, nil
	}
	state, _, err := b.store.Load(ctx, m.Chat, m.ID)
	if err != nil {
		return Message{}, err
	}
	return m.maskedIn(&state), nil
}
