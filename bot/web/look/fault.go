package look

import (
	"embed"
	"net/http"
	"strings"
)

//go:embed pages/*.html
var embeddedPages embed.FS

var ownPages = Must(embeddedPages, "pages", nil)

// A Fault is shown in place of what was asked for: what is wrong, in one
// sentence, and ways on.
type Fault struct {
	Status int
	Tab    string // of the navigation, "" for none
	Title  string
	Words  string
	Ways   []Tab // besides the navigation
}

// Send sends the fault as a page, or to a script as its sentence alone.
func (f Fault) Send(w http.ResponseWriter, r *http.Request) error {
	if WantsPart(r) {
		return ownPages.SendPart(w, r, f.Status, "fault", "sentence", f)
	}
	return ownPages.Send(w, r, f.Status, "fault", Page{Title: f.Title, Tab: f.Tab, Data: f})
}

// WantsPage reports whether a person's browser asks, which shows pages; other
// clients are told in JSON.
func WantsPage(r *http.Request) bool {
	return WantsPart(r) || strings.Contains(strings.ToLower(r.Header.Get("Accept")), "text/html")
}
