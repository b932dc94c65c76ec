package bot

import "context"

// sentencesAhead is how many sentences wait for who reads slowly.
const sentencesAhead = 16

// Ask takes one message and waits for its reply. A message that was taken
// before gets the reply that it got then. The message is handled even if ctx
// ends the waiting.
func (in *Intake) Ask(ctx context.Context, m Message) (Reply, error) {
	return in.Stream(ctx, m, nil)
}

// Stream is Ask that shows the sentences a model words the answer in, each as
// soon as it is verified, while it waits. Whoever reads slowly misses some:
// the reply has them all.
func (in *Intake) Stream(ctx context.Context, m Message, show func(sentence string)) (Reply, error) {
	reply, sentences := make(chan result, 1), make(chan string, sentencesAhead)
	j := job{message: m, reply: reply}
	if show != nil {
		j.show = func(sentence string) {
			select {
			case sentences <- sentence:
			default:
			}
		}
	}
	if err := in.askOnce(ctx, j); err != nil {
		return Reply{}, err
	}
	for {
		select {
		case s := <-sentences:
			show(s)
		case r := <-reply:
			return r.reply, r.err
		case <-ctx.Done():
			return Reply{}, ctx.Err()
		}
	}
}

func (in *Intake) askOnce(ctx context.Context, j job) error {
	in.taking.Lock()
	defer in.taking.Unlock()
	b := Batch{Channel: j.message.Chat.Channel, Messages: []Message{j.message}}
	receipts, err := in.store(ctx, b)
	if err != nil {
		return err
	}
	if receipts[0] == Conflict {
		return ErrConflict
	}
	j.message = b.Messages[0]
	in.queue(j)
	return nil
}
