package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"cheyi/booking"
)

// list answers with the batches that fit, by slot and receipt.
func (d *Desk) list(r *http.Request, who Officer) (any, error) {
	q := r.URL.Query()
	f := booking.Filter{State: booking.State(q.Get("state")), Search: strings.ToUpper(strings.TrimSpace(q.Get("q")))}
	if _, known := stateNames[f.State]; f.State != "" && !known {
		return nil, bad("state %q 不是预约的状态：可用 pending、confirmed、move_proposed、rejected、cancelled、completed、no_show、expired。", f.State)
	}
	if f.Search != "" && utf8.RuneCountInString(f.Search) < 4 {
		return nil, bad("q 太短：请写整个受理号，或车架号的最后四位以上。")
	}
	if value := q.Get("date"); value != "" {
		date, err := day("date", value)
		if err != nil {
			return nil, err
		}
		f.Date = date
	}
	batches, err := d.batches(r.Context(), who, q.Get("office"), f)
	if err != nil {
		return nil, err
	}
	cards := []Card{}
	for _, b := range batches {
		cards = append(cards, card(b))
	}
	return map[string]any{"batches": cards}, nil
}

// batches finds the batches of one office, or of all that are the officer's.
func (d *Desk) batches(ctx context.Context, who Officer, office string, f booking.Filter) ([]booking.Batch, error) {
	return among(ctx, d, who, office, f, d.store.Batches)
}

// refs finds the same without reading each.
func (d *Desk) refs(ctx context.Context, who Officer, office string, f booking.Filter) ([]booking.Ref, error) {
	return among(ctx, d, who, office, f, d.store.Refs)
}

func among[T any](ctx context.Context, d *Desk, who Officer, office string, f booking.Filter, find func(context.Context, booking.Filter) ([]T, error)) (all []T, err error) {
	offices := who.Offices
	switch {
	case office != "":
		if err := d.serves(who, office); err != nil {
			return nil, err
		}
		offices = []string{office}
	case who.All:
		offices = []string{""}
	}
	for _, f.Office = range offices {
		found, err := find(ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// serves refuses an office that there is not, in the same words as one that is
// not the officer's.
func (d *Desk) serves(who Officer, office string) error {
	if _, known := d.offices.Office(office); !known || !who.Serves(office) {
		return refuseOffice
	}
	return nil
}

// batch finds a batch of the officer's offices.
func (d *Desk) batch(ctx context.Context, who Officer, receipt string) (booking.Batch, error) {
	b, err := d.store.Batch(ctx, strings.ToUpper(receipt))
	switch {
	case errors.Is(err, booking.ErrUnknown), err == nil && !who.Serves(b.Slot.Office):
		return b, refuseBatch
	}
	return b, err
}

// show answers with one batch and its audit trail.
func (d *Desk) show(r *http.Request, who Officer) (any, error) {
	b, err := d.batch(r.Context(), who, r.PathValue("receipt"))
	if err != nil {
		return nil, err
	}
	trail, err := d.store.Audit(r.Context(), b.Receipt)
	if err != nil {
		return nil, err
	}
	lines := []Line{}
	for _, e := range trail {
		lines = append(lines, line(e))
	}
	return struct {
		Card
		Audit []Line `json:"audit"`
	}{card(b), lines}, nil
}

// A change is what an officer wants done with a batch.
type change struct {
	Version *int           `json:"version"`
	Action  booking.Action `json:"action"`
	VINs    *[]string      `json:"vins"`
	Reason  string         `json:"reason"`
	Date    string         `json:"date"`
	Window  string         `json:"window"`
}

// act changes a batch, and answers with it as it is now.
func (d *Desk) act(r *http.Request, who Officer) (any, error) {
	b, err := d.batch(r.Context(), who, r.PathValue("receipt"))
	if err != nil {
		return nil, err
	}
	var q change
	if err := read(r, &q); err != nil {
		return nil, err
	}
	c, err := q.command(b)
	if err != nil {
		return nil, err
	}
	own := false
	if c.Key, own, err = key(r, fmt.Sprintf("%s %d %s", c.Receipt, c.Version, c.Action)); err != nil {
		return nil, err
	}
	b, err = d.do(r.Context(), who, c, own)
	return card(b), err
}

// do gives an officer's command on a batch. own says that its key was the
// client's. The error may be a refusal.
func (d *Desk) do(ctx context.Context, who Officer, c booking.Command, own bool) (booking.Batch, error) {
	c.Actor, c.At = who.Actor(), d.now()
	result, err := d.store.Do(ctx, c)
	switch {
	case err != nil:
		return booking.Batch{}, d.refused(ctx, who, c, own, err)
	case len(result.Batches) != 1:
		return booking.Batch{}, fmt.Errorf("%s led to %d batches", c.Action, len(result.Batches))
	}
	return result.Batches[0], nil
}

// command is a change as a command; the error is a refusal.
func (q change) command(b booking.Batch) (booking.Command, error) {
	c := booking.Command{Action: q.Action, Receipt: b.Receipt, Reason: impersonal(q.Reason)} // the audit trail keeps it
	if q.Version == nil {
		return c, bad("缺少 version：请写所看到的版本号。")
	}
	c.Version = *q.Version
	switch q.Action {
	case "":
		return c, bad("缺少 action：可用 confirm、reject、propose、complete、no_show、cancel。")
	case booking.Confirm, booking.Reject, booking.Propose, booking.Complete, booking.MarkNoShow, booking.Cancel:
	default:
		return c, bad("action %q 不认识：可用 confirm、reject、propose、complete、no_show、cancel。", q.Action)
	}
	switch {
	case utf8.RuneCountInString(c.Reason) > longestReason:
		return c, bad("reason 太长：最多 %d 个字。", longestReason)
	case c.Reason == "" && (q.Action == booking.Reject || q.Action == booking.Cancel):
		return c, bad("缺少 reason：退回和取消要写原因，企业会看到。")
	case q.VINs != nil && len(*q.VINs) > 0 && q.Action != booking.Reject:
		return c, bad("只有 reject 能写 vins：%s 对整批有效。", q.Action)
	case (q.Date != "" || q.Window != "") && q.Action != booking.Propose:
		return c, bad("只有 propose 能写 date 和 window：%s 不改时段。", q.Action)
	}
	var err error
	if q.VINs != nil && q.Action == booking.Reject {
		c.VINs, err = returned(b, *q.VINs)
	}
	if q.Action == booking.Propose {
		c.To, err = q.to(b)
	}
	return c, err
}

// returned checks the vehicles that are to be returned.
func returned(b booking.Batch, vins []string) ([]string, error) {
	if len(vins) == 0 {
		return nil, bad("vins 是空的：整批退回请不要写 vins。")
	}
	list := make([]string, len(vins))
	for i, vin := range vins {
		list[i] = strings.ToUpper(strings.TrimSpace(vin))
		if !slices.ContainsFunc(b.Vehicles, func(v booking.Vehicle) bool { return v.VIN == list[i] }) {
			return nil, bad("这批预约里没有车架号 %q：请照列表填写。", vin)
		}
	}
	slices.SortFunc(list, cmp.Compare)
	return slices.Compact(list), nil
}

// to is the slot that is proposed, at the same office.
func (q change) to(b booking.Batch) (*booking.SlotID, error) {
	if q.Date == "" || q.Window == "" {
		return nil, bad("缺少 date 或 window：提议改到哪一天、哪个时段都要写。")
	}
	date, err := day("date", q.Date)
	if err != nil {
		return nil, err
	}
	w, err := window(q.Window)
	if err != nil {
		return nil, err
	}
	return &booking.SlotID{Office: b.Slot.Office, Date: date, Window: w}, nil
}
