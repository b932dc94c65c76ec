package bot

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"cheyi/booking"
)

// Memory is a Store, an Inbox and an Outbox that forgets everything at the end
// of the process.
type Memory struct {
	mu      sync.Mutex
	states  map[Chat]State
	replies map[Chat]map[string]Reply
	ledger  []UnansweredGroup // in the order met

	inbox   []Message
	taken   map[Chat]map[string]string    // message id → print
	presses map[Chat]map[string]time.Time // press → when last
	marks   map[string]int64
	outbox  []Outgoing
	seq     uint64
	counts  Counts
	lost    map[Chat]string   // why it cannot be written to
	moved   map[string]string // channel and name → name
	secret  []byte

	bookings Transactor // nil for none
}

// A Transactor runs booking commands in a transaction of its own.
type Transactor interface {
	// Update calls do once. With an error nothing is kept.
	Update(do func(booking.Tx) error) error
}

// UseBookings has the turns' booking commands run against a store of bookings.
func (m *Memory) UseBookings(t Transactor) { m.bookings = t }

// NewMemory returns an empty store.
func NewMemory() *Memory {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return &Memory{
		states: map[Chat]State{}, replies: map[Chat]map[string]Reply{}, taken: map[Chat]map[string]string{},
		presses: map[Chat]map[string]time.Time{}, marks: map[string]int64{}, lost: map[Chat]string{},
		moved: map[string]string{}, secret: secret,
	}
}

// Load implements Store.
func (m *Memory) Load(_ context.Context, chat Chat, id string) (State, *Reply, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, ok := m.replies[chat][id]; ok {
		r = r.clone()
		return m.states[chat].clone(), &r, nil
	}
	return m.states[chat].clone(), nil, nil
}

// Save implements Store.
func (m *Memory) Save(_ context.Context, t Turn) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t.Apply != nil {
		if err := m.bookings.Update(func(tx booking.Tx) error { return t.Apply(tx, &t) }); err != nil {
			return err
		}
	}
	chat, id := t.Message.Chat, t.Message.ID
	if t.Erased {
		m.erase(chat)
	}
	if _, again := m.replies[chat][id]; !again {
		for _, u := range t.Unanswered {
			m.count(u)
		}
		m.queue(t)
	}
	m.states[chat] = t.State.clone()
	set(m.replies, chat, id, t.Reply.clone())
	if i := slices.IndexFunc(m.inbox, func(w Message) bool { return w.Chat == chat && w.ID == id }); i >= 0 {
		m.inbox = slices.Delete(m.inbox, i, i+1)
		m.counts.Handled++
	}
	return nil
}

// erase forgets the replies of a chat.
func (m *Memory) erase(chat Chat) {
	for id := range m.replies[chat] {
		m.replies[chat][id] = ForgottenReply()
	}
	m.outbox = slices.DeleteFunc(m.outbox, func(o Outgoing) bool {
		if o.Chat != chat || !o.Unsent() {
			return false
		}
		m.counts.Count(Superseded)
		return true
	})
}

// Sweep implements Store.
func (m *Memory) Sweep(_ context.Context, left func(State) (State, bool)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for chat, s := range m.states {
		switch kept, gone := left(s.clone()); {
		case gone && kept.Empty():
			delete(m.states, chat)
		case gone:
			m.states[chat] = kept
		}
	}
	return nil
}

// queue puts the reply into the outbox.
func (m *Memory) queue(t Turn) {
	if t.Message.Address == nil {
		return
	}
	m.seq++
	row := t.Outgoing(m.seq)
	for i, before := range slices.Backward(m.outbox) {
		if before.Chat != row.Chat {
			continue
		}
		if row.Supersedes(before) {
			m.outbox = slices.Delete(m.outbox, i, i+1)
			m.counts.Count(Superseded)
		}
		break
	}
	m.counts.Queued++
	m.outbox = append(m.outbox, row)
}

// set puts a value into a map of maps.
func set[V any](of map[Chat]map[string]V, chat Chat, key string, value V) {
	if of[chat] == nil {
		of[chat] = map[string]V{}
	}
	of[chat][key] = value
}

// Take implements Inbox.
func (m *Memory) Take(_ context.Context, b Batch, now time.Time) ([]Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	receipts := make([]Receipt, len(b.Messages))
	for i, message := range b.Messages {
		receipts[i] = m.take(message, now)
	}
	if b.Mark != 0 {
		m.marks[b.Channel] = b.Mark
	}
	return receipts, nil
}

func (m *Memory) take(w Message, now time.Time) Receipt {
	if print, before := m.taken[w.Chat][w.ID]; before {
		if print != w.Print() {
			return Conflict
		}
		return Again
	}
	if _, replied := m.replies[w.Chat][w.ID]; replied { // it never came this way
		return Again
	}
	set(m.taken, w.Chat, w.ID, w.Print())
	if last, before := m.presses[w.Chat][w.Press]; w.Press != "" && before && SamePress(last, now) {
		return Pressed
	}
	set(m.presses, w.Chat, w.Press, now)
	delete(m.lost, w.Chat)
	m.inbox = append(m.inbox, w.clone())
	m.counts.Taken++
	return Taken
}

// Waiting implements Inbox.
func (m *Memory) Waiting(context.Context) ([]Message, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	waiting := slices.Clone(m.inbox)
	for i, w := range waiting {
		waiting[i] = w.clone()
	}
	return waiting, nil
}

// Mark implements Inbox.
func (m *Memory) Mark(_ context.Context, channel string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.marks[channel], nil
}

// Recipients implements Outbox.
func (m *Memory) Recipients(_ context.Context, channel string) (chats []Chat, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range m.outbox {
		if o.Chat.Channel == channel && !slices.Contains(chats, o.Chat) {
			chats = append(chats, o.Chat)
		}
	}
	return chats, nil
}

// Next implements Outbox.
func (m *Memory) Next(_ context.Context, chat Chat) (*Outgoing, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.outbox, func(o Outgoing) bool { return o.Chat == chat })
	if i < 0 {
		return nil, nil
	}
	next := m.outbox[i].clone()
	return &next, nil
}

// Post implements Outbox.
func (m *Memory) Post(_ context.Context, notice Outgoing) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, again := m.replies[notice.Chat][notice.ID]; again {
		return nil
	}
	set(m.replies, notice.Chat, notice.ID, notice.Reply.clone())
	m.seq++
	m.counts.Queued++
	notice.Seq, notice.State = m.seq, Pending
	m.outbox = append(m.outbox, notice.clone())
	return nil
}

// Unfinished implements Outbox.
func (m *Memory) Unfinished(_ context.Context, channel string) (chats []Chat, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for chat, state := range m.states {
		if chat.Channel == channel && state.Flow != nil {
			chats = append(chats, chat)
		}
	}
	return chats, nil
}

// Note implements Outbox.
func (m *Memory) Note(_ context.Context, rows ...Outgoing) ([]bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	there := make([]bool, len(rows))
	for n, row := range rows {
		i := slices.IndexFunc(m.outbox, func(o Outgoing) bool { return o.Seq == row.Seq && o.Chat == row.Chat })
		there[n] = i >= 0
		switch {
		case i < 0:
		case row.State.Final():
			m.outbox = slices.Delete(m.outbox, i, i+1)
			m.counts.Count(row.State)
		default:
			m.outbox[i] = row.clone()
		}
	}
	return there, nil
}

// Reachable implements Outbox.
func (m *Memory) Reachable(_ context.Context, chat Chat, reason string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lost[chat] = reason; reason == "" {
		delete(m.lost, chat)
	}
	return nil
}

// Unreached implements Outbox.
func (m *Memory) Unreached(_ context.Context, chat Chat) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.lost[chat], nil
}

// Moved implements Outbox.
func (m *Memory) Moved(_ context.Context, channel, from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.moved[Chat{channel, from}.String()] = to
	return nil
}

// Where implements Outbox.
func (m *Memory) Where(_ context.Context, channel, name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if to, ok := m.moved[Chat{channel, name}.String()]; ok {
		return to, nil
	}
	return name, nil
}

// Offered implements Outbox.
func (m *Memory) Offered(_ context.Context, key []byte) ([]Option, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for chat, replies := range m.replies {
		for id, reply := range replies {
			if bytes.Equal(ReplyKey(chat, id), key) {
				return slices.Clone(reply.Options), nil
			}
		}
	}
	return nil, nil
}

// Counts implements Outbox.
func (m *Memory) Counts(context.Context) (Counts, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.counts
	c.Waiting, c.Pending = uint64(len(m.inbox)), uint64(len(m.outbox))
	return c, nil
}

// Forget drops all kept replies, as a store does when their time is over.
func (m *Memory) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.replies)
	clear(m.taken)
}

// Secret implements Outbox.
func (m *Memory) Secret() []byte { return slices.Clone(m.secret) }

// Unanswered returns the ledger, in no order.
func (m *Memory) Unanswered(context.Context) ([]UnansweredGroup, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	groups := slices.Clone(m.ledger)
	for i := range groups {
		groups[i].Kinds, groups[i].Wordings = slices.Clone(groups[i].Kinds), slices.Clone(groups[i].Wordings)
	}
	return groups, nil
}

// count puts a question into the first group that takes it, or into one of its
// own, for which the rarest of too many is dropped.
func (m *Memory) count(u Unanswered) {
	of, rarest := 0, -1
	for i, g := range m.ledger {
		if g.Key() == u.Key() && g.Takes(u) {
			m.ledger[i] = g.With(u)
			return
		}
		if g.Kind != u.Kind {
			continue
		}
		if of++; rarest < 0 || Rarer(g, m.ledger[rarest]) < 0 {
			rarest = i
		}
	}
	if of >= MostUnanswered {
		m.ledger = slices.Delete(m.ledger, rarest, rarest+1)
	}
	m.ledger = append(m.ledger, u.Group())
}
