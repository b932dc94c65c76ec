package bot

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"cheyi/calendar"
)

// What is said of a new day by the old one.
var (
	shifts  = regexp.MustCompile(`(往后|往前|向后|向前|推后|推迟|延后|延迟|提前|后延|顺延)[推挪移延]?(?:一下)?([0-9]{1,2}|[一二两三四五六七八九十])天`)
	sameDay = regexp.MustCompile(`同一?天|还是那天|日期不[变动]|[改换](?:到|成)?[上下]午`)
	// staysPut leaves a move that was begun.
	staysPut = regexp.MustCompile(`不(?:改|换|挪|推|取消)了|^算了|取消|不(?:办|约|去|来)了`)
)

// relative reports whether a text says when by the day that a booking has.
func relative(text string) bool { return shifts.MatchString(text) || sameDay.MatchString(text) }

// moved takes the day to move to, and the part of it.
func (r *bookReading) moved() {
	from, err := calendar.ParseDay(r.a[knownFrom])
	if m := shifts.FindStringSubmatch(r.text); m != nil && err == nil {
		days, isNumber := strconv.Atoi(m[2])
		if isNumber != nil {
			days = []int{1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10}[strings.Index("一二两三四五六七八九十", m[2])/len("一")]
		}
		if strings.HasSuffix(m[1], "前") {
			days = -days
		}
		r.put(askDate, from.Add(days).String())
		r.drop(askWindow, knownWish)
	} else if r.date(); r.a[askDate] == "" && sameDay.MatchString(r.text) && err == nil {
		r.put(askDate, from.String())
	}
	r.half()
}

// stays leaves a move, and shows the booking as it is with all that can be done
// with it: 取消了吧 may be of the move, or of the booking.
func (b *Bot) stays(ctx context.Context, m Meaning, s *State) (Reply, error) {
	batch, err := b.bookings.Store.Batch(ctx, s.Flow.Answers[knownReceipt])
	if err != nil {
		return Reply{}, err
	}
	s.Flow = nil
	return b.show(m, s, batch, wordsStays), nil
}
