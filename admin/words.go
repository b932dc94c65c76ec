package admin

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// The desk's own words.
var (
	refuseToken    = refusal{status: http.StatusUnauthorized, code: "token", message: "没有登录，也没有有效的口令：请在 /desk 登录，或在请求头里写 Authorization: Bearer 口令。"}
	refuseGuessing = refusal{status: http.StatusTooManyRequests, code: "token", message: "错误的口令太多：请核对口令，稍后再试。", retry: longestDelay}
	refuseChief    = refusal{status: http.StatusForbidden, code: "role", message: "这件事只有管全部窗口的人能做：请找管理员。"}
	refuseRoute    = refusal{status: http.StatusNotFound, code: "route", message: "没有这个地址：窗口接口的地址见 README 的“预约窗口”。"}
	refuseMethod   = refusal{status: http.StatusMethodNotAllowed, code: "method", message: "这个地址不收这种请求：方法见 README 的“预约窗口”。"}
	refuseBatch    = refusal{status: http.StatusNotFound, code: "batch", message: "没有这个受理号：请核对后再查。"}
	refuseButton   = refusal{status: http.StatusNotFound, code: "button", message: "这个按钮用不了：请按“详情”或写 /desk 取最新的。"}
	refuseView     = refusal{status: http.StatusNotFound, code: "office", message: "没有这个办理机构：请写 /desk 看您管的。"}
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
	booking.SetSlot: "改名额",
}

const (
	wordsExporter = "企业"
	wordsClock    = "系统"
)

// moved tells that somebody else has acted, who and when.
func moved(b Card, by *Acted) string {
	now := fmt.Sprintf("现在是“%s”（第 %d 版）：请看最新内容再决定。", stateNames[b.State], b.Version)
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

// closed tells why a slot takes no vehicles. works says whether its office
// works on that day.
func closed(s *booking.Slot, works bool, now time.Time) string {
	switch {
	case s == nil:
		return "那个时段不开放：请换一个时段。"
	case !now.Before(s.Begins()):
		return fmt.Sprintf("%s %s 已经过去：请换一个以后的时段。", s.Date, s.Window)
	case !works && s.Version == 0:
		return fmt.Sprintf("%s不是办理日：请换一天，或先把这个时段开放。", s.Date.WithWeekday())
	}
	return fmt.Sprintf("%s %s 停办：请换一个时段，或先把它开放。", s.Date, s.Window)
}

// tooEarly tells that a day has not come for what ends with it.
func tooEarly(b Card, action booking.Action) string {
	return fmt.Sprintf("还没到预约的时间（%s %s），不能%s：请到时再办。", b.Date.WithWeekday(), b.Window, actionNames[action])
}

const (
	wordsTaken    = "有车辆已在别的预约里：请核对车架号。"
	wordsSameSlot = "这批预约已经在那个时段：请换一个时段。"
	wordsUnfit    = "这项操作写得不完整：请照 README 的“预约窗口”核对。"
)

func moment(t time.Time) string { return t.In(calendar.Shanghai).Format("1月2日15:04") }

// alertTitles are what the officers' chat is told of, by the kind of notice.
var alertTitles = map[string]string{
	"submitted": "新的预约", "moved": "预约改期", "cancelled": "企业取消了预约", "declined": "企业不同意改期", "expired": "已到期",
}

// usualReasons are what vehicles are mostly returned for.
var usualReasons = []string{"材料不齐", "登记信息不一致", "车架号与证书不符"}

const (
	labelConfirm    = "确认"
	labelReturn     = "退回"
	labelMove       = "改期"
	labelCame       = "到场情况"
	labelComplete   = "办结"
	labelNoShow     = "未到场"
	labelOpen       = "详情"
	labelBack       = "返回，不改"
	labelAll        = "整批 %d 辆"
	labelPicked     = "就退这 %d 辆"
	labelAnew       = "重选"
	labelSureReturn = "确定退回"
	labelSureOffer  = "确定提议"
	labelLater      = "更晚的日子"

	wordsDesk   = "联系人和完整的车架号，请到窗口系统里看。"
	wordsTails  = "车架号的末六位："
	wordsBack   = "已退回："
	wordsPicked = "要退回"
	wordsNow    = "最新情况"
	wordsCame   = "这批车来办了吗？"

	wordsWhichRows  = "退回哪几辆？按下面的按钮，或者回复这条消息写行号、车架号末四位以上，例如 2、5-7、0318。"
	wordsNoRows     = "没看明白是哪几辆。"
	wordsNoSuchRow  = "没有第 %d 行：这批共 %d 行。"
	wordsRowBack    = "第 %d 行已经退回过了。"
	wordsShortTail  = "车架号写得太短：请写末四位以上，或写行号。"
	wordsNoTail     = "这批预约里没有车架号以 %s 结尾、还没退回的车。"
	wordsManyTails  = "有 %d 辆的车架号以 %s 结尾：请多写几位，或写行号。"
	wordsWhy        = "什么原因？企业会看到。按下面的按钮，或者回复这条消息写原因。"
	wordsNoReason   = "没有看到原因。"
	wordsLongReason = "原因太长：最多 %d 个字。"

	wordsWhichSlot = "改到哪个时段？下面是放得下这一批的；要看别的日子，回复这条消息写日期，例如 12月3日。"
	wordsOtherDay  = "可以回复这条消息写别的日期，或者先退回几辆。"
	wordsWhichDay  = "没看明白是哪一天。"
)

// labelRow is short enough for two in a line on a telephone.
func labelRow(n int, vin string) string { return fmt.Sprintf("%d …%s", n, vin[max(0, len(vin)-4):]) }

func wordsRowsBackwards(from, to int) string {
	return fmt.Sprintf("%d-%d 写反了：从小写到大，例如 %d-%d。", from, to, to, from)
}

// wordsRows names the vehicles that are to be returned.
func wordsRows(picked rows, b booking.Batch) string {
	if len(picked) == b.Count() {
		return fmt.Sprintf("整批退回，%d 辆。", len(picked))
	}
	return fmt.Sprintf("退回第 %s 行，%d 辆。", strings.ReplaceAll(picked.String(), ",", "、"), len(picked))
}

func wordsSureReturn(picked rows, b booking.Batch, why string) string {
	return wordsRows(picked, b) + "\n原因：" + why + "\n退回后名额立即放出，企业会收到通知。确定吗？要换原因，回复这条消息重写。"
}

func wordsPastDay(d calendar.Day) string { return d.WithWeekday() + "已经过去了。" }

func wordsNoSlot(from calendar.Day, vehicles int) string {
	return fmt.Sprintf("%s起 %d 天内没有放得下 %d 辆的时段。", from.WithWeekday(), offerDays, vehicles)
}

func wordsSureOffer(from, to booking.SlotID, why string) string {
	words := fmt.Sprintf("从 %s\n改到 %s", slotWords(from), slotWords(to))
	if why == "" {
		return words + "\n提议后两边的名额都占着，等企业答复。要写原因，回复这条消息；不写就直接确定。"
	}
	return words + "\n原因：" + why + "\n提议后两边的名额都占着，等企业答复。确定吗？"
}

func wordsStranger(user string) string {
	return "您没有登记为窗口人员，没有办理。请管理员在口令里登记您的 Telegram 编号 " + user + "。"
}

func labelSlot(s booking.Slot) string {
	return fmt.Sprintf("%d月%d日（%s）%s 空 %d 辆", s.Date.Month, s.Date.Day, s.Date.WeekdayName(), s.Window, s.Free())
}

func slotWords(s booking.SlotID) string { return s.Date.WithWeekday() + " " + s.Window }

func wordsOffered(to booking.SlotID, until time.Time) string {
	return fmt.Sprintf("已提议改到 %s，企业在%s前答复，两边的名额都占着。", slotWords(to), moment(until))
}
