package admin

import (
	"context"
	"errors"
	"fmt"
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
type Chat struct {
	desk *Desk
	chat bot.Chat
}

// Chat returns the officers' conversation on a channel, by its id there.
func (d *Desk) Chat(channel, id string) *Chat {
	return &Chat{d, bot.Chat{Channel: channel, ID: id}}
}

// outcome is what replies about batches have.
const outcome = "booking"

// The presses. After the first comes the receipt and the version.
const (
	pressConfirm = bot.ChoiceOfficers + "confirm"
	pressAsk     = bot.ChoiceOfficers + "ask" // whether to reject
	pressReject  = bot.ChoiceOfficers + "reject"
	pressOpen    = bot.ChoiceOfficers + "open"
)

// Alert tells the officers of a batch.
func (c *Chat) Alert(n booking.Notice, b booking.Batch) (bot.Reply, bool) {
	title, known := alertTitles[n.Kind]
	return c.reply(title, b), known
}

// Press answers a press of a button. It is not ok in any other chat. A press
// that comes again is answered with the batch as it is by then.
func (c *Chat) Press(ctx context.Context, m bot.Message) (reply bot.Reply, ok bool, err error) {
	who, user, ok := c.officer(m.Chat)
	if !ok {
		return bot.Reply{}, false, nil
	}
	if who.ID == "" {
		return bot.Reply{Outcome: bot.Rejected, Text: wordsStranger(user)}, true, nil
	}
	reply, err = c.press(ctx, who, m.Choice)
	var refused refusal
	if errors.As(err, &refused) {
		return bot.Reply{Outcome: bot.Rejected, Text: refused.message}, true, nil
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
func (c *Chat) press(ctx context.Context, who Officer, choice string) (bot.Reply, error) {
	what, rest, _ := strings.Cut(choice, " ")
	receipt, number, _ := strings.Cut(rest, " ")
	version, err := strconv.Atoi(number)
	if err != nil {
		return bot.Reply{}, refuseBatch
	}
	b, err := c.desk.batch(ctx, who, receipt)
	if err != nil {
		return bot.Reply{}, err
	}
	do := booking.Command{Receipt: receipt, Version: version, Key: "button " + choice}
	switch what {
	case pressOpen:
		return c.details(b), nil
	case pressAsk:
		return bot.Reply{Outcome: bot.Asked, Text: wordsAsk(b), Options: []bot.Option{{ID: press(pressReject, receipt, version), Label: labelRejectAll}}}, nil
	case pressConfirm:
		do.Action = booking.Confirm
	case pressReject:
		do.Action, do.Reason = booking.Reject, wordsReturned
	default:
		return bot.Reply{}, refuseBatch
	}
	if b, err = c.desk.do(ctx, who, do, false); err != nil {
		return bot.Reply{}, err
	}
	return c.reply(who.Name+actionNames[do.Action], b), nil
}

// reply shows a batch, with what can be done with it.
func (c *Chat) reply(title string, b booking.Batch) bot.Reply {
	office, _ := c.desk.offices.Office(b.Slot.Office)
	text := fmt.Sprintf("%s　受理号 %s\n%s　%s %s\n%s　%d 辆　%s\n现在是“%s”。", title, b.Receipt,
		office.Name, b.Slot.Date.WithWeekday(), b.Slot.Window, b.Business.Name(), b.Count(), b.Enterprise.Name, stateNames[b.State])
	r := bot.Reply{Outcome: outcome, Text: text}
	if b.State == booking.Pending {
		r.Options = append(r.Options, bot.Option{ID: press(pressConfirm, b.Receipt, b.Version), Label: labelConfirm},
			bot.Option{ID: press(pressAsk, b.Receipt, b.Version), Label: labelRejectAll})
	}
	r.Options = append(r.Options, bot.Option{ID: press(pressOpen, b.Receipt, b.Version), Label: labelOpen})
	return r
}

// details also lists the vehicles.
func (c *Chat) details(b booking.Batch) bot.Reply {
	r := c.reply(labelOpen, b)
	var list strings.Builder
	for i, v := range b.Vehicles {
		fmt.Fprintf(&list, "\n%d. …%s", i+1, tail(v.VIN))
		if v.State == booking.VehicleReturned {
			list.WriteString("　已退回：" + v.Note)
		}
	}
	r.Text += "\n\n车架号的末六位：" + list.String() + "\n\n" + wordsDesk
	return r
}

func press(what, receipt string, version int) string {
	return fmt.Sprintf("%s %s %d", what, receipt, version)
}

func tail(vin string) string { return vin[max(0, len(vin)-6):] }
