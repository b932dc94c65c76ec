package search

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"cheyi/knowledge"
)

// Live finds entries of the library that is in service, and takes another
// into service without a query failing in between. It is safe for concurrent
// use.
type Live struct {
	normaliser *Normaliser
	segmenter  func(words []string) (Segmenter, error)
	current    atomic.Pointer[service]
	replacing  sync.Mutex // held by Replace and Close
}

// ErrClosed is what a closed Live answers with.
var ErrClosed = errors.New("search: closed")

// service is one library in service; it is closed when its last query ends.
type service struct {
	policy  *policyIndex
	queries sync.RWMutex // held for reading by each query
	closed  bool
}

// NewLive indexes lib and takes it into service. The segmenter is made anew
// for each library, with the library's words.
func NewLive(lib *knowledge.Library, segmenter func(words []string) (Segmenter, error)) (*Live, error) {
	n, err := NewNormaliser()
	if err != nil {
		return nil, err
	}
	l := &Live{normaliser: n, segmenter: segmenter}
	if err := l.Replace(lib); err != nil {
		return nil, err
	}
	return l, nil
}

// Replace indexes lib and then takes it into service; on an error the old one
// stays. Queries that run meanwhile end on the library they began with.
func (l *Live) Replace(lib *knowledge.Library) error {
	l.replacing.Lock()
	defer l.replacing.Unlock()
	if old := l.current.Load(); old != nil && old.closed {
		return ErrClosed
	}
	policy, err := newPolicyIndex(lib, l.normaliser, l.segmenter)
	if err != nil {
		return err
	}
	if old := l.current.Swap(&service{policy: policy}); old != nil {
		_ = old.close() // the new one is in service; what the old one held is memory
	}
	return nil
}

// Close ends the service. Whatever is asked of it afterwards is ErrClosed.
func (l *Live) Close() error {
	l.replacing.Lock()
	defer l.replacing.Unlock()
	return l.current.Load().close()
}

func (s *service) close() error {
	s.queries.Lock()
	defer s.queries.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return s.policy.index.Close()
}

// Library returns the library in service.
func (l *Live) Library() *knowledge.Library { return l.current.Load().policy.library }

// Normaliser returns what brings text into the form that is indexed.
func (l *Live) Normaliser() *Normaliser { return l.normaliser }

// Find understands one question as typed and ranks the library's entries.
func (l *Live) Find(ctx context.Context, question string) (knowledge.Finding, error) {
	s, err := l.enter()
	if err != nil {
		return knowledge.Finding{}, err
	}
	defer s.queries.RUnlock()
	return s.policy.find(ctx, l.normaliser.Normalise(question))
}

// enter returns the service, held open for one query.
func (l *Live) enter() (*service, error) {
	for {
		s := l.current.Load()
		s.queries.RLock()
		if !s.closed {
			return s, nil
		}
		s.queries.RUnlock()
		if l.current.Load() == s { // closed, and not replaced in between
			return nil, ErrClosed
		}
	}
}
