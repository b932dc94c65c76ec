package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cheyi/config"
	"cheyi/yamlfile"
)

func TestDefaults(t *testing.T) {
	want := config.Settings{Data: "data", HTTP: "127.0.0.1:8080"}
	if got := load(t, "", "LANG=zh_CN.UTF-8", "cheyi_http=:80", "XCHEYI_HTTP=:80"); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := load(t, write(t, "# 全部用默认值\n")); got != want {
		t.Errorf("an empty file: got  %+v\nwant %+v", got, want)
	}
}

// Every setting can be written in a file and, under the name CHEYI_…, in the
// environment; both are read alike.
func TestEverySetting(t *testing.T) {
	want := config.Settings{
		Data: "/var/lib/cheyi", HTTP: "0.0.0.0:8443", URL: "https://chat.example", Corpus: "语料", Offices: "offices.yaml",
		DeskToken: "值班口令", DeskChat: "-100123", TelegramToken: "123:abc", TelegramAPI: "http://127.0.0.1:8081",
		TelegramProxy: "socks5://u:p@127.0.0.1:1080", TelegramWebhook: "https://bot.example/hook", TelegramSecret: "a_B-9",
		LLMURL: "https://llm.example/v1", LLMKey: "钥匙", LLMModel: "qwen3",
		Now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC),
	}
	values := [][2]string{
		{"data", "/var/lib/cheyi"}, {"http", "0.0.0.0:8443"}, {"url", "https://chat.example"}, {"corpus", "语料"}, {"offices", "offices.yaml"},
		{"desk_token", "值班口令"}, {"desk_chat", "-100123"}, {"telegram_token", "123:abc"}, {"telegram_api", "http://127.0.0.1:8081"},
		{"telegram_proxy", "socks5://u:p@127.0.0.1:1080"}, {"telegram_webhook", "https://bot.example/hook"}, {"telegram_secret", "a_B-9"},
		{"llm_url", "https://llm.example/v1"}, {"llm_key", "钥匙"}, {"llm_model", "qwen3"},
		{"now", "2026-11-23T09:00:00+08:00"},
	}
	var file strings.Builder
	var environ, flags []string
	for _, v := range values {
		fmt.Fprintf(&file, "%s: %s\n", v[0], v[1])
		environ = append(environ, "CHEYI_"+strings.ToUpper(v[0])+"="+v[1])
		flags = append(flags, strings.ReplaceAll(v[0], "_", "-")+"="+v[1])
	}
	if got := load(t, write(t, file.String())); !same(got, want) {
		t.Errorf("the file: got  %+v\nwant %+v", got, want)
	}
	if got := load(t, "", environ...); !same(got, want) {
		t.Errorf("the environment: got  %+v\nwant %+v", got, want)
	}
	if got, faults := config.Load("", nil, flags...); len(faults) > 0 || !same(got, want) {
		t.Errorf("the flags: got  %+v\nwant %+v\n%v", got, want, faults)
	}
}

func TestEnvironmentOverridesFile(t *testing.T) {
	file := write(t, "data: 文件里的\nhttp: 127.0.0.1:9001\nllm_model: qwen3\n")
	got := load(t, file, "CHEYI_DATA=环境里的", "CHEYI_HTTP=")
	if got.Data != "环境里的" {
		t.Errorf("data is %q, the environment says otherwise", got.Data)
	}
	if got.HTTP != "127.0.0.1:9001" {
		t.Errorf("an empty variable replaced the file's http with %q", got.HTTP)
	}
	if got.LLMModel != "qwen3" {
		t.Errorf("llm_model is %q, the file says otherwise", got.LLMModel)
	}
}

// An empty value is one not written, in a file as in the environment: what
// would hold without it stays.
func TestEmptyValues(t *testing.T) {
	want := config.Settings{Data: "data", HTTP: "127.0.0.1:8080"}
	names := []string{
		"data", "http", "url", "corpus", "offices", "desk_token", "desk_chat", "telegram_token", "telegram_api",
		"telegram_proxy", "telegram_webhook", "telegram_secret", "llm_url", "llm_key", "llm_model", "now",
	}
	tests := []struct{ name, empty string }{
		{"冒号之后什么也没有", ""},
		{"空的引号", ` ""`},
		{"写成 null", " null"},
		{"只有注释", " # 以后再说"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range names {
				if got := load(t, write(t, name+":"+tt.empty+"\n")); got != want {
					t.Errorf("%s: got  %+v\nwant %+v", name, got, want)
				}
			}
		})
	}
	t.Run("环境变量", func(t *testing.T) {
		for _, name := range names {
			if got := load(t, "", "CHEYI_"+strings.ToUpper(name)+"="); got != want {
				t.Errorf("%s: got  %+v\nwant %+v", name, got, want)
			}
		}
	})
}

// A value may hold what separates names from values.
func TestEnvironmentValueWithEquals(t *testing.T) {
	if got := load(t, "", "CHEYI_LLM_KEY=a=b=="); got.LLMKey != "a=b==" {
		t.Errorf("got %q", got.LLMKey)
	}
}

func TestNow(t *testing.T) {
	shanghai := time.FixedZone("", 8*60*60)
	tests := []struct {
		name, value string
		want        time.Time
	}{
		{"日期是上海的正午", "2026-11-23", time.Date(2026, 11, 23, 12, 0, 0, 0, shanghai)},
		{"上海的时刻", "2026-11-23T09:00:00+08:00", time.Date(2026, 11, 23, 9, 0, 0, 0, shanghai)},
		{"世界时的时刻", "2026-11-23T09:00:00Z", time.Date(2026, 11, 23, 17, 0, 0, 0, shanghai)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := load(t, "", "CHEYI_NOW="+tt.value).Now; !got.Equal(tt.want) {
				t.Errorf("the environment: got %v, want %v", got, tt.want)
			}
			if got := load(t, write(t, "now: "+tt.value+"\n")).Now; !got.Equal(tt.want) {
				t.Errorf("the file: got %v, want %v", got, tt.want)
			}
		})
	}
	zone, offset := load(t, "", "CHEYI_NOW=2026-11-23").Now.Zone()
	if zone != "Asia/Shanghai" || offset != 8*60*60 {
		t.Errorf("the zone of a date is %s, %d s east", zone, offset)
	}
}

// What is wrong with a value is said alike of the file and of the environment.
func TestBadValues(t *testing.T) {
	tests := []struct{ name, key, value, want string }{
		{"地址没有端口", "http", "127.0.0.1", `"127.0.0.1" 不是监听地址，应写成 127.0.0.1:8080`},
		{"地址的端口是空的", "http", "127.0.0.1:", `"127.0.0.1:" 不是监听地址`},
		{"地址只有冒号", "http", ":", `":" 不是监听地址`},
		{"地址只有端口号", "http", "8080", `"8080" 不是监听地址`},
		{"端口太大", "http", "127.0.0.1:99999", `"127.0.0.1:99999" 不是监听地址`},
		{"端口是字", "http", "127.0.0.1:八千", `"127.0.0.1:八千" 不是监听地址`},
		{"端口是服务名", "http", "127.0.0.1:http", `"127.0.0.1:http" 不是监听地址`},
		{"端口有正号", "http", "127.0.0.1:+80", `"127.0.0.1:+80" 不是监听地址`},
		{"网址没有协议", "llm_url", "llm.example/v1", `"llm.example/v1" 不是网址，应写成 https://主机/路径`},
		{"网址是别的协议", "llm_url", "ftp://llm.example/v1", `"ftp://llm.example/v1" 不是网址`},
		{"网址没有主机", "telegram_api", "https:///bot", `"https:///bot" 不是网址`},
		{"网址里有空格", "telegram_api", "https://api .example", `"https://api .example" 不是网址`},
		{"网址是文件", "llm_url", "file:///etc/passwd", `"file:///etc/passwd" 不是网址`},
		{"网址是云主机的密钥", "llm_url", "http://169.254.169.254/v1", `"http://169.254.169.254/v1" 是本机环境自己的地址`},
		{"会话是名字", "desk_chat", "@desk", `"@desk" 不是 Telegram 会话的编号，应是一个整数，群的编号是负数`},
		{"会话是零", "desk_chat", "0", `"0" 不是 Telegram 会话的编号`},
		{"令牌不成形", "telegram_token", "abc", `不是 Bot 的令牌`},
		{"代理没有协议", "telegram_proxy", "127.0.0.1:1080", `"127.0.0.1:1080" 不是代理的网址，应写成 http://主机:端口 或 socks5://主机:端口`},
		{"推送到网页接口", "telegram_webhook", "https://bot.example/api/chat", `"https://bot.example/api/chat" 的路径不能用，应写成 https://主机/telegram`},
		{"推送的路径是通配符", "telegram_webhook", "https://bot.example/{a}", `"https://bot.example/{a}" 的路径不能用，应写成 https://主机/telegram`},
		{"推送的路径有空格", "telegram_webhook", "https://bot.example/a b", `"https://bot.example/a b" 的路径不能用，应写成 https://主机/telegram`},
		{"推送的路径会被改写", "telegram_webhook", "https://bot.example//hook", `"https://bot.example//hook" 的路径不能用，应写成 https://主机/telegram`},
		{"推送到首页", "telegram_webhook", "https://bot.example/", `"https://bot.example/" 的路径不能用，应写成 https://主机/telegram`},
		{"推送没有路径", "telegram_webhook", "https://bot.example", `"https://bot.example" 的路径不能用，应写成 https://主机/telegram`},
		{"推送到页面之下", "telegram_webhook", "https://bot.example/desk/hook", `"https://bot.example/desk/hook" 的路径不能用`},
		{"网址有路径", "url", "https://chat.example/cheyi", `"https://chat.example/cheyi" 不是本服务的网址，应写成 https://主机`},
		{"推送不是 https", "telegram_webhook", "http://bot.example/hook", `"http://bot.example/hook" 不是公网的网址，应写成 https://主机/路径`},
		{"推送的口令有空格", "telegram_secret", "a b", `只能用 A–Z、a–z、0–9、_ 和 -，1 到 256 个`},
		{"推送的口令太长", "telegram_secret", strings.Repeat("a", 257), `只能用 A–Z、a–z、0–9、_ 和 -，1 到 256 个`},
		{"没有的一天", "now", "2026-02-30", `"2026-02-30" 不是有效的时间，应写成 2026-11-23 或 2026-11-23T09:00:00+08:00`},
		{"时刻没有时区", "now", "2026-11-23T09:00:00", `"2026-11-23T09:00:00" 不是有效的时间`},
		{"只有时刻", "now", "09:00", `"09:00" 不是有效的时间`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := write(t, "# 设置\n"+tt.key+": '"+tt.value+"'\n")
			_, faults := config.Load(file, nil)
			expect(t, faults, fault{file, 2, tt.key + ": " + tt.want})

			variable := "CHEYI_" + strings.ToUpper(tt.key)
			_, faults = config.Load("", []string{variable + "=" + tt.value})
			expect(t, faults, fault{variable, 0, tt.want})

			flag := strings.ReplaceAll(tt.key, "_", "-")
			_, faults = config.Load("", nil, flag+"="+tt.value)
			expect(t, faults, fault{"--" + flag, 0, tt.want})
		})
	}
}

func TestF1FileFaults(t *testing.T) {
	tests := []struct {
		name, file string
		line       int
		want       string
	}{
		{"没有这个设置", "data: 数据\nhtpp: 127.0.0.1:80\n", 2, `没有 "htpp" 这个设置，可用的有：data、http、url、corpus、`},
		{"大写的设置", "DATA: 数据\n", 1, `没有 "DATA" 这个设置`},
		{"环境变量的写法", "CHEYI_DATA: 数据\n", 1, `没有 "CHEYI_DATA" 这个设置`},
		{"写了两次", "data: 甲\nhttp: 127.0.0.1:80\ndata: 乙\n", 3, `键 "data" 重复，第 1 行已经写过`},
		{"值是列表", "data: 数据\nhttp:\n  - 127.0.0.1:80\n", 3, "列表 的类型不对，这里应当是文字"},
		{"值是映射", "data: 数据\nhttp: {port: 80}\n", 2, "映射 的类型不对，这里应当是文字"},
		{"整个文件是列表", "- data\n- http\n", 1, "列表 的类型不对，这里应当是映射"},
		{"文件里有两段", "data: 数据\n---\nhttp: 127.0.0.1:80\n", 2, "一个文件里只能有一段"},
		{"YAML 读不懂", "data: 数据\n  http: 127.0.0.1:80\n", 2, "YAML 读不懂"},
		{"不是 UTF-8", "data: 数据\ndesk_token: \xbf\xda\n", 2, "不是有效的 UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := write(t, tt.file)
			_, faults := config.Load(file, nil)
			expect(t, faults, fault{file, tt.line, tt.want})
		})
	}
}

// F1: how an editor ends lines and marks a file is no fault; a tab is, where
// YAML wants spaces.
func TestF1Editors(t *testing.T) {
	for name, text := range map[string]string{
		"CRLF": "data: 数据\r\nhttp: 127.0.0.1:80\r\n", "BOM": "\ufeffdata: 数据\nhttp: 127.0.0.1:80\n", "no end": "data: 数据\nhttp: 127.0.0.1:80",
	} {
		if got := load(t, write(t, text)); got.Data != "数据" || got.HTTP != "127.0.0.1:80" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	file := write(t, "data: 数据\nhttp:\n\tport: 80\n")
	_, faults := config.Load(file, nil)
	expect(t, faults, fault{file, 3, "YAML 读不懂"})
}

func TestNoSuchFile(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "没有.yaml")
	_, faults := config.Load(missing, []string{"CHEYI_HTTP=八千"})
	expect(t, faults,
		fault{missing, 0, "没有这个配置文件，请检查 --config"},
		fault{"CHEYI_HTTP", 0, `"八千" 不是监听地址`})
}

// A misspelt variable would otherwise leave a default in place, unnoticed.
func TestUnknownVariable(t *testing.T) {
	_, faults := config.Load("", []string{"CHEYI_TELEGRAM=123:abc", "CHEYI_DATA=数据", "CHEYI_=x"})
	expect(t, faults,
		fault{"CHEYI_TELEGRAM", 0, "没有这个环境变量，可用的有：CHEYI_DATA、CHEYI_HTTP、CHEYI_URL、CHEYI_CORPUS、"},
		fault{"CHEYI_", 0, "没有这个环境变量"})

	t.Run("空的也不放过", func(t *testing.T) {
		_, faults := config.Load("", []string{"CHEYI_TELEGRAM=", "CHEYI_X", "CHEYI_DATA="})
		expect(t, faults,
			fault{"CHEYI_TELEGRAM", 0, "没有这个环境变量"},
			fault{"CHEYI_X", 0, "没有这个环境变量"})
	})
}

// Whoever sets the program up mends everything in one go.
func TestAllFaultsAtOnce(t *testing.T) {
	file := write(t, `data: [数据]
htpp: 127.0.0.1:80
llm_url: llm.example
corpus: {语料: 1}
now: 明天
http: 127.0.0.1:80
---
data: 数据
`)
	for range 20 { // in the order of the file, every time
		_, faults := config.Load(file, []string{"CHEYI_HTTP=八千", "CHEYI_X=1", "CHEYI_NOW=昨天"})
		expect(t, faults,
			fault{file, 1, "列表 的类型不对，这里应当是文字"},
			fault{file, 2, `没有 "htpp" 这个设置`},
			fault{file, 3, `llm_url: "llm.example" 不是网址`},
			fault{file, 4, "映射 的类型不对，这里应当是文字"},
			fault{file, 5, `now: "明天" 不是有效的时间`},
			fault{file, 7, "一个文件里只能有一段"},
			fault{"CHEYI_HTTP", 0, `"八千" 不是监听地址`},
			fault{"CHEYI_X", 0, "没有这个环境变量"},
			fault{"CHEYI_NOW", 0, `"昨天" 不是有效的时间`})
	}
}

// Secrets are for the log of no one: a fault elsewhere does not print them.
func TestFaultsKeepSecrets(t *testing.T) {
	file := write(t, "desk_token: 绝密甲\nllm_key: 绝密乙\nhttp: 八千\ntelegram_proxy: u:绝密@host\n")
	_, faults := config.Load(file, []string{"CHEYI_TELEGRAM_TOKEN=绝密丙", "CHEYI_TELEGRAM_SECRET=绝密丁", "CHEYI_X=1"})
	if len(faults) != 5 || strings.Contains(faults.Error(), "绝密") {
		t.Errorf("the faults are\n%v", faults)
	}
}

// F6: what is secret is read by its owner alone. Others may read a file that
// holds no secret.
func TestF6FileOthersCanRead(t *testing.T) {
	for _, tt := range []struct {
		file    string
		refused bool
	}{
		{"http: 127.0.0.1:80\n", false},
		{"llm_key:\n", false},
		{"telegram_proxy: http://host:3128\n", false},
		{"llm_key: 钥匙\n", true},
		{"telegram_proxy: http://u:p@host:3128\n", true},
	} {
		file := write(t, tt.file)
		if err := os.Chmod(file, 0o640); err != nil {
			t.Fatal(err)
		}
		_, faults := config.Load(file, nil)
		if !tt.refused {
			expect(t, faults)
			continue
		}
		expect(t, faults, fault{file, 0, "文件里有口令或密钥，别的用户却能读写它（权限 0640）：请运行 chmod 600 " + file})
	}
}

// Some settings need another.
func TestTogether(t *testing.T) {
	_, faults := config.Load("", []string{"CHEYI_LLM_URL=https://llm.example/v1", "CHEYI_TELEGRAM_WEBHOOK=https://bot.example/hook", "CHEYI_DESK_CHAT=-100123"})
	expect(t, faults,
		fault{"CHEYI_LLM_MODEL", 0, "写了 CHEYI_LLM_URL，还要写模型的名字"},
		fault{"CHEYI_DESK_TOKEN", 0, "写了 CHEYI_DESK_CHAT，还要写窗口的口令"},
		fault{"CHEYI_TELEGRAM_TOKEN", 0, "写了 CHEYI_DESK_CHAT，还要写机器人的令牌"},
		fault{"CHEYI_TELEGRAM_SECRET", 0, "写了 CHEYI_TELEGRAM_WEBHOOK，还要写推送的口令"})
}

// Flags win over the environment; what others can see on the command line is
// known.
func TestFlags(t *testing.T) {
	s, faults := config.Load("", []string{"CHEYI_HTTP=:80", "CHEYI_DATA=环境里的"}, "http=:81", "data=")
	if expect(t, faults); s.HTTP != ":81" || s.Data != "环境里的" {
		t.Errorf("got %+v", s)
	}
	_, faults = config.Load("", nil, "htpp=:80")
	expect(t, faults, fault{"--htpp", 0, "没有这个选项"})
	var hidden []string
	for _, f := range config.Flags() {
		if f.Hides("x") {
			hidden = append(hidden, f.Name)
		}
		if f.Secret() == (f.What != "") {
			t.Errorf("--%s: %q", f.Name, f.What)
		}
		if !f.Hides("http://u:p@host") || f.Hides("") {
			t.Errorf("--%s does not know a password", f.Name)
		}
	}
	if want := []string{"desk-token", "telegram-token", "telegram-secret", "llm-key"}; !slices.Equal(hidden, want) {
		t.Errorf("secret are %v, want %v", hidden, want)
	}
}

// Whatever the bytes of the file: faults point into it, and settings without
// a fault are well formed, which is to say that the environment takes the
// same values and comes to the same settings.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "data: 数据\nhttp: 127.0.0.1:80\n", "htpp: 1\n", "now: 2026-11-23\n", "now: 2026-11-23T09:00:00.5+08:00\n",
		"llm_url: https://llm.example/v1\n", "data:\n", "- data\n", "http: [::1]:80\n", "http: '[::1]:80'\n",
		"{http: ':80', data: x}\n", "data: &a x\ncorpus: *a\n", "data: \xff\n", "data: |\n  两\n  行\n", "?", "\t",
		"htpp:\n", "data: ''\nhttp:\n", "data: [x]\nhttp: 80\n", "data: x\n---\nhttp: ':80'\n", "http: 'localhost:'\n",
		"telegram_proxy: socks5://u:p@host:1\n", "telegram_webhook: https://h/\ntelegram_secret: a\n", "telegram_token: 1:a\n",
	} {
		f.Add([]byte(seed))
	}
	file := filepath.Join(f.TempDir(), "cheyi.yaml")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, faults := config.Load(file, nil)
		for _, fault := range faults {
			if fault.File != file && !strings.HasPrefix(fault.File, "CHEYI_") || fault.What == "" || fault.Line < 0 || fault.Line > lines(data) {
				t.Errorf("%q: the fault points nowhere: %+v", data, fault)
			}
		}
		if len(faults) > 0 {
			return
		}
		again, faults := config.Load("", environ(s))
		if len(faults) > 0 || !same(again, s) {
			t.Errorf("%q: the file gives %+v,\nthe environment %+v\n%v", data, s, again, faults)
		}
	})
}

// environ writes settings as an environment.
func environ(s config.Settings) []string {
	all := []string{
		"CHEYI_DATA=" + s.Data, "CHEYI_HTTP=" + s.HTTP, "CHEYI_URL=" + s.URL, "CHEYI_CORPUS=" + s.Corpus, "CHEYI_OFFICES=" + s.Offices,
		"CHEYI_DESK_TOKEN=" + s.DeskToken, "CHEYI_TELEGRAM_TOKEN=" + s.TelegramToken, "CHEYI_TELEGRAM_API=" + s.TelegramAPI,
		"CHEYI_TELEGRAM_PROXY=" + s.TelegramProxy, "CHEYI_TELEGRAM_WEBHOOK=" + s.TelegramWebhook, "CHEYI_TELEGRAM_SECRET=" + s.TelegramSecret,
		"CHEYI_LLM_URL=" + s.LLMURL, "CHEYI_LLM_KEY=" + s.LLMKey, "CHEYI_LLM_MODEL=" + s.LLMModel,
	}
	if !s.Now.IsZero() {
		all = append(all, "CHEYI_NOW="+s.Now.Format(time.RFC3339Nano))
	}
	return all
}

// same compares settings; the same moment in another zone is the same.
func same(a, b config.Settings) bool {
	equal := a.Now.Equal(b.Now)
	a.Now, b.Now = time.Time{}, time.Time{}
	return equal && a == b
}

// lines counts lines as YAML does, which knows more line breaks than "\n".
func lines(data []byte) int {
	n := 1
	for _, r := range string(data) {
		if strings.ContainsRune("\n\r\u0085\u2028\u2029", r) {
			n++
		}
	}
	return n
}

// load reads settings that must be without fault.
func load(t *testing.T, file string, environ ...string) config.Settings {
	t.Helper()
	s, faults := config.Load(file, environ)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return s
}

func write(t *testing.T, text string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "cheyi.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A fault as a test expects it: where it is and the words that must be in it.
type fault struct {
	file string
	line int
	what string
}

// expect compares faults with the expected ones, in order.
func expect(t *testing.T, got yamlfile.Faults, want ...fault) {
	t.Helper()
	same := slices.EqualFunc(got, want, func(g yamlfile.Fault, w fault) bool {
		return g.File == w.file && g.Line == w.line && strings.Contains(g.What, w.what)
	})
	if !same {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}
