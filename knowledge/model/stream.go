package model

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	openai "github.com/sashabaranov/go-openai"
)

// readObject hands over the first JSON object of a text, wherever it begins:
// models like to put it between fences or after a greeting.
func readObject(text io.Reader, read func(*json.Decoder) error) error {
	r := bufio.NewReader(text)
	for {
		b, err := r.ReadByte()
		if err != nil {
			return fmt.Errorf("%w: no object in it", errForm)
		}
		if b == '{' {
			break
		}
	}
	if err := r.UnreadByte(); err != nil {
		return err
	}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	return read(d)
}

// deltas reads a stream's text as it comes.
type deltas struct {
	stream *openai.ChatCompletionStream
	text   string
	reason openai.FinishReason
	failed error // other than the end
}

// Read implements io.Reader.
func (d *deltas) Read(p []byte) (int, error) {
	for d.text == "" {
		chunk, err := d.stream.Recv()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				d.failed = err
			}
			return 0, err
		}
		if len(chunk.Choices) == 0 { // the count of tokens, or a keep-alive
			continue
		}
		choice := chunk.Choices[0]
		if choice.FinishReason != "" {
			d.reason = choice.FinishReason
		}
		d.text = choice.Delta.Content + arguments(choice.Delta.ToolCalls)
	}
	n := copy(p, d.text)
	d.text = d.text[n:]
	return n, nil
}

// finish reads what is left and says whether the stream ended as a whole one
// does: a connection that is cut looks like an end.
func (d *deltas) finish() error {
	if _, err := io.Copy(io.Discard, d); err != nil {
		return err
	}
	if !whole(d.reason) {
		return errCut
	}
	return nil
}
