package web

import (
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"unicode/utf8"

	"cheyi/bot"
	"cheyi/bot/web/look"
	"cheyi/calc"
)

//go:embed templates/*.html
var templates embed.FS

var pages = look.Must(templates, "templates", nil)

// cookieName is the cookie that holds the name of a browser's conversation.
const cookieName = "cheyi_chat"

// cookieAge is how long a browser keeps its conversation, in seconds.
const cookieAge = 180 * 24 * 60 * 60

// Suggest returns the questions that a new conversation begins with.
type Suggest func() []string

// Chat serves the chat page: the same conversation as /api/chat, under the
// name that the browser's cookie holds.
type Chat struct {
	h       *Handler
	suggest Suggest
	draw    Draw // nil for no pictures
}

// Draw returns a result's pictures, and the page on which its inputs can be
// changed; an empty address is no such page.
type Draw func(calc.Result) (pictures template.HTML, address string)

// NewChat returns the page of a handler's conversations.
func NewChat(h *Handler, suggest Suggest) *Chat { return &Chat{h: h, suggest: suggest} }

// UseDrawings has results shown with their pictures.
func (c *Chat) UseDrawings(draw Draw) { c.draw = draw }

// Routes adds the page's routes.
func (c *Chat) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", c.begin)
	mux.HandleFunc("POST /{$}", c.say)
	mux.HandleFunc("POST /new", c.leave)
	mux.HandleFunc("GET /files/{file...}", c.file)
}

// begin shows the page. ?q= is what its question box holds: a link may propose
// a question, but asking it is the person's.
func (c *Chat) begin(w http.ResponseWriter, r *http.Request) {
	draft := r.URL.Query().Get("q")
	if len(draft) > longestText || !utf8.ValidString(draft) {
		draft = ""
	}
	c.page(w, r, http.StatusOK, nil, draft)
}

// A chatView is what the page shows.
type chatView struct {
	ID          string // of the next message, so that sending it twice is once
	Suggestions []string
	Turn        *turnView // the message that was just sent, nil for none
	Draft       string
}

// A turnView is a message and what came of it.
type turnView struct {
	Said, Fault string
	Reply       *replyView
}

func (c *Chat) page(w http.ResponseWriter, r *http.Request, status int, turn *turnView, draft string) {
	view := chatView{ID: rand.Text(), Suggestions: c.suggest(), Turn: turn, Draft: draft}
	c.sent(w, pages.Send(w, r, status, "chat", look.Page{Tab: "/", Class: "talk", Script: "chat.js", Data: view}))
}

func (c *Chat) sent(w http.ResponseWriter, err error) {
	if err != nil {
		c.h.lg.Error("page", "err", err)
		fail(w, c.h.lg, refuseFault, "")
	}
}

// say takes a message from the page's form, and answers with the page, or for
// its script with the turn alone, which may come as a stream.
func (c *Chat) say(w http.ResponseWriter, r *http.Request) {
	coming := &stream{w: w}
	q, reply, err := c.take(w, r, coming)
	turn, status := turnView{Said: said(q)}, http.StatusOK
	if err != nil {
		refused, tell := c.h.refusal(r, err)
		if !tell {
			return
		}
		c.h.lg.Info("refused", "status", refused.status, "code", refused.code)
		RetryAfter(w, refused.retry)
		turn.Fault, status = refused.forPeople(), refused.status
	} else {
		view := viewOf(reply, c.draw)
		turn.Reply = &view
	}
	if coming.begun {
		if err := coming.end(turn); err != nil {
			c.h.lg.Error("page", "err", err)
		}
		return
	}
	if look.WantsPart(r) {
		c.sent(w, pages.SendPart(w, r, status, "chat", "turn", turn))
		return
	}
	draft := ""
	if err != nil {
		draft = deref(q.Text)
	}
	c.page(w, r, status, &turn, draft)
}

// take reads a message and asks in the browser's conversation, or opens one.
func (c *Chat) take(w http.ResponseWriter, r *http.Request, coming *stream) (q request, reply bot.Reply, err error) {
	address := Client(r)
	if wait := c.h.addresses.Pass(address, c.h.now()); wait > 0 {
		return q, reply, refuseTooMany.after(wait)
	}
	q, err = receive(w, r, c.h.limits.File, c.h.spool)
	defer func() { c.h.handled(q.file, err) }()
	if err == nil {
		err = c.filled(&q)
	}
	if err != nil {
		return q, reply, err
	}
	name := ""
	if cookie, err := r.Cookie(cookieName); err == nil && c.h.names.ours(cookie.Value) {
		name = cookie.Value
	}
	chat, opened, err := c.h.conversation(name, address)
	if err != nil {
		return q, reply, err
	}
	if opened {
		remember(w, r, chat, cookieAge)
	}
	show := coming.show
	if !wantsStream(r) {
		show = nil
	}
	reply, err = c.h.ask(r.Context(), chat, q, show)
	return q, reply, err
}

// filled takes out what a browser sends of fields that were left empty, and
// refuses what is no message. A form that is sent twice is one message; one
// that was changed in between, after going back, is another.
func (c *Chat) filled(q *request) error {
	if deref(q.Choice) == "" {
		q.Choice = nil
	}
	if q.file != nil && q.file.Size == 0 && q.file.Name == nameless {
		c.h.handled(q.file, nil)
		q.file = nil
	}
	if deref(q.Text) == "" && (q.Choice != nil || q.file != nil) {
		q.Text = nil
	}
	if err := q.check(); err != nil {
		return err
	}
	content := fmt.Sprintf("%q %q", deref(q.Text), deref(q.Choice))
	if q.file != nil {
		content += fmt.Sprintf(" %q %d", q.file.Name, q.file.Size)
	}
	q.ID = fmt.Sprintf("%.100s %x", q.ID, sha256.Sum256([]byte(content)))
	return nil
}

// leave has the browser begin a new conversation.
func (c *Chat) leave(w http.ResponseWriter, r *http.Request) {
	remember(w, r, "", -1)
	look.Guarded(w.Header())
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// file sends a file of the browser's conversation.
func (c *Chat) file(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		fail(w, c.h.lg, refuseChat, "")
		return
	}
	c.h.download(w, r, cookie.Value)
}

// remember has the browser keep the name of its conversation for so many
// seconds, or forget it for fewer than none.
func remember(w http.ResponseWriter, r *http.Request, name string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: name, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: Secure(r),
	})
}
