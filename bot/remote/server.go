package remote

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"cheyi/bot"
)

// socketName is the socket in the data folder.
const socketName = "cheyi.sock"

// largest is how much of a message is read: a terminal's longest line with
// every byte escaped.
const largest = 512 << 10

// ErrLongPath says that the folder's path has no room for a socket in it. It is
// the system that sets the limit, about a hundred bytes.
var ErrLongPath = errors.New("the path is too long for a socket")

// Listen opens the socket in a data folder. The caller holds the folder, so
// that a socket that is there is one that a process left behind.
func Listen(dir string) (net.Listener, error) {
	path := Path(dir)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if errors.Is(err, syscall.EINVAL) {
		return nil, ErrLongPath
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Path is where the socket of a data folder is.
func Path(dir string) string { return filepath.Join(dir, socketName) }

// A Bot answers messages, and has the files of its replies; *bot.Bot is one.
type Bot interface {
	Stream(ctx context.Context, m bot.Message, show func(sentence string)) (bot.Reply, error)
	Attachment(ctx context.Context, chat bot.Chat, url string) (bot.Attachment, []byte, error)
}

// A Ledger tells what got no answer.
type Ledger interface {
	Unanswered(ctx context.Context) ([]bot.UnansweredGroup, error)
}

// A Keeper has the data, of which it makes a copy.
type Keeper interface {
	Snapshot(w io.Writer) error
}

// A line is one of an answer's.
type line struct {
	Sentence string     `json:"sentence,omitempty"`
	Reply    *bot.Reply `json:"reply,omitempty"`
	Failed   bool       `json:"failed,omitempty"`
}

// Handler serves the terminal's conversation chat with its files, the ledger
// and the data. A file that is sent is opened here by its path: who reaches the
// socket may read what we may.
func Handler(lg *slog.Logger, b Bot, ledger Ledger, keeper Keeper, chat bot.Chat, now func() time.Time) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /chat", func(w http.ResponseWriter, r *http.Request) {
		var m bot.Message
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largest)).Decode(&m); err != nil {
			http.Error(w, "unreadable", http.StatusBadRequest)
			return
		}
		lines := json.NewEncoder(w)
		flusher := http.NewResponseController(w)
		send := func(l line) {
			_ = lines.Encode(l) // a terminal that has gone does not stop the message
			_ = flusher.Flush()
		}
		m = bot.Message{ID: m.ID, Text: m.Text, Choice: m.Choice, File: m.File, Chat: chat, At: now()}
		reply, err := b.Stream(r.Context(), m, func(sentence string) { send(line{Sentence: sentence}) })
		send(line{Reply: &reply, Failed: err != nil}) // the bot has logged why
	})
	mux.HandleFunc("GET /attachment", func(w http.ResponseWriter, r *http.Request) {
		_, content, err := b.Attachment(r.Context(), chat, r.FormValue("url"))
		switch {
		case errors.Is(err, bot.ErrNoFile):
			http.Error(w, "unknown", http.StatusNotFound)
		case err != nil:
			lg.Error("attachment", "err", err)
			http.Error(w, "fault", http.StatusInternalServerError)
		default:
			_, _ = w.Write(content)
		}
	})
	mux.HandleFunc("GET /questions", func(w http.ResponseWriter, r *http.Request) {
		groups, err := ledger.Unanswered(r.Context())
		if err != nil {
			lg.Error("ledger not read", "err", err)
			http.Error(w, "fault", http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(groups)
	})
	mux.HandleFunc("GET /data", func(w http.ResponseWriter, _ *http.Request) {
		if err := keeper.Snapshot(w); err != nil {
			lg.Error("data not copied", "err", err)
			panic(http.ErrAbortHandler) // so that what has arrived does not pass for all of it
		}
	})
	return mux
}
