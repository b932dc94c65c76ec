package model_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"cheyi/knowledge"
	"cheyi/knowledge/model"
	"cheyi/knowledge/model/modeltest"
)

// choose puts one task at a time, and reports whether it was answered.
func choose(t *testing.T, s *model.Service, at time.Time) bool {
	t.Helper()
	_, ok := s.Session("one", at).Choose(context.Background(), finding(t, "展会"), []*knowledge.Clause{clause(t, "五.1")})
	return ok
}

// One malformed answer says nothing about the mode: it is asked for once more
// by the next one, and the next task begins with the better one again.
func TestMalformedIsNotRemembered(t *testing.T) {
	var tried []string
	s, _ := service(t, patient, func(r modeltest.Request) modeltest.Answer {
		tried = append(tried, r.Mode)
		switch {
		case r.Mode == modeltest.BySchema:
			return modeltest.Answer{Status: http.StatusBadRequest}
		case r.N == 1:
			return modeltest.Answer{Text: "不知道"}
		}
		return modeltest.Good(r)
	})
	for range 2 {
		if !choose(t, s, noon) {
			t.Error("not answered")
		}
	}
	if want := []string{modeltest.BySchema, modeltest.ByTool, modeltest.ByObject, modeltest.ByTool}; !slices.Equal(tried, want) {
		t.Errorf("tried %v, want %v", tried, want)
	}
}

// A mode that was refused is tried again after an hour.
func TestBetterModeIsTriedAgain(t *testing.T) {
	refusing := true
	var tried []string
	s, _ := service(t, patient, func(r modeltest.Request) modeltest.Answer {
		tried = append(tried, r.Mode)
		if refusing && r.Mode == modeltest.BySchema {
			return modeltest.Answer{Status: http.StatusUnprocessableEntity}
		}
		return modeltest.Good(r)
	})
	both, worse, better := []string{modeltest.BySchema, modeltest.ByTool}, []string{modeltest.ByTool}, []string{modeltest.BySchema}
	for i, tt := range []struct {
		after    time.Duration
		refusing bool
		want     []string
	}{
		{0, true, both},
		{59 * time.Minute, true, worse},
		{60 * time.Minute, true, both},
		{119 * time.Minute, false, worse},
		{120 * time.Minute, false, better},
		{121 * time.Minute, false, better},
	} {
		tried, refusing = nil, tt.refusing
		if !choose(t, s, noon.Add(tt.after)) || !slices.Equal(tried, tt.want) {
			t.Errorf("%d: tried %v, want %v", i, tried, tt.want)
		}
	}
}

// The budget counts tasks. What one can be at the worst is bounded.
func TestRequestsOfOneCall(t *testing.T) {
	s, server := service(t, patient, func(r modeltest.Request) modeltest.Answer {
		if r.N%3 == 2 {
			return modeltest.Answer{Status: http.StatusBadRequest}
		}
		return modeltest.Answer{Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"0"}}}
	})
	if choose(t, s, noon) || len(server.Bodies()) != 12 || s.Counts().Calls != 1 {
		t.Errorf("%d requests, %+v", len(server.Bodies()), s.Counts())
	}
}
