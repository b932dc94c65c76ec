package web

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Guard lets to next only requests that are meant for it: addressed to this
// machine by a loopback name or to one of hosts (names or IP addresses), and
// not made by another site's page. A page whose name is made to point here
// (DNS rebinding) still says that name. Among hosts, an unspecified address
// (0.0.0.0, ::, "") stands for every IP address: no name of a site is one.
func Guard(lg *slog.Logger, next http.Handler, hosts ...string) http.Handler {
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fail(w, lg, refuseOrigin, "")
	}))
	own := origins.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if !meant(r.Host, hosts) {
			fail(w, lg, refuseHost, "")
			return
		}
		own.ServeHTTP(w, r)
	})
}

// meant reports whether a Host header names one of the hosts or a loopback one.
func meant(host string, hosts []string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if host == "localhost" || slices.ContainsFunc(hosts, func(h string) bool { return h != "" && strings.EqualFold(h, host) }) {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && (address.IsLoopback() || slices.ContainsFunc(hosts, unspecified))
}

// unspecified reports whether to listen on a host is to listen on all.
func unspecified(host string) bool {
	if host == "" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsUnspecified()
}
