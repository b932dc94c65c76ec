package admin

import (
	"strings"
	"sync"
	"testing"

	"cheyi/booking"
	"cheyi/bot"
)

// B8: of two officers who confirm at once, one is first and the other sees who
// and when.
func TestB8TwoOfficersAtOnce(t *testing.T) {
	names := map[string]string{"-100/1": "张科长", "-100/2": "李警官"}
	for i := range 20 {
		r := newRoom(t)
		receipt := r.book(thursday, i, 2)
		confirm := r.alert(receipt).Options[0]
		replies := map[string]bot.Reply{}
		var mu sync.Mutex
		var both sync.WaitGroup
		for in := range names {
			both.Go(func() {
				reply, ok, err := r.chat.Press(t.Context(), bot.Message{Chat: bot.Chat{Channel: "telegram", ID: in}, Choice: confirm.ID})
				if !ok || err != nil {
					t.Errorf("%s: %v %v", in, ok, err)
				}
				mu.Lock()
				defer mu.Unlock()
				replies[in] = reply
			})
		}
		both.Wait()
		first, second := "-100/1", "-100/2"
		if replies[first].Outcome == bot.Rejected {
			first, second = second, first
		}
		told := replies[second]
		if replies[first].Outcome == bot.Rejected || !strings.HasPrefix(replies[first].Text, names[first]) {
			t.Errorf("the first is told %+v", replies[first])
		}
		if told.Outcome != bot.Rejected || !strings.Contains(told.Text, "已由"+names[first]+"于11月23日10:00") {
			t.Errorf("the second is told %+v", told)
		}
		if b, err := r.store.Batch(t.Context(), receipt); err != nil || b.Version != 2 || b.State != booking.Confirmed {
			t.Errorf("%+v %v", b, err)
		}
	}
}
