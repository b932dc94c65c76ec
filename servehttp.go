package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"time"

	"cheyi/bot/remote"
	"cheyi/bot/web"
)

// The time that a request has. A reply takes 30 s at most, after the body.
const (
	headerTime = 5 * time.Second
	bodyTime   = 30 * time.Second
	writeTime  = 75 * time.Second
	idleTime   = 2 * time.Minute
	headerSize = 64 << 10
)

// The time that the end has: for the requests that are there, then for the
// messages that nobody waits for, then for those who wait to be told.
const (
	drainTime = 4 * time.Second
	closeTime = 3 * time.Second
	tellTime  = time.Second
)

// abandonTime is all that is left when nothing can be saved any more.
const abandonTime = 300 * time.Millisecond

// listen opens the address; the error is a sentence that names it.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, setupError{fmt.Errorf("地址 %s 已经被别的程序占用：请停掉它，或用 CHEYI_HTTP（--http）换一个地址", address)}
	case errors.Is(err, syscall.EACCES):
		return nil, setupError{fmt.Errorf("没有权限监听 %s：请用 CHEYI_HTTP（--http）换一个 1024 以上的端口", address)}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, setupError{fmt.Errorf("本机没有 %s 这个地址：请用 CHEYI_HTTP（--http）写本机的地址，如 127.0.0.1:8080", address)}
	case errors.As(err, new(*net.DNSError)):
		return nil, setupError{fmt.Errorf("%s 里的主机名查不到：请用 CHEYI_HTTP（--http）写本机的地址，如 127.0.0.1:8080", address)}
	}
	return nil, setupError{fmt.Errorf("监听不了 %s：请检查 CHEYI_HTTP（--http）；原因：%w", address, err)}
}

// handler is all of HTTP.
func (v *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", v.ready)
	mux.Handle("GET /metrics", v.metrics.handler())
	mux.Handle("/", web.Nowhere(v.lg))
	for _, part := range v.parts {
		if part.routes != nil {
			part.routes(mux)
		}
	}
	return v.metrics.counting(v.lg, web.Guard(v.lg, web.Paths(v.lg, mux), v.hosts()...))
}

// hosts are the names by which people reach the server, besides loopback's.
func (v *server) hosts() []string {
	listening, _, _ := net.SplitHostPort(v.settings.HTTP)
	hosts := []string{listening}
	for _, public := range []string{v.settings.URL, v.settings.TelegramWebhook} {
		if u, err := url.Parse(public); err == nil && u.Hostname() != "" {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}

// ready tells how each part is; what is needed and not up makes it 503.
func (v *server) ready(w http.ResponseWriter, r *http.Request) {
	answer := struct {
		Ready bool              `json:"ready"`
		Parts map[string]status `json:"parts"`
	}{true, map[string]status{}}
	for _, part := range v.parts {
		s := part.status(r.Context())
		answer.Parts[part.name] = s
		answer.Ready = answer.Ready && (s.State == stateUp || !part.needed)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if !answer.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// publicServer is the server for everybody: nobody holds a connection by being
// slow, or memory by sending a long header.
func publicServer(handler http.Handler, lg *log.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerSize, ErrorLog: lg,
	}
}

// serveHTTP serves until ctx is done or a server fails, then lets what has
// begun come to its end: first requests, then messages.
func (v *server) serveHTTP(ctx context.Context, public net.Listener) error {
	quiet := slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // it would name clients' addresses
	servers := []*http.Server{
		publicServer(v.handler(), quiet),
		{Handler: remote.Handler(v.lg, v.bot, v.store, v.store, terminalChat, v.now), ReadHeaderTimeout: headerTime, ErrorLog: quiet},
	}
	failed := make(chan error, len(servers))
	go func() { failed <- servers[0].Serve(public) }()
	if l := v.socket.listener; l != nil {
		go func() { failed <- servers[1].Serve(l) }()
	}
	var fault error
	select {
	case <-ctx.Done():
	case err := <-failed:
		fault = runError{fmt.Errorf("网页接口中断：%w", err)}
	case <-v.store.Stopped():
		return v.abandon(servers)
	}
	v.ending.Store(true)
	shutdown(servers, drainTime)
	closing, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	v.intake.Close(closing)
	shutdown(servers, tellTime)
	for _, s := range servers {
		_ = s.Close() // who is still there was told, or would not listen
	}
	return fault
}

// abandon ends at once: what cannot be saved must not be answered. The time is
// for whoever asks whether it is ready.
func (v *server) abandon(servers []*http.Server) error {
	v.ending.Store(true)
	shutdown(servers, abandonTime)
	for _, s := range servers {
		_ = s.Close()
	}
	return runError{v.store.Fault()}
}

// shutdown takes no more requests and waits for those that are there.
func shutdown(servers []*http.Server, most time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	var all sync.WaitGroup
	for _, s := range servers {
		all.Go(func() { _ = s.Shutdown(ctx) })
	}
	all.Wait()
}
