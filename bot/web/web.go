package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"cheyi/bot"
)

// Channel is the name of this channel in a bot.Chat.
const Channel = "web"

// An Intake takes a message, shows the sentences that are ready, if show is not
// nil, and waits for the reply, which has them all; *bot.Intake is one. It
// fails with bot.ErrConflict for an id that another message had, and with
// bot.ErrClosed when the program is about to end.
type Intake interface {
	Stream(ctx context.Context, m bot.Message, show func(sentence string)) (bot.Reply, error)
}

// A Handler serves /api/chat.
type Handler struct {
	lg     *slog.Logger
	intake Intake
	names  names
	now    func() time.Time
	limits Limits
	spool  Spool

	attachments Attachments // nil for none

	chats, addresses, openings *Meter
}

// New returns a handler that hands messages to intake. secret is the key of
// the conversations' names and must outlive the process, as theirs do.
func New(lg *slog.Logger, intake Intake, secret []byte, now func() time.Time, limits Limits) *Handler {
	return &Handler{
		lg: lg, intake: intake, names: names{secret}, now: now, limits: limits, spool: nowhere{},
		chats: NewMeter(limits.Chat), addresses: NewMeter(limits.Address), openings: NewMeter(limits.Opening),
	}
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	chat, opened, reply, err := h.answer(w, r)
	if err == nil {
		WriteJSON(w, http.StatusOK, struct {
			Chat  string    `json:"chat"`
			Reply bot.Reply `json:"reply"`
		}{chat, linked(chat, reply)})
		return
	}
	if !opened {
		chat = ""
	}
	if refused, tell := h.refusal(r, err); tell {
		fail(w, h.lg, refused, chat)
	}
}

// refusal is what a client is told of an error; tell is false when nobody is
// left to be told.
func (h *Handler) refusal(r *http.Request, err error) (refused refusal, tell bool) {
	switch {
	case errors.As(err, &refused):
	case errors.Is(err, bot.ErrConflict):
		refused = refuseConflict
	case errors.Is(err, bot.ErrClosed):
		refused = refuseEnding
	case errors.Is(err, context.DeadlineExceeded):
		refused = refuseSlow
	case r.Context().Err() != nil:
		return refused, false
	default:
		h.lg.Error("not taken", "channel", Channel, "err", err)
		refused = refuseFault
	}
	return refused, true
}

// answer reads a request and waits for the reply. opened says that the
// conversation is a new one.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request) (chat string, opened bool, reply bot.Reply, err error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return "", false, reply, refuseMethod
	}
	address := Client(r)
	if wait := h.addresses.Pass(address, h.now()); wait > 0 {
		return "", false, reply, refuseTooMany.after(wait)
	}
	q, err := read(w, r, h.limits.File, h.spool)
	defer func() { h.handled(q.file, err) }()
	if err != nil {
		return "", false, reply, err
	}
	chat, opened, err = h.conversation(q.Chat, address)
	if err != nil {
		return "", false, reply, err
	}
	reply, err = h.ask(r.Context(), chat, q, nil)
	return chat, opened, reply, err
}

// ask hands a message in and waits for the reply. show may be nil.
func (h *Handler) ask(ctx context.Context, chat string, q request, show func(sentence string)) (bot.Reply, error) {
	ctx, stop := context.WithTimeout(ctx, h.limits.Wait)
	defer stop()
	return h.intake.Stream(ctx, bot.Message{
		ID: q.ID, Chat: bot.Chat{Channel: Channel, ID: chat}, At: h.now(),
		Text: deref(q.Text), Choice: deref(q.Choice), File: q.file,
	}, show)
}

// conversation finds the conversation of a name, or opens one for none.
func (h *Handler) conversation(name, address string) (chat string, opened bool, err error) {
	if name == "" {
		if wait := h.openings.Pass(address, h.now()); wait > 0 {
			return "", false, refuseTooMany.after(wait)
		}
		name, opened = h.names.fresh(), true
	} else if !h.names.ours(name) {
		return "", false, refuseChat
	}
	if wait := h.chats.Pass(name, h.now()); wait > 0 {
		return "", false, refuseTooMany.after(wait)
	}
	return name, opened, nil
}
