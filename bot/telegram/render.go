package telegram

import (
	"cheyi/bot"

	"github.com/go-telegram/bot/models"
)

func render(r bot.Reply) []string { return []string{r.Text} }
func keyboard(options []bot.Option, data func(i int) string) *models.InlineKeyboardMarkup {
	if len(options) == 0 {
		return nil
	}
	k := &models.InlineKeyboardMarkup{}
	for i, o := range options {
		k.InlineKeyboard = append(k.InlineKeyboard, []models.InlineKeyboardButton{{Text: o.Label, CallbackData: data(i)}})
	}
	return k
}
