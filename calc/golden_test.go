package calc

import (
	"io/fs"
	"os"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"cheyi/calendar"
	"cheyi/knowledge"
)

// shipped is the book of the corpus that the product ships.
func shipped(t testing.TB) *Book {
	t.Helper()
	readOnce.Do(func() { theBook = bookOf(t, os.DirFS("../corpus")) })
	if theBook == nil {
		t.Fatal("the corpus has faults")
	}
	return theBook
}

// The book is read once; a test that changes one reads its own with bookOf.
var (
	readOnce sync.Once
	theBook  *Book
)

func bookOf(t testing.TB, fsys fs.FS) *Book {
	t.Helper()
	lib, faults := knowledge.Read(fsys)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	book, faults := Read(fsys, lib)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return book
}

// A goldenValue is one calculation whose result is known from elsewhere.
type goldenValue struct {
	Name     string            `yaml:"name"`
	Rule     string            `yaml:"rule"`
	Input    map[string]string `yaml:"input"`
	Day      string            `yaml:"day"`
	Expected struct {
		State       State  `yaml:"state"`
		Eligible    bool   `yaml:"eligible"`
		Capped      bool   `yaml:"capped"`
		Provisional bool   `yaml:"provisional"`
		Amount      string `yaml:"amount"`
		Deadline    string `yaml:"deadline"`
	} `yaml:"expected"`
	Source string `yaml:"source"`
}

func TestGoldenValues(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []goldenValue
	if err := yaml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	book := shipped(t)
	for _, g := range list {
		t.Run(g.Rule+" "+g.Name, func(t *testing.T) {
			day := parseDay(t, g.Day)
			c, err := book.Compute(book.Rule(g.Rule), g.Input, day)
			if err != nil {
				t.Fatal(err)
			}
			r, want := c.Result, g.Expected
			amount, deadline := "", ""
			if r.Amount != nil {
				amount = r.Amount.String()
			}
			if r.Deadline != nil {
				deadline = r.Deadline.String()
			}
			if r.State != want.State || r.Eligible != want.Eligible || r.Capped != want.Capped || r.Provisional != want.Provisional ||
				amount != want.Amount || deadline != want.Deadline {
				t.Errorf("%s %s: %s eligible %t capped %t provisional %t amount %q deadline %q; want %+v (%s)",
					g.Rule, g.Input, r.State, r.Eligible, r.Capped, r.Provisional, amount, deadline, want, g.Source)
			}
			if problems := knowledge.Verify(c.Reply, book.Library, day); len(problems) > 0 {
				t.Errorf("the reply may not be shown: %v\n%s", problems, c.Reply.Text)
			}
		})
	}
}

func parseDay(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
