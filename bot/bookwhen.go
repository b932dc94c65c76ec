package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cheyi/booking"
	"cheyi/calc"
	"cheyi/calendar"
)

// A piece is the part of a list that goes into one window.
type piece struct {
	date   calendar.Day
	window string
	count  int
}

// An answer for the window is one piece, or several that a larger list is
// divided into: 2026-11-25 09:00-12:00 24+2026-11-25 14:00-17:00 6.
func (p piece) String() string { return fmt.Sprint(p.date, " ", p.window, " ", p.count) }

func planOf(answer string) []piece {
	var plan []piece
	for _, part := range strings.Split(answer, "+") {
		var date string
		var p piece
		if n, _ := fmt.Sscan(part, &date, &p.window, &p.count); n != 3 {
			return nil // of an earlier release
		}
		var err error
		if p.date, err = calendar.ParseDay(date); err != nil {
			return nil
		}
		plan = append(plan, p)
	}
	return plan
}

func answerOf(plan []piece) string {
	parts := make([]string, len(plan))
	for i, p := range plan {
		parts[i] = p.String()
	}
	return strings.Join(parts, "+")
}

// date takes the day that is wanted: of those that a message names, the one
// that is to come and is not the day of customs clearance.
func (r *bookReading) date() {
	if r.open == askClearedOn && r.a[askDate] == "" {
		return // one day was asked for, and it is the other one
	}
	wanted := comesOver.ReplaceAllString(movesTo.ReplaceAllString(r.text, ","), "$1")
	wanted = strings.ReplaceAll(strings.ReplaceAll(wanted, ",", ",要"), ";", ";要")
	for _, d := range calendar.FindDates("要"+wanted, r.today) { // 要: what is booked is to come
		around := "要" + wanted
		clause := around[strings.LastIndexAny(around[:d.Start], ",;。\n")+1:]
		if i := strings.IndexAny(clause, ",;。\n"); i >= 0 {
			clause = clause[:i]
		}
		before := calendar.Day{Year: d.Day.Year - 1, Month: d.Day.Month, Day: d.Day.Day}
		past := d.Day.Before(r.today) || d.Completed && before.Before(r.today) && !before.Before(r.today.Add(-lately))
		switch {
		case past && r.open != askDate && r.a[askDate] != "" && !turns.MatchString(r.text): // the day that is wanted stands
			continue
		case cleared.MatchString(clause), d.Loose && r.open != askDate && !namesBusiness(r.text):
			continue
		case d.Completed && d.Flaw == "" && before.Before(r.today) && !before.Before(r.today.Add(-lately)):
			r.wrong(askDate, wordsPast(before)) // 11月20号, said on the 23rd, is not a year ahead
			return
		case d.Flaw == calendar.NoSuchDay:
			r.wrong(askDate, wordsNoSuchDay)
			return
		case d.Day.IsZero():
			if r.open == askDate {
				r.wrong(askDate, wordsWhichDay)
			}
			continue
		case d.Day.Before(r.today):
			if r.open == askDate && !exported.MatchString(clause) {
				r.wrong(askDate, wordsPast(d.Day))
			}
			continue
		}
		on := d.Day
		if week, err := calendar.ParseDay(r.a[knownWeek]); err == nil && bareWeekday.MatchString(around[d.Start:d.End]) {
			for on.Before(week) { // 下周, and then: 周四
				on = on.Add(7)
			}
		}
		r.put(askDate, on.String())
		r.drop(askWindow, knownWish, knownWeek)
		return
	}
	if r.soonest(); r.a[askDate] != "" {
		return
	}
	if nextWeek.MatchString(r.text) {
		from, _ := spanOf(r.text, r.today)
		r.a[knownWish], r.a[knownWeek] = from.String(), from.String()
	}
}

var (
	movesTo   = regexp.MustCompile(`[推挪改换延][到至成]|[算好行懂错对]了`) // 到周五 alone may end a span, 了 what is past
	comesOver = regexp.MustCompile(`过([来去])`)                // and 过 alone what is past
)

// bareWeekday is of no week in particular, or of the one that is spoken of.
var bareWeekday = regexp.MustCompile(`^(?:周|星期|礼拜)`)

// lately is how many days back a day without its year still means the past.
const lately = 60

// cleared marks the day of customs clearance, which is no day to book. Of
// 出口 that can be said only where the day is over: 下周三转让待出口 is to come.
var (
	cleared  = regexp.MustCompile(`放行|放关|通关|报关|结关|清关|出境|出关`)
	exported = regexp.MustCompile(`出口`)
)

// clearedOn takes the day of customs clearance, as the calculator of the
// two-month limit reads it.
func (r *bookReading) clearedOn() {
	if r.open != askClearedOn && !cleared.MatchString(r.text) && !exported.MatchString(r.text) {
		return
	}
	var rule *calc.Rule
	if r.rules != nil {
		rule = r.rules.Rule(ruleDeregistration)
	}
	if rule == nil {
		r.plainClearedOn()
		return
	}
	flow := r.rules.Flow(rule.Flow)
	asked := ""
	if r.open == askClearedOn {
		asked = askClearedOn
	}
	s := flow.Read(r.text, r.today, asked, calc.Values{})
	if value := s.Values[askClearedOn]; value != "" {
		if r.a[askClearedOn] != value {
			r.drop(askConfirm)
		}
		r.put(askClearedOn, value)
	} else if r.open == askClearedOn && len(s.Problems) > 0 {
		r.wrong(askClearedOn, s.Problems[0].What)
	}
}

// plainClearedOn takes the day where no rule says what to make of it.
func (r *bookReading) plainClearedOn() {
	for _, d := range calendar.FindDates(r.text, r.today) {
		if !d.Day.IsZero() && !r.today.Before(d.Day) {
			r.put(askClearedOn, d.Day.String())
			return
		}
	}
}

// ruleDeregistration is the rule of the two-month limit.
const ruleDeregistration = "deregistration_deadline"

// fits looks whether the day and the window that are wanted can be had, now
// that the office or the list may have changed, and fills in a window that
// leaves no choice.
func (b *Bot) fits(m Meaning, a Answers) *calc.Problem {
	if m.desk == nil || a[askOffice] == "" || a[askDate] == "" {
		return nil
	}
	office, ok := m.desk.offices.Office(a[askOffice])
	if !ok {
		return &calc.Problem{Input: askOffice, What: wordsNoOffice}
	}
	on, err := calendar.ParseDay(a[askDate])
	if err != nil {
		return &calc.Problem{Input: askDate, What: wordsWhichDay}
	}
	open := m.desk.open(office.ID, on)
	if len(open) == 0 {
		a[knownWish] = a[askDate]
		delete(a, askWindow)
		return &calc.Problem{Input: askDate, What: wordsDayOff(office.Name, on, b.dayOff(office, on))}
	}
	n, gone := wanted(a), false
	if plan := planOf(a[askWindow]); a[askWindow] != "" && !m.desk.holds(office.ID, plan, n) {
		delete(a, askWindow)
		gone = vehiclesOf(plan) == n // else it is the list that has changed
	}
	if n == 0 || a[askWindow] != "" || a[askVehicles] == "" && a[knownReceipt] == "" {
		return nil // the list may still turn out another
	}
	half := slices.DeleteFunc(slices.Clone(open), func(s booking.Slot) bool { return a[knownHalf] == "" || halfOf(s.Window) != a[knownHalf] })
	if len(half) == 1 && half[0].Free() >= n {
		a[askWindow] = piece{on, half[0].Window, n}.String()
	} else if len(half) == 1 {
		delete(a, knownHalf)
		return &calc.Problem{Input: askWindow, What: wordsTooMany(half[0], n)}
	} else if gone {
		return &calc.Problem{Input: askWindow, What: wordsGone}
	}
	return nil
}
