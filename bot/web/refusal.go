package web

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"
)

// A refusal is what a client is told instead of a reply.
type refusal struct {
	status  int
	code    string // a short word that stays
	message string // one sentence for people: what is wrong and what to do
	retry   time.Duration
}

func (r refusal) Error() string { return r.code }

// after is the refusal that says when to try again.
func (r refusal) after(wait time.Duration) refusal {
	r.retry = max(wait, time.Second)
	return r
}

// forPeople is what a person at a page is told, who has typed no id and no
// JSON.
func (r refusal) forPeople() string {
	if words, ok := forPeople[r.code]; ok {
		return words
	}
	return r.message
}

var forPeople = map[string]string{
	"empty":    "没有看到内容：请打上要问的事，或者附上车辆清单，再按发送。",
	"conflict": "这个页面已经发过别的内容：请刷新页面，再发一次。",
	"form":     "这条消息没有收完整：请再发一次。",
	"ending":   "服务正在重启：请过一会儿再发一次，内容还在。",
	"slow":     "答复还没有准备好：请过一会儿再发一次，就能取到。",
	"fault":    "系统出了点问题，这条没有处理：请过一会儿再发一次，内容还在。",
	"files":    "一次只能发一个文件：请分开发送。",
}

var (
	refuseMethod   = refusal{status: http.StatusMethodNotAllowed, code: "method", message: "这个地址只收 POST：请把消息用 POST 发到 /api/chat。"}
	refuseType     = refusal{status: http.StatusUnsupportedMediaType, code: "content_type", message: "内容类型不对：消息用 application/json，带文件用 multipart/form-data。"}
	refuseJSON     = refusal{status: http.StatusBadRequest, code: "json", message: `读不懂这段 JSON：请发送一个对象，如 {"id":"1","text":"展位费报几成"}，各项都是文字。`}
	refuseEncoding = refusal{status: http.StatusUnsupportedMediaType, code: "content_encoding", message: "不收压缩的内容：请去掉 Content-Encoding，原样发送。"}
	refusePartial  = refusal{status: http.StatusBadRequest, code: "incomplete", message: "这条消息没有收完：请用同一个 id 再发一次。"}
	refuseForm     = refusal{status: http.StatusBadRequest, code: "form", message: "读不懂这个表单：请按 multipart/form-data 完整地发送 chat、id、text 和一个 file。"}
	refuseUTF8     = refusal{status: http.StatusBadRequest, code: "utf8", message: "内容不是有效的 UTF-8：请用 UTF-8 编码再发一次。"}
	refuseNoID     = refusal{status: http.StatusBadRequest, code: "id", message: "缺少 id：请给每条消息一个自己的编号，重发时用同一个。"}
	refuseLongID   = refusal{status: http.StatusBadRequest, code: "id", message: fmt.Sprintf("id 太长：最多 %d 字节，请换一个短的。", longestID)}
	refuseEmpty    = refusal{status: http.StatusBadRequest, code: "empty", message: "没有内容：text、choice、file 至少要有一项。"}
	refuseFiles    = refusal{status: http.StatusBadRequest, code: "files", message: "一条消息只能带一个文件：请分开发送。"}
	refuseText     = refusal{status: http.StatusRequestEntityTooLarge, code: "text_too_long", message: fmt.Sprintf("文字太长：最多 %d KiB，请只写要问的事，写短一些再发。", longestText>>10)}
	refuseBody     = refusal{status: http.StatusRequestEntityTooLarge, code: "too_large", message: "请求太大：请只发送 chat、id 和要问的事。"}
	refuseChat     = refusal{status: http.StatusNotFound, code: "chat", message: "没有这个会话：请去掉 chat 再发一次，会开一个新的。"}
	refuseConflict = refusal{status: http.StatusUnprocessableEntity, code: "conflict", message: "这个 id 已经用在另一条消息上：请换一个 id 再发。"}
	refuseTooMany  = refusal{status: http.StatusTooManyRequests, code: "too_many", message: "消息发得太快：请稍等几秒再发。"}
	refuseEnding   = refusal{status: http.StatusServiceUnavailable, code: "ending", message: "服务正在停止或重启：请过一会儿用同一个 id 再发。", retry: 5 * time.Second}
	refuseSlow     = refusal{status: http.StatusServiceUnavailable, code: "slow", message: "答复还没有准备好：请过一会儿用同一个 chat 和 id 再发，就能取到。", retry: 5 * time.Second}
	refuseFault    = refusal{status: http.StatusServiceUnavailable, code: "fault", message: "系统出了点问题，这条消息没有处理：请过一会儿用同一个 id 再发。", retry: 10 * time.Second}
	refuseRoute    = refusal{status: http.StatusNotFound, code: "route", message: "没有这个地址：对话的接口是 POST /api/chat。"}
	refuseHost     = refusal{status: http.StatusMisdirectedRequest, code: "host", message: "请求里的主机名不是这个服务的：请用它监听的地址访问。"}
	refuseOrigin   = refusal{status: http.StatusForbidden, code: "cross_origin", message: "拒绝了别的网站发起的请求：请从本服务自己的页面操作。"}
)

// nameless is a file that came without a name.
const nameless = "未命名"

// refuseField says which field is not text.
func refuseField(name string) refusal {
	return refusal{status: http.StatusBadRequest, code: "json", message: fmt.Sprintf(`%s 不是文字：请写成带引号的文字，如 {"id":"1","text":"展位费报几成"}。`, name)}
}

// refuseFile says how large a file may be.
func refuseFile(most int64) refusal {
	return refusal{status: http.StatusRequestEntityTooLarge, code: "file_too_large", message: fmt.Sprintf("文件太大：最多 %d MB，请分成几个再发。", most>>20)}
}

// fail tells a client of a refusal. chat is the conversation that the request
// opened, "" for none.
func fail(w http.ResponseWriter, lg *slog.Logger, r refusal, chat string) {
	lg.Info("refused", "status", r.status, "code", r.code)
	RetryAfter(w, r.retry)
	type body struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	WriteJSON(w, r.status, struct {
		Chat  string `json:"chat,omitempty"`
		Error body   `json:"error"`
	}{chat, body{r.code, r.message}})
}

// RetryAfter tells a client when to try again, in whole seconds; 0 is not told.
func RetryAfter(w http.ResponseWriter, wait time.Duration) {
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
}

// WriteJSON answers with JSON, as a person can read it in a terminal. No cache
// keeps it, and nobody takes it for a page.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // the client has gone
}
