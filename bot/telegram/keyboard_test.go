package telegram

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"cheyi/bot"
)

func TestKeyboard(t *testing.T) {
	for _, tt := range []struct {
		name   string
		labels []string
		want   string
	}{
		{"none", nil, "null"},
		{"short ones in pairs", []string{"一类", "二类", "三类", "四类", "取消"},
			`{"inline_keyboard":[[{"text":"一类","callback_data":"0"},{"text":"二类","callback_data":"1"}],[{"text":"三类","callback_data":"2"},{"text":"四类","callback_data":"3"}],[{"text":"取消","callback_data":"4"}]]}`},
		{"a long one alone", []string{"查看原文", "算一算：出口退税办结目标日期", "菜单"},
			`{"inline_keyboard":[[{"text":"查看原文","callback_data":"0"}],[{"text":"算一算：出口退税办结目标日期","callback_data":"1"}],[{"text":"菜单","callback_data":"2"}]]}`},
		{"too long", []string{strings.Repeat("长", 59) + "👍🏻尾"},
			`{"inline_keyboard":[[{"text":"` + strings.Repeat("长", 59) + `…","callback_data":"0"}]]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var options []bot.Option
			for _, l := range tt.labels {
				options = append(options, bot.Option{ID: "x", Label: l})
			}
			got, err := json.Marshal(keyboard(options, func(i int) string { return fmt.Sprint(i) }))
			if err != nil || string(got) != tt.want {
				t.Errorf("%s %v, want %s", got, err, tt.want)
			}
		})
	}
}
