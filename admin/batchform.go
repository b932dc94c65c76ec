package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"cheyi/booking"
)

// What the buttons of a batch's page are for, besides the actions.
const (
	rejectRows        = "reject_rows"         // those that are ticked
	rejectRowsConfirm = "reject_rows_confirm" // and the rest is confirmed
)

// typed is what an officer has put into a form of a batch.
type typed struct {
	Key     string
	Version int
	Do      string // an action, or one of the above
	VINs    []string
	Reason  string
	To      string // 2026-11-27 09:00-12:00
}

func readTyped(form url.Values) (typed, error) {
	key, err := formKey(form)
	if err != nil {
		return typed{}, err
	}
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return typed{}, refusePartial
	}
	return typed{key, version, form.Get("do"), form["vin"], plain(form.Get("reason")), form.Get("to")}, nil
}

// fault is what an officer has forgotten, "" for nothing.
func (t typed) fault() string {
	rows := t.Do == rejectRows || t.Do == rejectRowsConfirm
	needsWhy := rows || t.Do == string(booking.Reject) || t.Do == string(booking.Cancel)
	switch {
	case rows && len(t.VINs) == 0:
		return wordsUnticked
	case needsWhy && t.Reason == "":
		return wordsNoWhy
	case utf8.RuneCountInString(t.Reason) > longestReason:
		return longReason()
	case t.Do == string(booking.Propose) && !strings.Contains(t.To, " "):
		return wordsNoTime
	}
	return ""
}

// changes are what a form asks for, one after the other.
func (t typed) changes(b booking.Batch) []change {
	first := change{Version: &t.Version, Action: booking.Action(t.Do), Reason: t.Reason}
	switch t.Do {
	case string(booking.Propose):
		first.Date, first.Window, _ = strings.Cut(t.To, " ")
	case rejectRows, rejectRowsConfirm:
		first.Action, first.VINs = booking.Reject, &t.VINs
	}
	if t.Do != rejectRowsConfirm || len(t.VINs) >= b.Count() { // nothing is left to confirm
		return []change{first}
	}
	next := t.Version + 1
	return []change{first, {Version: &next, Action: booking.Confirm}}
}

// batchForm does what a form of a batch asks for. When it is refused, the
// officer sees the batch as it is now, why, and what was typed.
func (d *Desk) batchForm(w http.ResponseWriter, r *http.Request, who Officer) {
	b, err := d.batch(r.Context(), who, r.PathValue("receipt"))
	var t typed
	if err == nil {
		t, err = readTyped(r.PostForm)
	}
	if err != nil {
		d.sorry(w, r, err)
		return
	}
	if fault := t.fault(); fault != "" {
		d.showBatch(w, r, who, http.StatusBadRequest, batchView{Batch: b, Typed: t, Fault: fault})
		return
	}
	after, err := d.carryOut(r.Context(), who, b, t)
	var refused refusal
	switch {
	case err == nil:
		redirect(w, r, fmt.Sprintf("/desk/batches/%s?v=%d", b.Receipt, after.Version))
	case errors.As(err, &refused) && (refused.status == http.StatusConflict || refused.status == http.StatusBadRequest):
		if b, err = d.batch(r.Context(), who, b.Receipt); err != nil {
			d.sorry(w, r, err)
			return
		}
		d.showBatch(w, r, who, refused.status, batchView{Batch: b, Typed: t, Fault: refused.message})
	default:
		d.sorry(w, r, err)
	}
}

// carryOut makes the changes of a form. Sent again, it makes none.
func (d *Desk) carryOut(ctx context.Context, who Officer, b booking.Batch, t typed) (booking.Batch, error) {
	for _, q := range t.changes(b) {
		c, err := q.command(b)
		if err != nil {
			return b, err
		}
		c.Key = t.Key + " " + string(c.Action)
		if b, err = d.do(ctx, who, c, false); err != nil {
			return b, err
		}
	}
	return b, nil
}
