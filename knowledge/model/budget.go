package model

import (
	"sync"
	"time"

	"cheyi/calendar"
)

// The tasks that one person may cause in an hour, and all together in a day.
const (
	perHour = 60
	perDay  = 5000
)

// A Budget counts the calls of the present hour and of the present day in
// China. A call is one task: four ways of asking, each sent three times, make
// it twelve HTTP requests at the very most, one as a rule. The budget lives in
// memory and is safe for concurrent use; the time is passed in. The present
// moves forward only: an earlier time, of a message that comes late, counts
// against the present hour and day and begins no new count.
type Budget struct {
	PerHour int // for each person
	PerDay  int // for all together

	mu    sync.Mutex
	hour  time.Time
	day   calendar.Day
	spent map[string]int
	all   int
}

// Take reports whether who may cause one more call at a time, and counts it.
func (b *Budget) Take(who string, at time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if hour := at.UTC().Truncate(time.Hour); b.spent == nil || hour.After(b.hour) {
		b.hour, b.spent = hour, map[string]int{}
	}
	if day := calendar.DayOf(at); b.day.Before(day) {
		b.day, b.all = day, 0
	}
	if b.spent[who] >= b.PerHour || b.all >= b.PerDay {
		return false
	}
	b.spent[who]++
	b.all++
	return true
}
