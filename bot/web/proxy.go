package web

import (
	"net/http"
	"net/netip"
	"net/url"
)

// Secure reports whether the browser came by TLS: to us, or to a proxy on this
// machine. Then a cookie is for TLS alone.
func Secure(r *http.Request) bool {
	return r.TLS != nil || local(r) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// Origin is the address by which the browser came, such as
// https://desk.example: to us, or to a proxy on this machine.
func Origin(r *http.Request) string {
	scheme, host := "http", r.Host
	if Secure(r) {
		scheme = "https"
	}
	if named := r.Header.Get("X-Forwarded-Host"); local(r) && named != "" {
		if u, err := url.Parse(scheme + "://" + named); err == nil && u.Host == named {
			host = named
		}
	}
	return scheme + "://" + host
}

// local reports whether a request is sent by this machine, which may be a
// proxy's.
func local(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && peer.Addr().IsLoopback()
}
