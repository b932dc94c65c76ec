package telegram

import (
	"slices"
	"strconv"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// menus are the lists of commands that Telegram shows: in groups, where others
// read along, without those that are one person's own affair, and in the
// officers' chat with theirs before all.
func (c *Channel) menus() []tg.SetMyCommandsParams {
	list := []tg.SetMyCommandsParams{
		{Scope: &models.BotCommandScopeAllPrivateChats{}, Commands: menu(bot.Commands())},
		{Scope: &models.BotCommandScopeAllGroupChats{}, Commands: menu(publicCommands())},
	}
	chat, err := strconv.ParseInt(c.settings.Desk, 10, 64)
	if err != nil { // there are no officers here
		return list
	}
	own := bot.Commands()
	if chat < 0 {
		own = publicCommands()
	}
	desk := append([]bot.Command{bot.DeskCommand}, own...)
	return append(list, tg.SetMyCommandsParams{Scope: &models.BotCommandScopeChat{ChatID: chat}, Commands: menu(desk)})
}

// publicCommands are those for groups.
func publicCommands() []bot.Command {
	return slices.DeleteFunc(bot.Commands(), func(c bot.Command) bool { return c.Name == "book" || c.Name == "my" })
}

func menu(commands []bot.Command) []models.BotCommand {
	var list []models.BotCommand
	for _, c := range commands {
		list = append(list, models.BotCommand{Command: c.Name, Description: c.About})
	}
	return list
}
