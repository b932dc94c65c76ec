package admin

import (
	"bytes"
	"context"
	"strings"

	"cheyi/bot"
)

// day shows a day of an office: its windows, who comes, and what can be done.
func (c *Chat) day(ctx context.Context, p viewed) (bot.Reply, error) {
	slots, err := c.desk.store.Slots(ctx, p.office.ID, p.date, p.date)
	if err != nil {
		return bot.Reply{}, err
	}
	batches, err := c.desk.coming(ctx, p.office.ID, p.date)
	if err != nil {
		return bot.Reply{}, err
	}
	title := p.office.Name + "\n" + p.date.WithWeekday()
	for _, s := range slots {
		title += "\n" + wordsSlot(s)
	}
	if len(batches) == 0 {
		title += "\n" + wordsNobody
	}
	r := c.several(title, batches)
	r.Text = strings.TrimSpace(r.Text)
	offer := func(what, label string, about ...string) {
		r.Options = append(r.Options, bot.Option{ID: pressAt(what, p.office, append([]string{p.date.String()}, about...)...), Label: label})
	}
	if len(batches) > 0 {
		offer(pressList, labelList)
	}
	if !c.desk.past(p.date) {
		for _, s := range slots {
			if s.Open {
				offer(pressWindow, labelWindow(s), s.Window)
			}
		}
		for _, kind := range []settingKind{shutting, opening} {
			if all := whole(kind, slots); len(all.windows) > 0 {
				offer(pressAskSet, all.label(len(slots)), all.String())
			}
		}
	}
	offer(pressHome, labelHome)
	return r, nil
}

// list sends the list of a day as a file.
func (c *Chat) list(ctx context.Context, p viewed) (bot.Reply, error) {
	batches, err := c.desk.coming(ctx, p.office.ID, p.date)
	if err != nil {
		return bot.Reply{}, err
	}
	r := bot.Reply{Outcome: outcome, Text: p.office.Name + "\n" + wordsListed(p.date, batches)}
	if len(batches) > 0 {
		name := p.date.String() + ".xlsx"
		r.Files = []bot.Attachment{{Name: sheetName(p.date), Type: xlsxType, URL: bot.OfficersFiles + p.office.ID + "/" + name}}
	}
	r.Options = []bot.Option{{ID: pressAt(pressDay, p.office, p.date.String()), Label: labelDay}}
	return r, nil
}

// Attachment implements bot.Officers: the list of a day, as it is now, for
// officers of the office.
func (c *Chat) Attachment(ctx context.Context, in bot.Chat, url string) (bot.Attachment, []byte, error) {
	who, _, ok := c.officer(in)
	path, known := strings.CutPrefix(url, bot.OfficersFiles)
	office, name, _ := strings.Cut(path, "/")
	date, err := day("日期", strings.TrimSuffix(name, ".xlsx"))
	if !ok || !known || err != nil || c.desk.serves(who, office) != nil {
		return bot.Attachment{}, nil, bot.ErrNoFile
	}
	batches, err := c.desk.coming(ctx, office, date)
	if err != nil {
		return bot.Attachment{}, nil, err
	}
	for i, b := range batches {
		batches[i] = masked(b)
	}
	var book bytes.Buffer
	err = c.desk.writeDay(&book, publicColumns(), batches)
	return bot.Attachment{Name: sheetName(date), Type: xlsxType, URL: url}, book.Bytes(), err
}
