package telegram

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

const (
	// shortLabel is how many characters a label may have beside another one.
	shortLabel = 8
	// longestLabel is how many a phone shows at most.
	longestLabel = 60
	// mostButtons is how many Telegram takes with one message.
	mostButtons = 100
)

// An inlineKeyboard is what stands below a message. The library's own button
// would send an empty copy_text along with each, which Telegram may refuse.
type inlineKeyboard struct {
	Rows [][]button `json:"inline_keyboard"`
}

type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// keyboard returns a button for each option, nil for none: one in a row, or
// two short ones. data gives what a button's press sends, by the option's
// place; 64 bytes at most.
func keyboard(options []bot.Option, data func(i int) string) models.ReplyMarkup {
	var rows [][]button
	for i, o := range options[:min(len(options), mostButtons)] {
		b := button{Text: shortened(o.Label), Data: data(i)}
		if last := len(rows) - 1; last >= 0 && len(rows[last]) == 1 && short(rows[last][0]) && short(b) {
			rows[last] = append(rows[last], b)
		} else {
			rows = append(rows, []button{b})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return inlineKeyboard{rows}
}

func short(b button) bool { return utf8.RuneCountInString(b.Text) <= shortLabel }

// shortened cuts a label between characters, as people see them.
func shortened(label string) string {
	label = visible(label)
	if utf8.RuneCountInString(label) <= longestLabel {
		return label
	}
	n, end := 0, 0
	characters := graphemes.FromString(label)
	for characters.Next() {
		if n += utf8.RuneCountInString(characters.Value()); n >= longestLabel {
			break
		}
		end += len(characters.Value())
	}
	return label[:end] + "…"
}
