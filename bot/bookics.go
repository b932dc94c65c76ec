package bot

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"cheyi/booking"
)

// appointment writes a batch as a calendar (RFC 5545). It names nobody.
func (b *Bot) appointment(batch booking.Batch) []byte {
	status := "TENTATIVE"
	switch {
	case !batch.State.Live():
		status = "CANCELLED"
	case batch.State == booking.Confirmed:
		status = "CONFIRMED"
	}
	office := b.officeName(batch.Slot.Office)
	var w icsWriter
	for _, line := range []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cheyi//booking//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT",
		"UID:" + batch.Receipt + "@cheyi",
		fmt.Sprint("SEQUENCE:", batch.Version),
		"DTSTAMP:" + icsTime(batch.Changed),
		"DTSTART:" + icsTime(batch.Slot.Begins()), "DTEND:" + icsTime(batch.Slot.Ends()),
		"STATUS:" + status,
		"SUMMARY:" + icsText(fmt.Sprintf("%s %d 台", batch.Business.Name(), batch.Count())),
		"LOCATION:" + icsText(office),
		"DESCRIPTION:" + icsText(wordsAppointment(batch.Receipt, stateName(batch.State))),
		"END:VEVENT", "END:VCALENDAR",
	} {
		w.line(line)
	}
	return []byte(w.String())
}

func icsTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "").Replace(s)
}

// icsWriter ends lines as the format wants it, and folds those of more than 75
// bytes between characters.
type icsWriter struct{ strings.Builder }

func (w *icsWriter) line(s string) {
	const most = 73
	for len(s) > most {
		cut := most
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	w.WriteString(s + "\r\n")
}
