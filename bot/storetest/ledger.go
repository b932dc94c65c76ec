package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"cheyi/bot"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// ledger are the checks of what a store counts besides conversations.
var ledger = []check{
	{"没答上的问题从零开始", startsEmpty},
	{"没答上的问题按意思计数", countsByMeaning},
	{"同一条消息只计一次", countsOnce},
	{"记日子和头五种说法", keepsDaysAndWordings},
	{"太多时先丢问得最少、最久没问的", dropsTheRarest},
	{"改动读出的账不动已存的", readLedgerIsACopy},
}

// unsaid is a question to which one clause states no telephone.
func unsaid(question string) bot.Unanswered {
	return bot.Unanswered{
		Kind: bot.UnansweredNotStated, Question: question, Clause: "nmg-2024-406/二.5",
		Kinds: []knowledge.Kind{"phone"}, Day: calendar.Day{Year: 2026, Month: 11, Day: 23},
	}
}

func startsEmpty(t *testing.T, s Store) {
	save(t, s, web, "1", fullState(), fullReply())
	expectLedger(t, s)
}

// Questions are one when the same gap refuses them, or when the same kind of
// thing is asked of the same clause in words that are alike.
func countsByMeaning(t *testing.T, s Store) {
	of := func(change func(*bot.Unanswered)) bot.Unanswered {
		u := unsaid("退税找谁，电话多少")
		change(&u)
		return u
	}
	asked := []bot.Unanswered{
		of(func(*bot.Unanswered) {}),
		of(func(u *bot.Unanswered) { u.Question = "退税的事找谁，电话多少？" }),               // alike
		of(func(u *bot.Unanswered) { u.Question = "口岸验车排队联系哪位" }),                 // not alike
		of(func(u *bot.Unanswered) { u.Clause = "nmg-2024-406/五.1" }),             // another clause
		of(func(u *bot.Unanswered) { u.Kinds = []knowledge.Kind{"fee"} }),         // another thing asked
		of(func(u *bot.Unanswered) { u.Kind = bot.UnansweredNotFound }),           // another kind
		of(func(u *bot.Unanswered) { u.About = "退税电话" }),                          // a gap
		of(func(u *bot.Unanswered) { u.About, u.Question = "退税电话", "管退税的热线是几号" }), // the same gap
		of(func(u *bot.Unanswered) { u.About, u.Clause = "退税电话", "" }),            // the same gap
	}
	for i, u := range asked {
		count(t, s, web, fmt.Sprint(i), u)
	}
	expectLedger(t, s, 2, 1, 1, 1, 1, 3)
}

func countsOnce(t *testing.T, s Store) {
	for range 3 {
		count(t, s, web, "1", unsaid("退税找谁，电话多少"))
	}
	expectLedger(t, s, 1)
	count(t, s, web, "2", unsaid("退税找谁，电话多少"), unsaid("口岸验车排队联系哪位"))
	count(t, s, telegram, "1", unsaid("退税找谁，电话多少"))
	expectLedger(t, s, 3, 1)
}

func keepsDaysAndWordings(t *testing.T, s Store) {
	want := unsaid("退税找谁，电话多少？").Group()
	want.First.Day, want.Last.Day, want.Count, want.Wordings = 20, 27, 8, nil
	for i, day := range []int{23, 20, 27, 24, 23, 23, 23, 23} {
		u := unsaid("退税找谁，电话多少" + []string{"？", "啊", "？", "呢", "呀", "吧", "嘛", "哦"}[i])
		u.Day.Day = day
		count(t, s, web, fmt.Sprint(i), u)
		if len(want.Wordings) < 5 && !slices.Contains(want.Wordings, u.Question) {
			want.Wordings = append(want.Wordings, u.Question)
		}
	}
	if got := read(t, s); !reflect.DeepEqual(got, []bot.UnansweredGroup{want}) {
		t.Errorf("the ledger is\n%s\nwant\n%s", show(got), show(want))
	}
}

// A kind that is full drops its own, and never what has just been asked.
func dropsTheRarest(t *testing.T, s Store) {
	about := func(i, day int) bot.Unanswered {
		u := unsaid(fmt.Sprint("问题", i))
		u.About, u.Day.Day = fmt.Sprint("事项", i), day
		return u
	}
	other := unsaid("今天天气怎么样")
	other.Kind = bot.UnansweredOutside
	full := []bot.Unanswered{other, about(0, 1), about(0, 1)} // the oldest, but asked twice
	for i := 1; i < bot.MostUnanswered; i++ {
		full = append(full, about(i, 2))
	}
	full[5].Day.Day = 1 // 事项3
	count(t, s, web, "1", full...)
	count(t, s, web, "2", about(bot.MostUnanswered, 3))
	count(t, s, web, "3", about(bot.MostUnanswered+1, 3))

	var kept []string
	for _, g := range read(t, s) {
		if g.Kind == bot.UnansweredNotStated {
			kept = append(kept, g.About)
		} else if g.Count != 1 {
			t.Errorf("another kind has suffered: %s", show(g))
		}
	}
	if len(kept) != bot.MostUnanswered {
		t.Errorf("%d groups are kept, want %d", len(kept), bot.MostUnanswered)
	}
	for i := range bot.MostUnanswered + 2 {
		dropped := i == 3 || i == 1 // the one not asked for longest, then the one met first
		if about := fmt.Sprint("事项", i); slices.Contains(kept, about) == dropped {
			t.Errorf("%s is dropped: %v", about, !dropped)
		}
	}
}

func readLedgerIsACopy(t *testing.T, s Store) {
	count(t, s, web, "1", unsaid("退税找谁，电话多少"))
	got := read(t, s)
	got[0].Wordings[0], got[0].Kinds[0] = "别的问题", "fee"
	if again := read(t, s); !reflect.DeepEqual(again[0], unsaid("退税找谁，电话多少").Group()) {
		t.Errorf("the ledger is now %s", show(again))
	}
}

func count(t *testing.T, s Store, chat bot.Chat, id string, unanswered ...bot.Unanswered) {
	t.Helper()
	if err := s.Save(t.Context(), bot.Turn{Message: bot.Message{Chat: chat, ID: id}, Reply: saying("没有写明"), Unanswered: unanswered}); err != nil {
		t.Fatalf("save %s %q: %v", chat, id, err)
	}
}

func read(t *testing.T, s Store) []bot.UnansweredGroup {
	t.Helper()
	groups, err := s.Unanswered(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

// expectLedger compares how often each group was counted, in whatever order.
func expectLedger(t *testing.T, s Store, counts ...int) {
	t.Helper()
	groups := read(t, s)
	var got []int
	for _, g := range groups {
		got = append(got, g.Count)
	}
	slices.Sort(got)
	slices.Sort(counts)
	if !slices.Equal(got, counts) {
		t.Errorf("the ledger counts %v, want %v\n%s", got, counts, show(groups))
	}
}
