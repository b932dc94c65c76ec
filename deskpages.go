package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"cheyi/admin"
	"cheyi/bot"
	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/yamlfile"
)

// A reading is what is known of the corpus folder.
type reading struct {
	read   time.Time // when what is in service was read
	looked time.Time // when it was last found to be another one; zero for never
	faults []string  // with which it was not taken into service
}

// readings holds the last one.
type readings struct{ atomic.Pointer[reading] }

// taken notes that the corpus of this moment is in service.
func (r *readings) taken(at time.Time) { r.Store(&reading{read: at, looked: at}) }

// refused notes that the folder has faults, so that the old one stays.
func (r *readings) refused(at time.Time, faults ...string) {
	next := reading{looked: at, faults: faults}
	if last := r.Load(); last != nil {
		next.read = last.read
	}
	r.Store(&next)
}

// told is each fault as it is told to people.
func told(faults yamlfile.Faults) []string {
	var lines []string
	for _, f := range faults {
		lines = append(lines, fmt.Sprint(f))
	}
	return lines
}

// sources are what the officers' pages show of the rest of the service.
func (v *server) sources() admin.Sources {
	began := v.now()
	return admin.Sources{
		URL:       strings.TrimRight(v.settings.URL, "/"),
		Questions: v.store.Unanswered,
		Outcomes: func() admin.Outcomes {
			return admin.Outcomes{Since: began, Figures: outcomesShown(v.metrics.outcomes())}
		},
		Corpus: v.corpusShown,
		System: func(ctx context.Context) (admin.System, error) { return v.systemShown(ctx, began) },
	}
}

// outcomeNames are the outcomes as officers names them.
var outcomeNames = []struct {
	outcome knowledge.Outcome
	name    string
}{
	{knowledge.Answered, "有答案"},
	{calc.Calculated, "测算"},
	{knowledge.Partial, "答了一半"},
	{knowledge.NotStated, "政策没有写明"},
	{knowledge.OutOfScope, "与政策无关"},
	{bot.Booked, "预约"},
	{bot.Asked, "在追问"},
	{bot.Menu, "菜单和说明"},
	{bot.Rejected, "没有收下"},
}

// outcomesShown are the outcomes that there were.
func outcomesShown(counts map[knowledge.Outcome]int) (shown []admin.Figure) {
	for _, named := range outcomeNames {
		if n := counts[named.outcome]; n > 0 {
			shown = append(shown, admin.Figure{Name: named.name, Count: n})
		}
	}
	return shown
}

// corpusShown is the corpus in service.
func (v *server) corpusShown() admin.Corpus {
	lib, today := v.live.Library(), calendar.DayOf(v.now())
	c := admin.Corpus{Where: cmp.Or(v.settings.Corpus, "内置")}
	if r := v.live.readings.Load(); r != nil {
		c.Read, c.Looked, c.Faults = r.read, r.looked, r.faults
	}
	curated, clauses := 0, 0
	for _, d := range append(slices.Clone(lib.Documents), lib.References...) {
		c.Documents = append(c.Documents, documentShown(d, today))
		c.Ends = append(c.Ends, endsShown(d, today)...)
		curated += len(d.Curated)
		clauses += len(d.Clauses())
	}
	for _, number := range slices.Sorted(maps.Keys(lib.Years)) {
		y := lib.Years[number]
		days := 0
		for _, h := range y.Holidays {
			days += len(h.Off)
		}
		c.Years = append(c.Years, admin.CorpusYear{Number: number, Provisional: y.Status == calendar.Provisional, Notice: strings.TrimSpace(y.Notice.Title + " " + y.Notice.Number), Days: days})
	}
	c.Figures = []admin.Figure{
		{Name: "条款", Count: clauses}, {Name: "未写明的事", Count: len(lib.Gaps)}, {Name: "说好要答的问句", Count: curated},
		{Name: "测算规则", Count: len(v.live.Book().Rules)}, {Name: "参考资料", Count: len(lib.Guide)}, {Name: "登记的联系地区", Count: len(lib.Contacts)},
	}
	return c
}

func documentShown(d *knowledge.Document, today calendar.Day) admin.CorpusDocument {
	valid := knowledge.InForce
	switch {
	case d.Status == string(knowledge.Expired):
		valid = knowledge.Expired
	case today.Before(d.EffectiveOn):
		valid = knowledge.NotYet
	}
	return admin.CorpusDocument{
		Title: d.Title, Number: d.Number, Folder: d.Folder, IssuedOn: d.IssuedOn, Valid: string(valid), Reference: d.Reference, Clauses: len(d.Clauses()),
	}
}

// endsShown are the clauses of a document whose own words give a span.
func endsShown(d *knowledge.Document, today calendar.Day) []admin.CorpusEnd {
	var ends []admin.CorpusEnd
	for _, c := range d.Clauses() {
		if len(c.Note.Spans) == 0 {
			continue
		}
		s := c.SpanOn(today)
		ends = append(ends, admin.CorpusEnd{Document: d.Name(), Folder: d.Folder, Clause: c.ID, Quote: s.Quote, From: s.From, Until: s.Until, Valid: string(c.On(today))})
	}
	return ends
}

// mostCounted is up to how many notices and timers are counted.
const mostCounted = 1000

// systemShown is how the service is.
func (v *server) systemShown(ctx context.Context, began time.Time) (admin.System, error) {
	s := admin.System{Version: version, Since: began, Data: v.settings.Data, Most: mostCounted, Ready: true, Backup: lastBackup(v.settings.Data)}
	for _, p := range v.parts {
		now := p.status(ctx)
		s.Ready = s.Ready && (now.State == stateUp || !p.needed)
		s.Parts = append(s.Parts, admin.SystemPart{Name: p.label, State: now.State, What: cmp.Or(now.Why, p.where), Needed: p.needed})
	}
	var err error
	if s.Counts, err = v.store.Counts(ctx); err != nil {
		return s, err
	}
	notices, err := v.store.Notices(ctx, mostCounted)
	if err != nil {
		return s, err
	}
	due, err := v.store.Due(ctx, v.now(), mostCounted)
	if err != nil {
		return s, err
	}
	s.Untold, s.Overdue = len(notices), len(due)
	s.Size, s.Free = folderSize(v.settings.Data), roomLeft(v.settings.Data)
	return s, nil
}

// folderSize is how many bytes the files of a folder have.
func folderSize(dir string) (bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // it went meanwhile, or is not ours to read
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// roomLeft is how many bytes the disk of a folder still takes.
func roomLeft(dir string) int64 {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0
	}
	return int64(disk.Bavail) * int64(disk.Bsize)
}

// backupNote is the file in the data folder that says when it was backed up.
const backupNote = "LAST_BACKUP"

// noteBackup notes a backup for the system page. One that cannot be noted has
// been made all the same.
func noteBackup(dir string, at time.Time) {
	_ = os.WriteFile(filepath.Join(dir, backupNote), []byte(at.Format(time.RFC3339)+"\n"), 0o600)
}

// lastBackup is when a folder was backed up last, zero for never that is
// known of.
func lastBackup(dir string) time.Time {
	text, err := os.ReadFile(filepath.Join(dir, backupNote))
	if err != nil {
		return time.Time{}
	}
	at, _ := time.Parse(time.RFC3339, strings.TrimSpace(string(text))) // else zero
	return at
}
