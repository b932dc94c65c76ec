package admin

import (
	"fmt"
	"net/http"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// The desk's own words.
var (
	refuseToken    = refusal{status: http.StatusUnauthorized, code: "token", message: "没有有效的口令：请在请求头里写 Authorization: Bearer 口令。"}
	refuseGuessing = refusal{status: http.StatusTooManyRequests, code: "token", message: "错误的口令太多：请核对口令，稍后再试。", retry: longestDelay}
	refuseChief    = refusal{status: http.StatusForbidden, code: "role", message: "这件事只有管全部窗口的人能做：请找管理员。"}
	refuseRoute    = refusal{status: http.StatusNotFound, code: "route", message: "没有这个地址：窗口接口的地址见 README 的“预约窗口”。"}
	refuseMethod   = refusal{status: http.StatusMethodNotAllowed, code: "method", message: "这个地址不收这种请求：方法见 README 的“预约窗口”。"}
	refuseBatch    = refusal{status: http.StatusNotFound, code: "batch", message: "没有这个受理号：请核对后再查。"}
	refuseSlot     = refusal{status: http.StatusNotFound, code: "slot", message: "没有这个窗口时段：办理机构、日期和时段请照时段列表填写。"}
	refuseOffice   = refusal{status: http.StatusNotFound, code: "office", message: "没有这个办理机构：请填 offices.yaml 里的编号。"}
	refuseOfficer  = refusal{status: http.StatusNotFound, code: "officer", message: "没有这个口令：编号请照口令列表填写。"}
	refuseName     = refusal{status: http.StatusConflict, code: "name", message: "已有同名的窗口人员：办理记录靠名字区分，请换一个名字。"}
	refuseType     = refusal{status: http.StatusUnsupportedMediaType, code: "content_type", message: "内容类型不对：请用 application/json 发送。"}
	refuseBody     = refusal{status: http.StatusRequestEntityTooLarge, code: "too_large", message: "请求太大：请只发送要改的内容。"}
	refuseConflict = refusal{status: http.StatusUnprocessableEntity, code: "conflict", message: "这个 Idempotency-Key 已经用在另一项操作上：请换一个再发。"}
	refuseTooMany  = refusal{status: http.StatusTooManyRequests, code: "too_many", message: "请求太快：请稍等几秒再发。"}
	refuseFault    = refusal{status: http.StatusServiceUnavailable, code: "fault", message: "系统出了点问题，没有办成：请过一会儿用同样的内容再发，不会办两次。", retry: 10 * time.Second}
)

// stateNames are the states of a batch for people.
var stateNames = map[booking.State]string{
	booking.Pending: "待确认", booking.Confirmed: "已确认", booking.MoveProposed: "改期待答复", booking.Rejected: "已退回",
	booking.Cancelled: "已取消", booking.Completed: "已办结", booking.NoShow: "未到场", booking.Expired: "已过期",
}

// actionNames are the commands for people, as something that was done.
var actionNames = map[booking.Action]string{
	booking.Submit: "提交", booking.Confirm: "确认", booking.Reject: "退回车辆", booking.Propose: "提议改期",
	booking.Accept: "同意改期", booking.Decline: "不同意改期", booking.Reschedule: "改期", booking.Cancel: "取消",
	booking.Expire: "到期处理", booking.Complete: "办结", booking.MarkNoShow: "记为未到场", booking.EraseOwner: "删除个人信息",
}

const (
	wordsExporter = "企业"
	wordsClock    = "系统"
)

// moved tells that somebody else has acted, who and when.
func moved(b Card, by *Acted) string {
	now := "现在是“" + stateNames[b.State] + "”：请看最新内容再决定。"
	if by == nil {
		return "这批预约已有变化，" + now
	}
	return fmt.Sprintf("这批预约已由%s于%s%s，%s", by.By, moment(by.At), actionNames[by.Action], now)
}

// unfit tells that an action is not possible in a state.
func unfit(b Card, by *Acted) string {
	if by == nil {
		return "这批预约现在是“" + stateNames[b.State] + "”，不能这样办：请看最新内容。"
	}
	return fmt.Sprintf("这批预约由%s于%s%s，现在是“%s”，不能这样办：请看最新内容。", by.By, moment(by.At), actionNames[by.Action], stateNames[b.State])
}

func full(s *booking.Slot) string {
	if s == nil {
		return "那个时段的空位不够：请换一个时段。"
	}
	return fmt.Sprintf("%s %s 只剩 %d 辆的空位：请换一个时段。", s.Date, s.Window, s.Free())
}

const (
	wordsClosed    = "那个时段不开放：可能停办、是休息日或已经过去，请换一个时段。"
	wordsTaken     = "有车辆已在别的预约里：请核对车架号。"
	wordsMovedSlot = "这个时段已有变化：请看最新的数再改。"
)

func moment(t time.Time) string { return t.In(calendar.Shanghai).Format("1月2日15:04") }

// alertTitles are what the officers' chat is told of, by the kind of notice.
var alertTitles = map[string]string{
	"submitted": "新的预约", "moved": "预约改期", "cancelled": "企业取消了预约", "declined": "企业不同意改期", "expired": "已到期",
}

const (
	wordsReturned = "窗口整批退回，原因请向窗口了解。" // by a button, which gives no other
	wordsDesk     = "联系人、完整的车架号和退回部分车辆，请到窗口系统里办。"

	labelConfirm   = "确认"
	labelRejectAll = "整批退回"
	labelOpen      = "详情"
)

func wordsAsk(b booking.Batch) string {
	return fmt.Sprintf("受理号 %s 共 %d 辆：整批退回后名额立即放出，企业会收到通知。确定要退回吗？", b.Receipt, b.Count())
}

func wordsStranger(user string) string {
	return "您没有登记为窗口人员，没有办理。请管理员在口令里登记您的 Telegram 编号 " + user + "。"
}
