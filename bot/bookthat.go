package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
)

// What people say of a booking that they have made.
var (
	thatBatch  = regexp.MustCompile(`^改期|[那这一我的]批|我的?(?:[^,，。]{0,6})预约|预约(?:了|的|好)?(?:没|吗|的)|(?:取消|撤销|退掉|改)(?:一下)?预约|约[的好过]|受理号`)
	movesBatch = regexp.MustCompile(`推[到迟后]|挪|改[到期天]|改(?:个|一?下)?(?:时间|日子|日期)|换[到天]|换(?:个|一)?(?:时间|日子|日期|天)|延[到期后]|提前|往[前后]|错开|[改换](?:到|成)?[上下]午`)
	// thatOne is of a booking that is made, and not of the one that is filled in.
	thatOne     = regexp.MustCompile(`那批|受理号`)
	cancelBatch = regexp.MustCompile(`不(?:办|约|去|来|要|想办)了|取消|退[了掉]|撤[了销掉]|去不了|来不了|不用了`)
	// someOf is of a few of the vehicles, unless it is of all.
	someOf    = regexp.MustCompile(`[台辆]|尾号|第[0-9一二三四五六七八九十]+个`)
	allOf     = regexp.MustCompile(`都|全|所有|整批`)
	asksState = regexp.MustCompile(`批(?:下来|复|了|准)|审(?:核|批)|通过|确认了?(?:吗|没|么)|进度|进展|约上了?(?:吗|没|么)|有.{0,2}预约|预约.{0,4}(?:咋|怎么)样|状态|日历|啥情况|什么情况|哪个?窗口|在哪办|几点去`)
)

// A remark on a booking that does not name it is this short, in bytes.
const shortRemark = 45

// ofBatch does what somebody says of a booking that is made: 把我周三那批推到周五,
// 再加三台, 批下来没. It names one, or follows a reply about one.
func (b *Bot) ofBatch(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	text := m.Text()
	if b.bookings == nil || m.Message.Public || m.Message.Choice != "" || s.Flow != nil && !(s.Flow.Flow == bookID && thatOne.MatchString(text)) {
		return Reply{}, false, nil
	}
	follows := len(text) <= shortRemark && slices.ContainsFunc(s.Options, func(o Option) bool {
		return o.ID == choiceMy || strings.HasPrefix(o.ID, choiceBatch)
	})
	names := thatBatch.MatchString(text)
	verb := verbOf(text, follows)
	if verb == "" || !names && !follows && len(s.Seen) == 0 || ofPolicy(m, names) {
		return Reply{}, false, nil
	}
	batches, err := b.bookings.Store.Batches(ctx, booking.Filter{Owner: m.Message.Chat.String()})
	if err != nil {
		return Reply{}, false, err
	}
	live := slices.DeleteFunc(slices.Clone(batches), func(o booking.Batch) bool { return !o.State.Live() })
	picked, told := b.meantBatches(live, text, day(m.Message))
	if !names && !follows && !told || s.Flow != nil && len(batches) == 0 {
		return Reply{}, false, nil
	}
	if verb == batchAdd && len(picked) > 1 {
		slices.SortFunc(picked, func(x, y booking.Batch) int { return y.Changed.Compare(x.Changed) })
		picked = picked[:1] // the new vehicles are beside it, whichever it is
	}
	if len(picked) != 1 {
		reply, err := b.my(ctx, m, s)
		if len(picked) > 1 && verb != batchShow {
			reply = reply.after(wordsWhichBatch)
		}
		return reply, true, err
	}
	reply, err := b.actSaid(ctx, m, s, verb, picked[0])
	return reply, true, err
}

// ofPolicy reports whether a message speaks of something in the policy, rather
// than of a booking: 退税审核要几天. The business alone may be the booking's, for
// whoever speaks of one.
func ofPolicy(m Meaning, names bool) bool {
	return vinAt(m.Text()) == nil && slices.ContainsFunc(m.Finding.Terms, func(term string) bool { return !names || !namesBusiness(term) })
}

// settles presses for yes or no the option of a booking that was offered last:
// 是 after 确定取消吗.
func (b *Bot) settles(ctx context.Context, m Meaning, s *State) (Reply, bool, error) {
	talk, text := &m.Finding.Library.Lexicon.Talk, bareText(m.Text())
	verbs := []string{batchCancels, batchAccept}
	switch {
	case b.bookings == nil || m.Message.Choice != "":
		return Reply{}, false, nil
	case contains(talk.No, text):
		verbs = []string{batchDecline, batchShow}
	case !contains(talk.Yes, text) && !confirms.MatchString(text):
		return Reply{}, false, nil
	}
	offered := func(verb string) int {
		return slices.IndexFunc(s.Options, func(o Option) bool { return strings.HasPrefix(o.ID, choiceBatch+verb+":") })
	}
	if offered(batchCancels) < 0 && (offered(batchAccept) < 0 || s.Flow != nil) { // what is filled in has a yes of its own
		return Reply{}, false, nil
	}
	for _, verb := range verbs {
		if i := offered(verb); i >= 0 {
			m.Message.Choice = s.Options[i].ID
			reply, err := b.onBatch(ctx, m, s)
			return reply, true, err
		}
	}
	return Reply{}, false, nil
}

// The verbs besides those of the options.
const (
	batchAdd   = "add"
	batchBring = "bring"
)

// verbOf is what is to be done with a booking, "" for nothing.
func verbOf(text string, follows bool) string {
	switch {
	case movesBatch.MatchString(text):
		return batchMove
	case cancelBatch.MatchString(text):
		return batchCancel
	case adds.MatchString(text):
		return batchAdd
	case asksState.MatchString(text):
		return batchShow
	case asksBring.MatchString(text) && follows, onTheDay.MatchString(text) && asksBring.MatchString(text):
		return batchBring
	}
	return ""
}

var (
	onTheDay = regexp.MustCompile(`到时候|那天|当天|去的时候`)
	leadsTo  = regexp.MustCompile(`^(?:一下|个)?[到至成为,， ]+`) // 推到周五
)

// meantBatches are the bookings that a text can mean, by their receipt, day,
// office and business; all where it says none of these.
func (b *Bot) meantBatches(live []booking.Batch, text string, today calendar.Day) (picked []booking.Batch, told bool) {
	source := text
	if at := movesBatch.FindStringIndex(text); at != nil {
		source = text[:at[0]] // what stands behind is where to
	}
	dates := calendar.FindDates("要"+source, today)
	dates = slices.DeleteFunc(dates, func(d calendar.Mention) bool { return d.Day.IsZero() })
	offices, businesses := b.bookings.Offices.Find(source), businessesIn(source)
	for _, batch := range live {
		if strings.Contains(strings.ToUpper(text), batch.Receipt) {
			return []booking.Batch{batch}, true
		}
		on := func(d calendar.Mention) bool {
			said := ("要" + source)[d.Start:d.End]
			return d.Day == batch.Slot.Date || bareWeekday.MatchString(said) && d.Day.Weekday() == batch.Slot.Date.Weekday() || d.DayOnly > 0 && d.DayOnly == batch.Slot.Date.Day
		}
		at := func(o booking.Office) bool { return o.ID == batch.Slot.Office }
		switch {
		case len(dates) > 0 && !slices.ContainsFunc(dates, on):
		case len(offices) > 0 && !slices.ContainsFunc(offices, at):
		case len(businesses) > 0 && !slices.Contains(businesses, batch.Business):
		default:
			picked = append(picked, batch)
		}
	}
	return picked, len(dates) > 0 && len(picked) > 0
}

// actSaid does with one booking what was said of it. Nothing is given up
// without being asked once more.
func (b *Bot) actSaid(ctx context.Context, m Meaning, s *State, verb string, batch booking.Batch) (Reply, error) {
	switch verb {
	case batchMove:
		if batch.State != booking.Pending && batch.State != booking.Confirmed {
			return b.show(m, s, batch, wordsNotNow), nil
		}
		if text := m.Text(); !relative(text) { // else the day is the batch's own, or counted from it
			m.Finding.Question = leadsTo.ReplaceAllString(text[movesBatch.FindStringIndex(text)[1]:], "")
		}
		return b.startMove(ctx, m, s, batch)
	case batchAdd:
		return b.addTo(ctx, m, s, batch)
	case batchBring:
		r := b.show(m, s, batch, "")
		r.Text += "\n\n" + b.bring(m, batch, &r)
		return r, nil
	}
	if verb == batchCancel && someOf.MatchString(m.Text()) && !allOf.MatchString(m.Text()) {
		return b.show(m, s, batch, wordsOnlyWhole), nil
	}
	m.Message.Choice = batchOption(verb, batch, "").ID
	return b.onBatch(ctx, m, s)
}

// addTo begins another booking beside one, for the same person and time: what
// is submitted stays as it was.
func (b *Bot) addTo(ctx context.Context, m Meaning, s *State, batch booking.Batch) (Reply, error) {
	begun := &Progress{Flow: bookID, Answers: Answers{
		askBusiness: string(batch.Business), askOffice: batch.Slot.Office, askDate: batch.Slot.Date.String(), knownHalf: halfOf(batch.Slot.Window),
	}}
	takeFirm(begun.Answers, batch)
	s.Flow, s.Draft = begun, nil
	var err error
	if m.desk, err = b.look(ctx, m.Message, s); err != nil {
		return Reply{}, err
	}
	reply, err := b.begin(ctx, m, s, begun)
	return reply.after(wordsBeside(batch.Receipt)), err
}

// takeFirm takes the enterprise and its contact from an earlier booking.
func takeFirm(a Answers, batch booking.Batch) {
	a[askEnterprise], a[askUSCC] = batch.Enterprise.Name, batch.Enterprise.USCC
	a[askContact], a[askPhone] = batch.Contact.Name, batch.Contact.Phone
	a[askFiled] = valueNo
	if batch.Enterprise.Filed {
		a[askFiled] = valueYes
	}
}
