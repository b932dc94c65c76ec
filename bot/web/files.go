package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

	"cheyi/bot"
)

// A Spool keeps what was uploaded until its message is handled.
type Spool interface {
	// Keep stores a content to its end and returns by what it is found again.
	Keep(content io.Reader) (ref string, size int64, err error)
	Drop(ref string)
}

// Attachments has the files of a conversation's replies; *bot.Bot is one. It
// fails with bot.ErrNoFile for what is not the conversation's.
type Attachments interface {
	Attachment(ctx context.Context, chat bot.Chat, url string) (bot.Attachment, []byte, error)
}

// UseFiles has uploads kept in a spool, and the files of replies found in
// attachments. Without it an upload's name and size are all that is taken.
func (h *Handler) UseFiles(spool Spool, attachments Attachments) {
	h.spool, h.attachments = spool, attachments
}

// nowhere is the spool of a handler without one.
type nowhere struct{}

func (nowhere) Keep(content io.Reader) (string, int64, error) {
	size, err := io.Copy(io.Discard, content)
	return "", size, err
}

func (nowhere) Drop(string) {}

// handled drops an upload whose message is done with. One that still waits to
// be handled keeps it.
func (h *Handler) handled(file *bot.File, err error) {
	waits := errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, bot.ErrClosed)
	if file != nil && file.Ref != "" && !waits {
		h.spool.Drop(file.Ref)
	}
}

// linked has the files of a reply found below the conversation's own address:
// who knows the conversation may have them.
func linked(chat string, r bot.Reply) bot.Reply {
	if len(r.Files) == 0 {
		return r
	}
	files := make([]bot.Attachment, len(r.Files))
	for i, f := range r.Files {
		f.URL = "/api/chat/" + chat + "/" + f.URL
		files[i] = f
	}
	r.Files = files
	return r
}

// Download serves GET /api/chat/{chat}/{file...}: a file of a reply.
func (h *Handler) Download(w http.ResponseWriter, r *http.Request) {
	h.download(w, r, r.PathValue("chat"))
}

// download sends a file of a conversation to who knows its name.
func (h *Handler) download(w http.ResponseWriter, r *http.Request, chat string) {
	if wait := h.addresses.Pass(Client(r), h.now()); wait > 0 {
		fail(w, h.lg, refuseTooMany.after(wait), "")
		return
	}
	if h.attachments == nil || !h.names.ours(chat) {
		fail(w, h.lg, refuseChat, "")
		return
	}
	file, data, err := h.attachments.Attachment(r.Context(), bot.Chat{Channel: Channel, ID: chat}, r.PathValue("file"))
	switch {
	case errors.Is(err, bot.ErrNoFile):
		fail(w, h.lg, refuseChat, "")
	case err != nil:
		h.lg.Error("attachment", "err", err)
		fail(w, h.lg, refuseFault, "")
	default:
		w.Header().Set("Content-Type", file.Type)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(data)
	}
}
