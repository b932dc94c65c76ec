package main

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"cheyi/bot"
	"cheyi/knowledge"
)

// metrics are the figures of serve. Their labels name no person and no
// conversation.
type metrics struct {
	registry *prometheus.Registry
	messages *prometheus.CounterVec
	replies  *prometheus.HistogramVec
	requests *prometheus.CounterVec
	telegram *prometheus.CounterVec
}

const messagesTotal = "cheyi_messages_total"

func newMetrics(counts func(context.Context) (bot.Counts, error)) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: messagesTotal, Help: "Messages handled, by channel and outcome of the reply.",
		}, []string{"channel", "outcome"}),
		replies: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "cheyi_reply_seconds", Help: "Time from a message's being sent until its reply is stored.",
			Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 3, 10, 30},
		}, []string{"channel"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "cheyi_http_requests_total", Help: "HTTP requests, by route and status.",
		}, []string{"route", "code"}),
		telegram: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "cheyi_telegram_total", Help: "Updates, calls and replies of Telegram, by what became of them.",
		}, []string{"what", "result"}),
	}
	m.registry.MustRegister(m.messages, m.replies, m.requests, m.telegram, flow(counts),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// handled counts a message whose reply is stored.
func (m *metrics) handled(t bot.Turn, now time.Time) {
	channel := t.Message.Chat.Channel
	m.messages.WithLabelValues(channel, string(t.Reply.Outcome)).Inc()
	m.replies.WithLabelValues(channel).Observe(now.Sub(t.Message.At).Seconds())
}

// outcomes are the messages that were handled since the start, by outcome.
func (m *metrics) outcomes() map[knowledge.Outcome]int {
	counts := map[knowledge.Outcome]int{}
	families, _ := m.registry.Gather() // what can be had: the others' faults are told by /metrics
	for _, f := range families {
		if f.GetName() != messagesTotal {
			continue
		}
		for _, s := range f.GetMetric() {
			for _, l := range s.GetLabel() {
				if l.GetName() == "outcome" {
					counts[knowledge.Outcome(l.GetValue())] += int(s.GetCounter().GetValue())
				}
			}
		}
	}
	return counts
}

// counting counts the requests to next. A panic is an error of one request,
// whose text is not logged: it could quote a person.
func (m *metrics) counting(lg *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w, code: http.StatusOK}
		defer func() {
			if fault := recover(); fault != nil {
				lg.Error("panic", "route", r.Pattern, "stack", string(debug.Stack()))
				http.Error(seen, "系统出了点问题，请稍后再试。", http.StatusInternalServerError)
			}
			route := r.Pattern // which the mux has set
			if route == "" {
				route = "none"
			}
			m.requests.WithLabelValues(route, strconv.Itoa(seen.code)).Inc()
		}()
		next.ServeHTTP(seen, r)
	})
}

// A statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	code int
}

func (w *statusWriter) WriteHeader(code int) {
	w.code = code
	w.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// flow collects what goes through inbox and outbox, by the store's own counts.
type flow func(context.Context) (bot.Counts, error)

var (
	inboxMessages = prometheus.NewDesc("cheyi_inbox_messages_total", "Messages that entered and left the inbox.", []string{"state"}, nil)
	inboxWaiting  = prometheus.NewDesc("cheyi_inbox_waiting", "Messages in the inbox.", nil, nil)
	outboxReplies = prometheus.NewDesc("cheyi_outbox_replies_total", "Replies that entered and left the outbox.", []string{"state"}, nil)
	outboxPending = prometheus.NewDesc("cheyi_outbox_pending", "Replies in the outbox.", nil, nil)
)

// Describe implements prometheus.Collector.
func (flow) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{inboxMessages, inboxWaiting, outboxReplies, outboxPending} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (f flow) Collect(ch chan<- prometheus.Metric) {
	c, err := f(context.Background())
	if err != nil {
		ch <- prometheus.NewInvalidMetric(inboxWaiting, err)
		return
	}
	ch <- prometheus.MustNewConstMetric(inboxWaiting, prometheus.GaugeValue, float64(c.Waiting))
	ch <- prometheus.MustNewConstMetric(outboxPending, prometheus.GaugeValue, float64(c.Pending))
	for _, n := range []struct {
		of    *prometheus.Desc
		state string
		n     uint64
	}{
		{inboxMessages, "taken", c.Taken}, {inboxMessages, "handled", c.Handled},
		{outboxReplies, "queued", c.Queued}, {outboxReplies, "sent", c.Sent}, {outboxReplies, "uncertain", c.Uncertain},
		{outboxReplies, "unreachable", c.Unreachable}, {outboxReplies, "superseded", c.Superseded},
	} {
		ch <- prometheus.MustNewConstMetric(n.of, prometheus.CounterValue, float64(n.n), n.state)
	}
}
