package admin

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"cheyi/booking"
	"cheyi/bot"
)

// A Chat is the conversation where officers are told of batches and act on
// them by buttons. Others may read along and the channel's servers are not
// ours, so that it shows no contact, and of vehicles the last characters.
//
// In a group, only officers act whose user id on the channel is known
// (Officer.Telegram). A conversation with one person is the first officer's:
// the settings name it.
//
// What is chosen on the way to a command is in the buttons, and nowhere else:
// an officer may leave off anywhere, and another one begin.
type Chat struct {
	desk *Desk
	chat bot.Chat
}

// Chat returns the officers' conversation on a channel, by its id there.
func (d *Desk) Chat(channel, id string) *Chat {
	return &Chat{d, bot.Chat{Channel: channel, ID: id}}
}

var _ bot.Officers = (*Chat)(nil)

// outcome is what replies about batches have.
const outcome = "booking"

// The presses. After each come the receipt, the version that the officer has
// seen, and what it is about.
const (
	pressOpen    = bot.ChoiceOfficers + "open"
	pressConfirm = bot.ChoiceOfficers + "confirm"

	pressRows   = bot.ChoiceOfficers + "rows"   // which to return: rows so far
	pressWhy    = bot.ChoiceOfficers + "why"    // for which reason: rows
	pressSure   = bot.ChoiceOfficers + "sure"   // whether to: rows, reason
	pressReturn = bot.ChoiceOfficers + "return" // rows, reason

	pressSlots   = bot.ChoiceOfficers + "slots"   // to which window: the first day
	pressOffer   = bot.ChoiceOfficers + "offer"   // whether to: day, window, reason
	pressPropose = bot.ChoiceOfficers + "propose" // day, window, reason

	pressCancelWhy  = bot.ChoiceOfficers + "cancel_why"  // for which reason
	pressCancelSure = bot.ChoiceOfficers + "cancel_sure" // whether to: reason
	pressCancel     = bot.ChoiceOfficers + "cancel"      // reason

	pressCame     = bot.ChoiceOfficers + "came" // whether they came
	pressComplete = bot.ChoiceOfficers + "complete"
	pressNoShow   = bot.ChoiceOfficers + "no_show"
)

// A pressed is a press as it was read.
type pressed struct {
	who     Officer
	choice  string
	batch   booking.Batch // as it is now
	version int           // that the officer has seen
	about   string
	typed   string // a text that was asked for, instead of a press
}

// presses are what the buttons do. A question is only asked about the version
// that is current; of a deed, booking judges that.
var presses = map[string]struct {
	asks bool
	do   func(*Chat, context.Context, pressed) (bot.Reply, error)
}{
	pressOpen:       {false, (*Chat).open},
	pressConfirm:    {false, (*Chat).confirm},
	pressRows:       {true, (*Chat).askRows},
	pressWhy:        {true, (*Chat).askWhy},
	pressSure:       {true, (*Chat).askReturn},
	pressReturn:     {false, (*Chat).giveBack},
	pressSlots:      {true, (*Chat).askSlot},
	pressOffer:      {true, (*Chat).askOffer},
	pressPropose:    {false, (*Chat).propose},
	pressCancelWhy:  {true, (*Chat).askCancelWhy},
	pressCancelSure: {true, (*Chat).askCancel},
	pressCancel:     {false, (*Chat).cancel},
	pressCame:       {true, (*Chat).askCame},
	pressComplete:   {false, (*Chat).complete},
	pressNoShow:     {false, (*Chat).noShow},
}

// press is the id of an option.
func press(what string, b booking.Batch, about ...string) string {
	return strings.Join(append([]string{what, b.Receipt, strconv.Itoa(b.Version)}, about...), " ")
}

// Alert tells the officers of a batch.
func (c *Chat) Alert(n booking.Notice, b booking.Batch) (bot.Reply, bool) {
	title, known := alertTitles[n.Kind]
	return c.reply(title, b), known
}

// Press answers a press of a button, or a text that was asked for. It is not
// ok in any other chat. A press that comes again is answered with the batch as
// it is by then.
func (c *Chat) Press(ctx context.Context, m bot.Message) (reply bot.Reply, ok bool, err error) {
	who, user, ok := c.officer(m.Chat)
	if !ok {
		return bot.Reply{}, false, nil
	}
	if who.ID == "" {
		return bot.Reply{Outcome: bot.Rejected, Text: wordsStranger(user)}, true, nil
	}
	reply, err = c.press(ctx, who, m)
	var refused refusal
	if errors.As(err, &refused) {
		reply, err = c.refused(ctx, who, refused)
	}
	return reply, true, err
}

// officer is who talks in a chat: nobody for one who is not known, not ok
// where no officers are.
func (c *Chat) officer(in bot.Chat) (who Officer, user string, ok bool) {
	chat, user, group := strings.Cut(in.ID, "/")
	if in.Channel != c.chat.Channel || chat != c.chat.ID {
		return Officer{}, "", false
	}
	if !group {
		return First(), chat, true
	}
	id, err := strconv.ParseInt(user, 10, 64)
	if err == nil {
		who, _ = c.desk.officers.ByTelegram(id)
	}
	return who, user, true
}

// press does what a button is for.
func (c *Chat) press(ctx context.Context, who Officer, m bot.Message) (bot.Reply, error) {
	parts := strings.SplitN(m.Choice, " ", 4)
	if view, known := views[parts[0]]; known {
		p, err := c.viewed(who, m, view.parts)
		if err != nil {
			return bot.Reply{}, err
		}
		return view.do(c, ctx, p)
	}
	what, known := presses[parts[0]]
	if !known || len(parts) < 3 {
		return bot.Reply{}, refuseButton
	}
	p := pressed{who: who, choice: m.Choice, typed: m.Text}
	var err error
	if p.version, err = strconv.Atoi(parts[2]); err != nil {
		return bot.Reply{}, refuseButton
	}
	if p.batch, err = c.desk.batch(ctx, who, parts[1]); err != nil {
		return bot.Reply{}, err
	}
	if len(parts) > 3 {
		p.about = parts[3]
	}
	if what.asks && p.version != p.batch.Version {
		return bot.Reply{}, c.desk.refused(ctx, who, booking.Command{Receipt: p.batch.Receipt}, false, booking.ErrStale)
	}
	return what.do(c, ctx, p)
}

// refused tells why nothing was done, and shows how it is now.
func (c *Chat) refused(ctx context.Context, who Officer, r refusal) (bot.Reply, error) {
	reply := bot.Reply{Outcome: bot.Rejected, Text: r.message}
	if r.batch == nil && r.slot != nil { // one of several
		reply.Text = r.slot.Window + " " + r.message
	}
	now, err := c.now(ctx, who, r)
	if now.Text != "" {
		reply.Text += "\n\n" + now.Text
	}
	reply.Options = now.Options
	return reply, err
}

// now shows what a refusal is about as it is now, nothing for none.
func (c *Chat) now(ctx context.Context, who Officer, r refusal) (bot.Reply, error) {
	switch {
	case r.batch != nil:
		b, err := c.desk.batch(ctx, who, r.batch.Receipt)
		return c.reply(wordsNow, b), err
	case r.slot != nil:
		office, _ := c.desk.offices.Office(r.slot.Office)
		return c.day(ctx, viewed{who: who, office: office, date: r.slot.Date})
	}
	return bot.Reply{}, nil
}

// do gives a command on the batch that was pressed, in the version that the
// officer has seen.
func (c *Chat) do(ctx context.Context, p pressed, do booking.Command) (bot.Reply, error) {
	do.Receipt, do.Version, do.Key = p.batch.Receipt, p.version, "button "+p.choice
	b, err := c.desk.do(ctx, p.who, do, false)
	if err != nil {
		return bot.Reply{}, err
	}
	return c.reply(p.who.Name+actionNames[do.Action], b), nil
}

func (c *Chat) confirm(ctx context.Context, p pressed) (bot.Reply, error) {
	return c.do(ctx, p, booking.Command{Action: booking.Confirm})
}

// askCame asks how a day ended for a batch.
func (c *Chat) askCame(_ context.Context, p pressed) (bot.Reply, error) {
	return c.ask(p.batch, wordsCame, "",
		bot.Option{ID: press(pressComplete, p.batch), Label: labelComplete}, bot.Option{ID: press(pressNoShow, p.batch), Label: labelNoShow}), nil
}

func (c *Chat) complete(ctx context.Context, p pressed) (bot.Reply, error) {
	return c.do(ctx, p, booking.Command{Action: booking.Complete})
}

func (c *Chat) noShow(ctx context.Context, p pressed) (bot.Reply, error) {
	return c.do(ctx, p, booking.Command{Action: booking.MarkNoShow})
}
