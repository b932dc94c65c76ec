package model

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
	"github.com/sashabaranov/go-openai/jsonschema"

	"cheyi/personal"
)

// An Endpoint is where a model answers.
type Endpoint struct {
	URL   string // base URL of an OpenAI-compatible API, such as http://127.0.0.1:11434/v1
	Key   string // may be empty
	Model string
}

// A Client puts tasks to one endpoint and reads structured answers. It is safe
// for concurrent use.
type Client struct {
	api   *openai.Client
	model string
	taken taken
}

// NewClient returns a client; it does not connect yet.
func NewClient(e Endpoint) *Client {
	c := openai.DefaultConfig(e.Key)
	c.BaseURL = strings.TrimRight(e.URL, "/")
	c.HTTPClient = newHTTPClient()
	c.EmptyMessagesLimit = 10_000 // some endpoints send comments while a request queues
	return &Client{api: openai.NewClientWithConfig(c), model: e.Model}
}

// A task is one thing asked of the model.
type task struct {
	name   string
	prompt string
	data   map[string]any
	schema jsonschema.Definition
	stream bool // whether the answer is read while it comes
}

var (
	errForm      = errors.New("the answer is not in the form asked for")
	errNoChoices = errors.New("the answer has no choices")
	errCut       = errors.New("the answer does not end as a whole one does")
)

// ask puts a task at a time and hands the answer's JSON object to read. A mode
// that the endpoint refuses, or whose answer has not the form asked for, gives
// way to the next one; the latter only once, since it costs a whole answer, and
// for this task alone, since any model errs now and then. With the retries of
// the transport one task is at most twelve HTTP requests.
func (c *Client) ask(ctx context.Context, t task, at time.Time, read func(*json.Decoder) error) error {
	first := c.taken.first(at)
	best, reasked := first, false // the best mode that is not refused
	for m := first; ; m++ {
		err := c.try(ctx, t, m, read)
		malformed := errors.Is(err, errForm)
		switch {
		case err == nil:
			if best != first {
				c.taken.remember(best, at)
			}
			return nil
		case m == byText, malformed && reasked, !malformed && !refuses(err):
			return err
		}
		reasked = reasked || malformed
		if !reasked {
			best = m + 1
		}
	}
}

// refuses reports whether the endpoint, or the library for this model, does
// not take requests of such a mode.
func refuses(err error) bool {
	if errors.Is(err, openai.ErrReasoningToolsRequireResponses) {
		return true
	}
	switch status(err) {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return false
}

// status is the HTTP status that an error stands for, 0 for none.
func status(err error) int {
	var api *openai.APIError
	var request *openai.RequestError
	switch {
	case errors.As(err, &api):
		return api.HTTPStatusCode
	case errors.As(err, &request):
		return request.HTTPStatusCode
	}
	return 0
}

func (c *Client) try(ctx context.Context, t task, m mode, read func(*json.Decoder) error) error {
	request, err := c.request(t, m)
	if err != nil {
		return err
	}
	if !t.stream {
		text, err := c.complete(ctx, request)
		if err != nil {
			return err
		}
		return readObject(strings.NewReader(text), read)
	}
	stream, err := c.api.CreateChatCompletionStream(ctx, request)
	if err != nil {
		return err
	}
	defer stream.Close()
	d := &deltas{stream: stream}
	if err := readObject(d, read); d.failed != nil || err != nil {
		return cmp.Or(d.failed, err)
	}
	return d.finish()
}

// request builds what is sent: the prompt, and the data as JSON. Personal data
// is masked here, the one place that all requests pass. Neither a temperature
// nor a length is set: some models refuse them, and what comes back is bounded
// and checked anyway.
func (c *Client) request(t task, m mode) (openai.ChatCompletionRequest, error) {
	data := map[string]any{"task": t.name}
	for k, v := range t.data {
		data[k] = v
	}
	request := openai.ChatCompletionRequest{Model: c.model}
	switch m {
	case bySchema:
		request.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: t.name, Schema: &t.schema, Strict: true},
		}
	case byTool:
		request.Tools = []openai.Tool{{Type: openai.ToolTypeFunction, Function: &openai.FunctionDefinition{Name: t.name, Parameters: &t.schema, Strict: true}}}
		request.ToolChoice = openai.ToolChoice{Type: openai.ToolTypeFunction, Function: openai.ToolFunction{Name: t.name}}
	case byObject:
		request.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
		data["format"] = &t.schema
	case byText:
		data["format"] = &t.schema
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(data); err != nil {
		return request, fmt.Errorf("encode: %w", err)
	}
	request.Messages = []openai.ChatCompletionMessage{
		{Role: openai.ChatMessageRoleSystem, Content: personal.Mask(t.prompt)},
		{Role: openai.ChatMessageRoleUser, Content: personal.Mask(text.String())},
	}
	return request, nil
}

// complete returns the text of an answer that ended as a whole one does.
func (c *Client) complete(ctx context.Context, request openai.ChatCompletionRequest) (string, error) {
	response, err := c.api.CreateChatCompletion(ctx, request)
	if err != nil {
		return "", err
	}
	if len(response.Choices) == 0 {
		return "", errNoChoices
	}
	choice := response.Choices[0]
	if !whole(choice.FinishReason) {
		return "", errCut
	}
	return choice.Message.Content + arguments(choice.Message.ToolCalls), nil
}

func whole(reason openai.FinishReason) bool {
	return reason == openai.FinishReasonStop || reason == openai.FinishReasonToolCalls
}

// arguments are those of the first call; one tool is all that there is.
func arguments(calls []openai.ToolCall) string {
	var text strings.Builder
	for _, call := range calls {
		if call.Index == nil || *call.Index == 0 {
			text.WriteString(call.Function.Arguments)
		}
	}
	return text.String()
}
