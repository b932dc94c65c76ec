package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"cheyi/bot"
)

// mostQuestions is how many groups are shown: those that were asked most.
const mostQuestions = 100

// Outcomes are what has become of all messages since the service was started.
type Outcomes struct {
	Since   time.Time
	Figures []Figure // those that there were
}

type questionsView struct {
	Outcomes Outcomes
	Messages int
	Kinds    []kindTab
	Groups   []questionView
	More     int // groups that are not shown
}

type kindTab struct {
	Name, Address string
	Groups, Times int
	Current       bool
}

type questionView struct {
	bot.UnansweredGroup
	Original string // where the nearest clause is, "" for none
}

// questionsPage shows what people asked and got no answer to.
func (d *Desk) questionsPage(w http.ResponseWriter, r *http.Request, who Officer) {
	groups, err := d.sources.Questions(r.Context())
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	chosen := bot.UnansweredKind(r.URL.Query().Get("kind"))
	v := questionsView{Kinds: kindTabs(groups, chosen), Outcomes: d.sources.Outcomes()}
	for _, f := range v.Outcomes.Figures {
		v.Messages += f.Count
	}
	groups = slices.DeleteFunc(slices.Clone(groups), func(g bot.UnansweredGroup) bool { return chosen != "" && g.Kind != chosen })
	slices.SortFunc(groups, bot.MoreAsked)
	v.More = max(0, len(groups)-mostQuestions)
	for _, g := range groups[:len(groups)-v.More] {
		folder, id, _ := strings.Cut(g.Clause, "/")
		q := questionView{UnansweredGroup: g}
		if id != "" {
			q.Original = "/policy/" + url.PathEscape(folder) + "#" + id
		}
		v.Groups = append(v.Groups, q)
	}
	d.present(w, r, who, view{http.StatusOK, "questions", "问题", "/desk/questions", v})
}

// kindTabs count the groups of each kind, and how often they were asked for.
func kindTabs(groups []bot.UnansweredGroup, chosen bot.UnansweredKind) []kindTab {
	tabs := []kindTab{{Name: "全部", Address: "/desk/questions", Current: chosen == ""}}
	for _, kind := range bot.UnansweredKinds {
		tabs = append(tabs, kindTab{Name: kind.Name(), Address: "/desk/questions?kind=" + string(kind), Current: kind == chosen})
	}
	for _, g := range groups {
		for _, i := range []int{0, 1 + slices.Index(bot.UnansweredKinds, g.Kind)} {
			tabs[i].Groups++
			tabs[i].Times += g.Count
		}
	}
	return tabs
}
