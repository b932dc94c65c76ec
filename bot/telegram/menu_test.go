package telegram

import (
	"testing"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Officers have their command before all, in their chat alone; what is one
// person's own affair stands in no group's menu.
func TestMenus(t *testing.T) {
	has := func(p tg.SetMyCommandsParams, name string) bool {
		for _, c := range p.Commands {
			if c.Command == name {
				return true
			}
		}
		return false
	}
	for _, tt := range []struct {
		desk     string
		chat     int64 // 0 for no menu of its own
		withMine bool
	}{{"", 0, false}, {"-100", -100, false}, {"55", 55, true}} {
		menus := (&Channel{settings: Settings{Desk: tt.desk}}).menus()
		if !has(menus[0], "my") || has(menus[1], "my") || has(menus[0], "desk") || has(menus[1], "desk") {
			t.Errorf("%q: %+v", tt.desk, menus)
		}
		if tt.chat == 0 {
			if len(menus) > 2 {
				t.Errorf("nobody's chat has a menu: %+v", menus[2])
			}
			continue
		}
		scope, ok := menus[2].Scope.(*models.BotCommandScopeChat)
		if !ok || scope.ChatID != tt.chat || menus[2].Commands[0].Command != "desk" || has(menus[2], "my") != tt.withMine {
			t.Errorf("%q: %+v", tt.desk, menus[2])
		}
	}
}
