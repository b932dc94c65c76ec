package admin

import (
	"net/http"
	"time"

	"cheyi/calendar"
)

// Corpus is the corpus in service, as the page tells of it.
type Corpus struct {
	Where     string    // the folder, or that it is the built-in one
	Read      time.Time // when what is in service was read
	Looked    time.Time // when the folder was last found to be another; zero for never
	Faults    []string  // of the folder as it is now, which is therefore not in service
	Documents []CorpusDocument
	Ends      []CorpusEnd  // clauses whose own words give a span
	Years     []CorpusYear // by year
	Figures   []Figure     // what was checked, and how much of it
}

// A CorpusDocument is a policy, or a text that rules cite.
type CorpusDocument struct {
	Title, Number string
	Folder        string // in the reader's addresses; "" where it shows none
	IssuedOn      calendar.Day
	Valid         string // in_force, expired or not_yet
	Reference     bool
	Clauses       int
}

// A CorpusEnd is a clause that holds for some time only. A zero day is open.
type CorpusEnd struct {
	Document, Folder, Clause, Quote string
	From, Until                     calendar.Day
	Valid                           string // today
}

// A CorpusYear is a year's calendar.
type CorpusYear struct {
	Number      int
	Provisional bool // the notice is not out: only the statutory days
	Notice      string
	Days        int // holidays
}

// A Figure is a number with its name.
type Figure struct {
	Name  string
	Count int
}

type corpusView struct {
	Corpus
	LastYear int
	Short    bool // the calendars end within this year or the next
}

// corpusPage shows what the answers come from.
func (d *Desk) corpusPage(w http.ResponseWriter, r *http.Request, who Officer) {
	v := corpusView{Corpus: d.sources.Corpus()}
	for _, y := range v.Years {
		v.LastYear = max(v.LastYear, y.Number)
	}
	v.Short = v.LastYear <= calendar.DayOf(d.now()).Year
	d.present(w, r, who, view{http.StatusOK, "corpus", "政策库", "/desk/corpus", v})
}
