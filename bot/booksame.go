package bot

import (
	"regexp"
	"slices"

	"cheyi/booking"
	"cheyi/vehicles"
)

// same is of whoever books as the last time.
var same = regexp.MustCompile(`(?:用|跟|和|同|照|按)(?:上次|上回|上批|上一批|前面|刚才|之前)(?:那批)?(?:的)?(?:一样|一个样|来|办|$)|^同上|老样子|还是(?:上次|刚才|之前|那家|这家|我们公司|原来)`)

// mostFirms is how many enterprises are offered again.
const mostFirms = 3

// firms are the person's last bookings, the newest first, one for each
// enterprise; a broker has several.
func (d *desk) firms() []booking.Batch {
	if d == nil {
		return nil
	}
	known := slices.DeleteFunc(slices.Clone(d.mine), func(b booking.Batch) bool { return b.Enterprise.Name == "" }) // erased
	slices.SortStableFunc(known, func(x, y booking.Batch) int { return y.Changed.Compare(x.Changed) })
	var list []booking.Batch
	for _, b := range known {
		if !slices.ContainsFunc(list, func(o booking.Batch) bool { return o.Enterprise == b.Enterprise }) && len(list) < mostFirms {
			list = append(list, b)
		}
	}
	return list
}

// firmOptions offer the enterprises that the person has booked for.
func firmOptions(m Meaning, _ Answers) []Option {
	var options []Option
	for _, batch := range m.desk.firms() {
		name := batch.Enterprise.Name
		if telegram(m.Message) {
			name = maskFirm(name)
		}
		options = append(options, Option{answerID(askEnterprise, batch.Receipt), labelSame + name + "，" + vehicles.MaskName(batch.Contact.Name)})
	}
	return options
}

// sameAs takes enterprise and contact from the newest booking that fits.
func (r *bookReading) sameAs(fits func(booking.Batch) bool) {
	for _, batch := range r.m.desk.firms() {
		if fits(batch) {
			takeFirm(r.a, batch)
			r.drop(askConfirm)
			r.filled = true
			return
		}
	}
}

// asBefore takes from the last booking whatever the message leaves out; its day
// and its vehicles were its own.
func (r *bookReading) asBefore() {
	r.sameAs(func(booking.Batch) bool { return true })
	list := r.m.desk.firms()
	if len(list) == 0 || r.open == askEnterprise {
		return
	}
	if r.a[askBusiness] == "" {
		r.put(askBusiness, string(list[0].Business))
	}
	if r.a[askOffice] == "" {
		r.put(askOffice, list[0].Slot.Office)
	}
	if r.a[knownHalf] == "" {
		r.put(knownHalf, halfOf(list[0].Slot.Window))
	}
}
