package bot

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"

	"cheyi/booking"
)

// ErrNoFile says that a chat has no such file: it never had, or what it was
// about has been deleted.
var ErrNoFile = errors.New("no such file")

// An Attachment is a file that belongs to a reply. The JSON names are a
// contract.
type Attachment struct {
	Name string `json:"name"`
	Type string `json:"type"` // MIME
	URL  string `json:"url"`  // relative to where the channel serves files: what Bot.Attachment takes
}

const calendarType = "text/calendar; charset=utf-8"

// calendarFile is the appointment of a batch for a calendar.
func calendarFile(receipt string) Attachment {
	name := receipt + ".ics"
	return Attachment{Name: name, Type: calendarType, URL: "files/" + name}
}

// templateFile is the workbook for vehicles to be filled in.
var templateFile = Attachment{
	Name: wordsTemplateName, Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", URL: "files/vehicles.xlsx",
}

// templates are the files of the question for vehicles, before the first list.
func (b *Bot) templates(a Answers) []Attachment {
	if b.bookings.Template == nil || a[knownReport] != "" || len(rowsOf(a[knownRows])) > 0 {
		return nil
	}
	return []Attachment{templateFile}
}

var asksTemplate = regexp.MustCompile(`模[板版]|样表|空白表`)

// template gives the workbook to whoever asks for it in the middle of a
// booking.
func (b *Bot) template(m Meaning, s *State) (Reply, bool) {
	if b.bookings.Template == nil || m.Message.Choice != "" || m.Message.File != nil || !asksTemplate.MatchString(m.Text()) {
		return Reply{}, false
	}
	return b.beside(Reply{Outcome: Menu, Text: wordsTemplate, Files: []Attachment{templateFile}}, m, s), true
}

// Attachment returns the content of a file of a chat's replies, by its URL;
// ErrNoFile for what is not this chat's.
func (b *Bot) Attachment(ctx context.Context, chat Chat, url string) (Attachment, []byte, error) {
	if b.officers != nil && strings.HasPrefix(url, OfficersFiles) {
		return b.officers.Attachment(ctx, chat, url)
	}
	if b.bookings == nil {
		return Attachment{}, nil, ErrNoFile
	}
	if url == templateFile.URL && b.bookings.Template != nil {
		var content bytes.Buffer
		err := b.bookings.Template(&content)
		return templateFile, content.Bytes(), err
	}
	receipt, ok := strings.CutSuffix(strings.TrimPrefix(url, "files/"), ".ics")
	if !ok {
		return Attachment{}, nil, ErrNoFile
	}
	batch, err := b.bookings.Store.Batch(ctx, receipt)
	if errors.Is(err, booking.ErrUnknown) || err == nil && batch.Owner != chat.String() {
		return Attachment{}, nil, ErrNoFile
	}
	if err != nil {
		return Attachment{}, nil, err
	}
	return calendarFile(receipt), b.appointment(batch), nil
}
