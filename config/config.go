// Package config is the settings of the program: defaults, then a YAML file,
// then CHEYI_… in the environment, then flags, each overriding the one before
// and all checked together at start.
//
// It is a leaf: it knows the names and forms of settings, not their use.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

// Settings is every setting, checked. Empty means off.
type Settings struct {
	Data          string // folder of the database
	HTTP          string // address to listen on
	URL           string // by which people reach it, "" for that address
	Corpus        string // corpus folder that replaces the embedded one
	Offices       string // offices.yaml
	DeskToken     string // the first officer's token
	DeskChat      string // id of the Telegram chat where officers are told of batches
	TelegramToken string //
	TelegramAPI   string // base URL of the Bot API
	// TelegramProxy is the proxy to the Bot API. It may hold a password.
	TelegramProxy   string
	TelegramWebhook string // public https URL that updates are sent to; else they are fetched
	TelegramSecret  string // by which the webhook knows Telegram
	LLMURL          string // base URL of an OpenAI-compatible endpoint
	LLMKey          string
	LLMModel        string
	Now             time.Time // fixed time, zero for the clock
}

// A key is one setting: its name in a file and, as CHEYI_NAME, in the
// environment, what it is, and how its value is read. The error is a Chinese
// clause that says what form is expected, and does not repeat a secret.
type key struct {
	name, what string
	secret     bool
	set        func(*Settings, string) error
}

var keys = []key{
	{name: "data", what: "数据目录，默认 data", set: func(s *Settings, v string) error { s.Data = v; return nil }},
	{name: "http", what: "监听的地址，默认 127.0.0.1:8080", set: func(s *Settings, v string) error { s.HTTP = v; return address(v) }},
	{name: "url", what: "对外的网址，在反向代理后面时写", set: func(s *Settings, v string) error { s.URL = v; return siteURL(v) }},
	{name: "corpus", what: "代替内置政策库的文件夹", set: func(s *Settings, v string) error { s.Corpus = v; return nil }},
	{name: "offices", what: "办理机构的文件，不设则用内置的示例", set: func(s *Settings, v string) error { s.Offices = v; return nil }},
	{name: "desk_token", secret: true, set: func(s *Settings, v string) error { s.DeskToken = v; return nil }},
	{name: "desk_chat", what: "窗口人员的 Telegram 会话的编号", set: func(s *Settings, v string) error { s.DeskChat = v; return chatID(v) }},
	{name: "telegram_token", secret: true, set: func(s *Settings, v string) error { s.TelegramToken = v; return token(v) }},
	{name: "telegram_api", what: "Bot API 的地址", set: func(s *Settings, v string) error { s.TelegramAPI = v; return baseURL(v) }},
	{name: "telegram_proxy", what: "去 Telegram 的代理", set: func(s *Settings, v string) error { s.TelegramProxy = v; return proxy(v) }},
	{name: "telegram_webhook", what: "Telegram 推送到的公网 https 网址，不设则主动去取", set: func(s *Settings, v string) error { s.TelegramWebhook = v; return publicURL(v) }},
	{name: "telegram_secret", secret: true, set: func(s *Settings, v string) error { s.TelegramSecret = v; return secretToken(v) }},
	{name: "llm_url", what: "大模型的地址", set: func(s *Settings, v string) error { s.LLMURL = v; return baseURL(v) }},
	{name: "llm_key", secret: true, set: func(s *Settings, v string) error { s.LLMKey = v; return nil }},
	{name: "llm_model", what: "大模型的名字", set: func(s *Settings, v string) error { s.LLMModel = v; return nil }},
	{name: "now", what: "从这个时间走起", set: func(s *Settings, v string) (err error) { s.Now, err = Moment(v); return err }},
}

// hides reports whether a value must not be seen by others.
func (k key) hides(value string) bool { return value != "" && (k.secret || hasPassword(value)) }

const prefix = "CHEYI_"

// Load reads the settings: the file (none when its name is empty), then the
// environment, given as os.Environ gives it, then flags, each as "name=value"
// with the name of a Flag. All faults are returned at once; those of the
// environment and the flags name the variable or flag in place of a file.
func Load(file string, environ []string, flags ...string) (Settings, yamlfile.Faults) {
	s := Settings{Data: "data", HTTP: "127.0.0.1:8080"}
	var faults yamlfile.Faults
	if file != "" {
		s.readFile(file, &faults)
	}
	s.readEnvironment(environ, &faults)
	s.readFlags(flags, &faults)
	if len(faults) == 0 {
		s.checkTogether(&faults)
	}
	return s, faults
}

// checkTogether wants what a setting needs besides itself.
func (s *Settings) checkTogether(faults *yamlfile.Faults) {
	if s.LLMURL != "" && s.LLMModel == "" {
		faults.Add(variable("llm_model"), 0, "写了 CHEYI_LLM_URL，还要写模型的名字")
	}
	if s.DeskChat != "" && s.DeskToken == "" {
		faults.Add(variable("desk_token"), 0, "写了 CHEYI_DESK_CHAT，还要写窗口的口令")
	}
	if s.DeskChat != "" && s.TelegramToken == "" {
		faults.Add(variable("telegram_token"), 0, "写了 CHEYI_DESK_CHAT，还要写机器人的令牌")
	}
	if s.TelegramWebhook != "" && s.TelegramSecret == "" {
		faults.Add(variable("telegram_secret"), 0, "写了 CHEYI_TELEGRAM_WEBHOOK，还要写推送的口令，不然谁都能冒充 Telegram")
	}
}

func (s *Settings) readFile(file string, faults *yamlfile.Faults) {
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		faults.Add(file, 0, "没有这个配置文件，请检查 --config")
		return
	case errors.Is(err, fs.ErrPermission):
		faults.Add(file, 0, "没有权限读这个配置文件，请检查它属于哪个用户")
		return
	case err != nil:
		faults.Add(file, 0, "配置文件读不出来：%v", err)
		return
	}
	var values map[string]yamlfile.Text
	*faults = append(*faults, yamlfile.Decode(file, data, &values)...)
	hides := false
	for name, value := range values {
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == name })
		if i < 0 {
			faults.Add(file, value.Line, "没有 %q 这个设置，%s", name, known(""))
			continue
		}
		if value.Value == "" { // not written: the default stays
			continue
		}
		hides = hides || keys[i].hides(value.Value)
		if err := keys[i].set(s, value.Value); err != nil {
			faults.Add(file, value.Line, "%s: %v", name, err)
		}
	}
	if info, err := os.Stat(file); err == nil && hides && info.Mode()&0o077 != 0 {
		faults.Add(file, 0, "文件里有口令或密钥，别的用户却能读写它（权限 %#o）：请运行 chmod 600 %s", info.Mode().Perm(), file)
	}
	*faults = faults.Sorted()
}

func (s *Settings) readEnvironment(environ []string, faults *yamlfile.Faults) {
	for _, pair := range environ {
		from, value, _ := strings.Cut(pair, "=")
		name, ours := strings.CutPrefix(from, prefix)
		if !ours {
			continue
		}
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == strings.ToLower(name) })
		if i < 0 {
			faults.Add(from, 0, "没有这个环境变量，%s", known(prefix))
			continue
		}
		if value == "" { // as good as not set
			continue
		}
		if err := keys[i].set(s, value); err != nil {
			faults.Add(from, 0, "%v", err)
		}
	}
}

// known lists the names, as they are written in the place of the fault.
func known(prefix string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
		if prefix != "" {
			names[i] = variable(k.name)
		}
	}
	return "可用的有：" + strings.Join(names, "、")
}

// Moment reads a date (noon in Asia/Shanghai) or an RFC 3339 time.
func Moment(v string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return t, nil
	}
	day, err := calendar.ParseDay(v)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q 不是有效的时间，应写成 2026-11-23 或 2026-11-23T09:00:00+08:00", v)
	}
	return day.Noon(), nil
}

// variable is a setting's name in the environment.
func variable(name string) string { return prefix + strings.ToUpper(name) }
