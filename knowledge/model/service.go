package model

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"
)

// Patience is how long a message waits for the model, all its tasks together.
const Patience = 8 * time.Second

// A Service is the model as it is used: the endpoint with its budget and its
// switch. It is safe for concurrent use.
type Service struct {
	client   *Client
	budget   *Budget
	off      Switch
	patience time.Duration
	lg       *slog.Logger

	mu     sync.Mutex
	counts Counts
}

// New returns a service on an endpoint that obeys the switch of a data folder.
func New(lg *slog.Logger, e Endpoint, dataDir string) *Service {
	return NewWith(lg, e, Switch{dataDir}, &Budget{PerHour: perHour, PerDay: perDay}, Patience)
}

// NewWith is New with a budget and a patience of one's own.
func NewWith(lg *slog.Logger, e Endpoint, off Switch, budget *Budget, patience time.Duration) *Service {
	return &Service{client: NewClient(e), budget: budget, off: off, patience: patience, lg: lg}
}

// Counts is what has happened since the start.
type Counts struct {
	Calls      int // tasks put to the endpoint, each in one HTTP request or several
	Late       int // of them not answered in time
	Failed     int // of them failed for another reason
	OverBudget int // tasks not put because the budget was used up

	Rephrased int // follow-ups read as another question
	Asked     int // times a clause was to be chosen
	Chosen    int // of them a clause was, or none of those given
	Worded    int // answers with words of the model
	Filled    int // messages with an answer pointed out
	Withheld  int // answers, choices and sentences that did not pass the checks
}

// Counts returns what has happened since the start.
func (s *Service) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

func (s *Service) count(n *int, by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*n += by
}

// Session begins one message's share of the model, nil while it is off. who
// is whose budget is used, at the message's time.
func (s *Service) Session(who string, at time.Time) *Session {
	if !s.off.On() {
		return nil
	}
	return &Session{service: s, who: who, at: at, until: time.Now().Add(s.patience)}
}

// A Session is what one message asks of the model, all of it until one
// deadline. It serves one goroutine.
type Session struct {
	service *Service
	who     string
	at      time.Time
	until   time.Time
}

// put puts one task, which is one call of the budget, within the budget and the deadline, none that the corpus
// has no prompt for. A failure is counted and logged by its code alone: errors
// of the library quote what was sent.
func (s *Session) put(ctx context.Context, t task, read func(*json.Decoder) error) bool {
	counts := &s.service.counts
	if t.prompt == "" {
		return false
	}
	if !s.service.budget.Take(s.who, s.at) {
		s.service.count(&counts.OverBudget, 1)
		return false
	}
	ctx, cancel := context.WithDeadline(ctx, s.until)
	defer cancel()
	s.service.count(&counts.Calls, 1)
	err := s.service.client.ask(ctx, t, s.at, read)
	if err == nil {
		return true
	}
	if errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		s.service.count(&counts.Late, 1)
	} else {
		s.service.count(&counts.Failed, 1)
	}
	s.service.lg.Warn("model", "task", t.name, "code", code(ctx, err))
	return false
}

// withhold counts what did not pass the checks.
func (s *Session) withhold(n int) { s.service.count(&s.service.counts.Withheld, n) }

// code is a failure without its content.
func code(ctx context.Context, err error) string {
	var network net.Error
	switch {
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded):
		return "late"
	case status(err) > 0:
		return "http_" + strconv.Itoa(status(err))
	case errors.Is(err, errTooLarge):
		return "too_large"
	case errors.Is(err, errNoChoices):
		return "no_choices"
	case errors.Is(err, errCut):
		return "cut"
	case errors.Is(err, errForm):
		return "form"
	case errors.As(err, &network):
		return "network"
	}
	return "unreadable"
}
