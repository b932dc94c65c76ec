// Package config is the settings of the program: defaults, then a YAML file,
// then CHEYI_… in the environment, then flags, each overriding the one before
// and all checked together at start.
//
// It is a leaf: it knows the names and forms of settings, not their use.
package config

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"cheyi/calendar"
	"cheyi/yamlfile"
)

// Settings is every setting, checked. Empty means off.
type Settings struct {
	Data          string    // folder of the database
	HTTP          string    // address to listen on
	Corpus        string    // corpus folder that replaces the embedded one
	Offices       string    // offices.yaml
	DeskToken     string    // the first officer's token
	TelegramToken string    //
	TelegramAPI   string    // base URL of the Bot API
	LLMURL        string    // base URL of an OpenAI-compatible endpoint
	LLMKey        string    //
	LLMModel      string    //
	Now           time.Time // fixed time, zero for the clock
}

// A key is one setting: its name in a file and, as CHEYI_NAME, in the
// environment, and how its value is read. The error is a Chinese clause that
// says what form is expected.
type key struct {
	name string
	set  func(*Settings, string) error
}

var keys = []key{
	{"data", func(s *Settings, v string) error { s.Data = v; return nil }},
	{"http", func(s *Settings, v string) error { s.HTTP = v; return address(v) }},
	{"corpus", func(s *Settings, v string) error { s.Corpus = v; return nil }},
	{"offices", func(s *Settings, v string) error { s.Offices = v; return nil }},
	{"desk_token", func(s *Settings, v string) error { s.DeskToken = v; return nil }},
	{"telegram_token", func(s *Settings, v string) error { s.TelegramToken = v; return nil }},
	{"telegram_api", func(s *Settings, v string) error { s.TelegramAPI = v; return baseURL(v) }},
	{"llm_url", func(s *Settings, v string) error { s.LLMURL = v; return baseURL(v) }},
	{"llm_key", func(s *Settings, v string) error { s.LLMKey = v; return nil }},
	{"llm_model", func(s *Settings, v string) error { s.LLMModel = v; return nil }},
	{"now", func(s *Settings, v string) (err error) { s.Now, err = Moment(v); return err }},
}

const prefix = "CHEYI_"

// Load reads the settings: the file (none when its name is empty), then the
// environment, given as os.Environ gives it. All faults are returned at once;
// those of the environment name the variable in place of a file.
func Load(file string, environ []string) (Settings, yamlfile.Faults) {
	s := Settings{Data: "data", HTTP: "127.0.0.1:8080"}
	var faults yamlfile.Faults
	if file != "" {
		s.readFile(file, &faults)
	}
	s.readEnvironment(environ, &faults)
	return s, faults
}

func (s *Settings) readFile(file string, faults *yamlfile.Faults) {
	data, err := os.ReadFile(file)
	if err != nil {
		faults.Add(file, 0, "配置文件读不出来：%v", err)
		return
	}
	var values map[string]yamlfile.Text
	*faults = append(*faults, yamlfile.Decode(file, data, &values)...)
	for name, value := range values {
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == name })
		if i < 0 {
			faults.Add(file, value.Line, "没有 %q 这个设置，%s", name, known(""))
			continue
		}
		if value.Value == "" { // not written: the default stays
			continue
		}
		if err := keys[i].set(s, value.Value); err != nil {
			faults.Add(file, value.Line, "%s: %v", name, err)
		}
	}
	*faults = faults.Sorted()
}

func (s *Settings) readEnvironment(environ []string, faults *yamlfile.Faults) {
	for _, pair := range environ {
		variable, value, _ := strings.Cut(pair, "=")
		name, ours := strings.CutPrefix(variable, prefix)
		if !ours {
			continue
		}
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == strings.ToLower(name) })
		if i < 0 {
			faults.Add(variable, 0, "没有这个环境变量，%s", known(prefix))
			continue
		}
		if value == "" { // as good as not set
			continue
		}
		if err := keys[i].set(s, value); err != nil {
			faults.Add(variable, 0, "%v", err)
		}
	}
}

// known lists the names, as they are written in the place of the fault.
func known(prefix string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
		if prefix != "" {
			names[i] = prefix + strings.ToUpper(k.name)
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

func address(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%q 不是监听地址，应写成 127.0.0.1:8080", v)
	}
	return nil
}

func baseURL(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q 不是网址，应写成 https://主机/路径", v)
	}
	return nil
}
