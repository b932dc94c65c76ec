package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

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

// baseURL is where somebody else's service is.
func baseURL(v string) error {
	if !isURL(v, "http", "https") {
		return fmt.Errorf("%s 不是网址，应写成 https://主机/路径", quoted(v))
	}
	if u, _ := url.Parse(v); ownEnvironment(u.Hostname()) {
		return fmt.Errorf("%s 是本机环境自己的地址（如云主机的密钥），不能用", quoted(v))
	}
	return nil
}

func proxy(v string) error {
	if !isURL(v, "http", "https", "socks5") {
		return fmt.Errorf("%s 不是代理的网址，应写成 http://主机:端口 或 socks5://主机:端口", quoted(v))
	}
	return nil
}

func publicURL(v string) error {
	if !isURL(v, "https") {
		return fmt.Errorf("%s 不是公网的网址，应写成 https://主机/路径", quoted(v))
	}
	if u, _ := url.Parse(v); !pathForm.MatchString(u.EscapedPath()) || path.Clean(u.Path) != u.Path || slices.ContainsFunc(taken, below(u.Path)) {
		return fmt.Errorf("%s 的路径不能用，应写成 https://主机/telegram：只用字母、数字、- 和 _，并且不在车驿自己的 / %s 之下", quoted(v), strings.Join(taken, " "))
	}
	return nil
}

// taken are the paths at and below which the program itself is reached, besides
// the root.
var taken = []string{"/api", "/assets", "/calc", "/desk", "/files", "/healthz", "/metrics", "/new", "/policy", "/readyz"}

func below(p string) func(string) bool {
	return func(top string) bool { return p == top || strings.HasPrefix(p, top+"/") }
}

// siteURL is where people find the program: its own pages begin at the root.
func siteURL(v string) error {
	u, err := url.Parse(v)
	if err != nil || !isURL(v, "http", "https") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("%s 不是本服务的网址，应写成 https://主机", quoted(v))
	}
	return nil
}

func isURL(v string, schemes ...string) bool {
	u, err := url.Parse(v)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Hostname() != ""
}

// ownEnvironment reports whether only a machine's own environment answers at
// an address. A name that resolves to one is refused when it is dialled.
func ownEnvironment(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.Unmap().IsLinkLocalUnicast() || ip.Unmap().IsMulticast())
}

// quoted repeats a value, unless it could hold a password.
func quoted(v string) string {
	if strings.Contains(v, "@") {
		return "所写的内容"
	}
	return strconv.Quote(v)
}

func hasPassword(v string) bool {
	u, err := url.Parse(v)
	if err != nil || u.User == nil {
		return false
	}
	_, has := u.User.Password()
	return has
}

var (
	pathForm   = regexp.MustCompile(`^/[A-Za-z0-9_./-]+$`)
	tokenForm  = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

func token(v string) error {
	if !tokenForm.MatchString(v) {
		return errors.New("不是 Bot 的令牌，应是 @BotFather 给的“数字:字母数字”")
	}
	return nil
}

func secretToken(v string) error {
	if !secretForm.MatchString(v) {
		return errors.New("只能用 A–Z、a–z、0–9、_ 和 -，1 到 256 个")
	}
	return nil
}

func chatID(v string) error {
	if id, err := strconv.ParseInt(v, 10, 64); err != nil || id == 0 {
		return fmt.Errorf("%q 不是 Telegram 会话的编号，应是一个整数，群的编号是负数", v)
	}
	return nil
}
