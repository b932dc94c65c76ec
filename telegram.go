package main

import (
	"context"
	"net/http"
	"net/url"

	"cheyi/bot/telegram"
)

// telegramPart is the channel of that name. It runs without a network, and
// keeps trying.
func (v *server) telegramPart() (part, error) {
	s := v.settings
	if s.TelegramToken == "" {
		return off("telegram", "Telegram", "没有设置 CHEYI_TELEGRAM_TOKEN"), nil
	}
	channel, err := telegram.New(v.lg, telegram.Settings{
		Token: s.TelegramToken, API: s.TelegramAPI, Proxy: s.TelegramProxy, Webhook: s.TelegramWebhook, Secret: s.TelegramSecret,
		Desk: s.DeskChat,
	}, v.intake, v.store, v.now, func(what, result string) { v.metrics.telegram.WithLabelValues(what, result).Inc() })
	if err != nil {
		return part{}, err
	}
	channel.UseFiles(v.bot)
	channel.Prepare()
	v.telegram = channel
	p := part{
		name: "telegram", label: "Telegram", where: "轮询", run: channel.Run,
		status: func(context.Context) status {
			state, why := channel.Status()
			return status{state, why}
		},
	}
	if s.TelegramWebhook != "" {
		u, err := url.Parse(s.TelegramWebhook)
		if err != nil {
			return part{}, err
		}
		p.where = "webhook " + s.TelegramWebhook
		p.routes = func(mux *http.ServeMux) { mux.Handle(u.Path, channel) }
	}
	return p, nil
}
