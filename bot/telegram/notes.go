package telegram

import (
	"context"

	"cheyi/bot"
)

// notes writes where replies are. Many chats at once share a transaction: one
// that is under way gathers those that come meanwhile.
type notes struct {
	outbox bot.Outbox
	rows   chan noted
}

type noted struct {
	row  bot.Outgoing
	done chan<- noteResult
}

type noteResult struct {
	there bool
	err   error
}

func newNotes(o bot.Outbox) *notes { return &notes{outbox: o, rows: make(chan noted, atOnce)} }

// put returns when the row is stored, and whether it was still there.
func (n *notes) put(row bot.Outgoing) (there bool, err error) {
	done := make(chan noteResult, 1)
	n.rows <- noted{row, done}
	r := <-done
	return r.there, r.err
}

// run stores rows until the channel is closed.
func (n *notes) run() {
	for first := range n.rows {
		batch := []noted{first}
		for more := true; more; {
			select {
			case next, open := <-n.rows:
				if more = open; open {
					batch = append(batch, next)
				}
			default:
				more = false
			}
		}
		rows := make([]bot.Outgoing, len(batch))
		for i, b := range batch {
			rows[i] = b.row
		}
		there, err := n.outbox.Note(context.Background(), rows...)
		for i, b := range batch {
			b.done <- noteResult{err == nil && there[i], err}
		}
	}
}
