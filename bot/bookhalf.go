package bot

import (
	"regexp"
	"strconv"

	"cheyi/calendar"
)

// soonest takes the first day with room, from now or after a holiday, for whoever
// wants no other. Only an office has such days.
func (r *bookReading) soonest() {
	from := r.today
	if m := afterFestival.FindStringSubmatch(r.text); m != nil {
		festival := calendar.FindDates("要"+m[1]+"那天", r.today)
		if len(festival) == 0 || festival[0].Day.IsZero() {
			return
		}
		from = festival[0].Day.Add(1)
	} else if !earliest.MatchString(r.text) {
		return
	}
	if r.m.desk == nil {
		return
	}
	for _, on := range r.m.desk.days(r.a[askOffice], from, 1) {
		r.put(askDate, on.String())
		r.drop(askWindow, knownWish)
	}
}

// half takes the part of the day that is wanted. For whoever minds none, or
// agrees to the only way there is, that is the first that is offered.
func (r *bookReading) half() {
	bare := bareText(r.text)
	switch offered := r.windowsOffered(); {
	case len(offered) > 0 && (anyTime.MatchString(bare) || divides.MatchString(bare) || len(offered) == 1 && confirms.MatchString(bare)):
		value, _ := answerTo(askWindow, offered[0].ID)
		r.put(askWindow, value)
		return
	case forenoon.MatchString(r.text):
		r.put(knownHalf, "am")
	case afternoon.MatchString(r.text):
		r.put(knownHalf, "pm")
	default:
		m := clock.FindStringSubmatch(r.text)
		if m == nil || r.open != askWindow {
			return
		}
		hour, _ := strconv.Atoi(m[1])
		if hour < 8 {
			hour += 12
		}
		r.put(knownHalf, "am")
		if hour >= 12 {
			r.put(knownHalf, "pm")
		}
	}
	r.drop(askWindow)
}

// windowsOffered are the windows to choose from while they are asked for.
func (r *bookReading) windowsOffered() []Option {
	if r.open != askWindow {
		return nil
	}
	return windowOptions(r.m, r.a)
}

var clock = regexp.MustCompile(`([0-9]{1,2})(?:点|:[0-9]{2})`)
