package telegramtest

import (
	"context"
	"net/http"
	"strings"
)

// A call is one request to a method.
type call struct {
	*Server
	ctx    context.Context // ends when the client goes, or the server
	w      http.ResponseWriter
	method string
	params params
	sent   uploads
}

// methods are what a bot may call.
var methods = map[string]func(*call) (any, error){
	"getMe":                  func(*call) (any, error) { return me, nil },
	"getUpdates":             (*call).getUpdates,
	"setWebhook":             (*call).setWebhook,
	"deleteWebhook":          (*call).deleteWebhook,
	"getWebhookInfo":         (*call).getWebhookInfo,
	"sendMessage":            (*call).sendMessage,
	"sendDocument":           (*call).sendDocument,
	"editMessageText":        (*call).editMessageText,
	"editMessageReplyMarkup": (*call).editMessageReplyMarkup,
	"answerCallbackQuery":    (*call).answerCallbackQuery,
	"sendChatAction":         (*call).sendChatAction,
	"setMyCommands":          (*call).setMyCommands,
	"deleteMyCommands":       (*call).deleteMyCommands,
	"getFile":                (*call).getFile,
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+s.Token+"/"); ok {
		s.download(w, path)
		return
	}
	c := &call{Server: s, ctx: ctx, w: w}
	params, files, err := readParams(r)
	if err != nil {
		c.answer(nil, refused(err.Error()))
		return
	}
	c.params, c.sent = params, files
	token, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	switch {
	case token != s.Token:
		c.answer(nil, &failure{code: http.StatusUnauthorized, description: "Unauthorized"})
	case methods[method] == nil:
		c.answer(nil, &failure{code: http.StatusNotFound, description: "Not Found"})
	default:
		c.method = method
		c.serve()
	}
}

// serve does what the method does, unless a rule has something else done.
func (c *call) serve() {
	var fault Fault
	c.change(func() {
		c.calls[c.method]++
		fault = c.faultOf(c)
	})
	if fault != nil {
		fault(c)
		return
	}
	c.pass()
}

// pass does what the method does and answers.
func (c *call) pass() { c.answer(c.do()) }

// do does what the method does.
func (c *call) do() (any, error) {
	if err := c.flooded(); err != nil {
		return nil, err
	}
	return methods[c.method](c)
}

func (c *call) answer(result any, err error) {
	status, body := envelope(result, err)
	c.write(status, "application/json", body)
}

func (c *call) write(status int, contentType string, body []byte) {
	c.w.Header().Set("Content-Type", contentType)
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // the client may be gone
}

// hangUp closes the connection without a word.
func (c *call) hangUp() { panic(http.ErrAbortHandler) }
