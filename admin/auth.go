package admin

import (
	"net/http"
	"strings"
)

const longestToken = 200

// bearer returns the token of a request, "" for none.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// authenticate returns whose request it is, by its token or else by the
// session of a browser; the error is a refusal.
func (d *Desk) authenticate(r *http.Request, address string) (Officer, error) {
	if r.Header.Get("Authorization") == "" {
		if who, ok := d.pageOfficer(r); ok {
			return who, nil
		}
	}
	token := bearer(r)
	if token == "" {
		return Officer{}, refuseToken
	}
	if len(token) <= longestToken {
		if who, ok := d.officers.Known(token); ok {
			return who, nil
		}
	}
	d.lg.Warn("wrong desk token") // neither the token nor whose address it was
	if !d.brake.hold(r.Context(), address) {
		return Officer{}, refuseGuessing
	}
	return Officer{}, refuseToken
}
