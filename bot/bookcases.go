package bot

import (
	"slices"
	"strings"

	"cheyi/booking"
	"cheyi/calc"
	"cheyi/calendar"
	"cheyi/knowledge"
)

// cite adds a citation, each clause once.
func (r *Reply) cite(c knowledge.Citation) {
	if !slices.ContainsFunc(r.Citations, func(o knowledge.Citation) bool { return o.Folder == c.Folder && o.Clause == c.Clause }) {
		r.Citations = append(r.Citations, c)
	}
}

// refer adds a reference, each once.
func (r *Reply) refer(ref knowledge.Reference) {
	if !slices.Contains(r.References, ref) {
		r.References = append(r.References, ref)
	}
}

// limit computes the last day to apply for deregistration, as of the day that
// is booked. ok is false where there is none.
func (b *Bot) limit(a Answers) (c calc.Calculation, last, on calendar.Day, ok bool) {
	book := b.book()
	if book == nil || a[askBusiness] != string(booking.Deregistration) || a[askClearedOn] == "" || book.Rule(ruleDeregistration) == nil {
		return c, last, on, false
	}
	on, err := calendar.ParseDay(a[askDate])
	for _, p := range planOf(a[askWindow]) {
		on = p.date // the last of them
	}
	if err != nil {
		return c, last, on, false
	}
	c, err = book.Compute(book.Rule(ruleDeregistration), calc.Values{askClearedOn: a[askClearedOn]}, on)
	if err != nil || c.Result.Deadline == nil {
		return c, last, on, false
	}
	return c, *c.Result.Deadline, on, true
}

// deadline says by when deregistration is to be applied for, and warns when
// the day that is booked comes after it.
func (b *Bot) deadline(a Answers) []string {
	c, last, on, ok := b.limit(a)
	if !ok {
		return nil
	}
	lines := []string{wordsDeadline(c.Rule.Title, last)}
	if last.Before(on) {
		lines = append(lines, wordsLate)
	}
	return lines
}

// elsewhere warns of vehicles that seem to be registered outside the office's
// area: by the place that is said, else by the plate.
func (b *Bot) elsewhere(a Answers, rows []draftRow) []string {
	office, ok := b.bookings.Offices.Office(a[askOffice])
	if !ok {
		return nil
	}
	n := 0
	var places []string
	for _, r := range rows {
		where := r.Place
		switch {
		case r.Place != "" && !office.Covers(r.Place):
		case r.Place == "" && r.Plate != "" && b.foreign(office, r.Plate):
			where = string([]rune(r.Plate)[:min(2, len([]rune(r.Plate)))])
		default:
			continue
		}
		n++
		if !slices.Contains(places, where) && len(places) < mostPlaces {
			places = append(places, where)
		}
	}
	if n == 0 {
		return nil
	}
	return []string{wordsElsewhere(n, strings.Join(places, "、"), office.Area)}
}

const mostPlaces = 4

// foreign reports whether a plate begins otherwise than those of the office's
// area.
func (b *Bot) foreign(office booking.Office, plate string) bool {
	own := plateOf[office.Area]
	return own != "" && !strings.HasPrefix(plate, own)
}

// plateOf is how the plates of an area begin.
var plateOf = map[string]string{
	"呼和浩特市": "蒙A", "包头市": "蒙B", "乌海市": "蒙C", "赤峰市": "蒙D", "呼伦贝尔市": "蒙E", "兴安盟": "蒙F",
	"通辽市": "蒙G", "锡林郭勒盟": "蒙H", "乌兰察布市": "蒙J", "鄂尔多斯市": "蒙K", "巴彦淖尔市": "蒙L", "阿拉善盟": "蒙M",
}
