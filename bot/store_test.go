package bot_test

import (
	"testing"

	"cheyi/bot"
	"cheyi/bot/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Store { return bot.NewMemory() })
}
