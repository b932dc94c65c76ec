package admin

import (
	"fmt"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
)

// The words of the officers' chat for cancelling, and for days and windows.
const (
	labelCancel     = "取消预约"
	labelSureCancel = "确定取消"

	wordsCancelWhy = "取消整批预约。什么原因？企业会看到。按下面的按钮，或者回复这条消息写原因。只有几辆不行，请返回后按“退回”。"

	labelOffices    = "换办理机构"
	labelHome       = "近日"
	labelDay        = "当天"
	labelList       = "当天名单"
	labelShut       = "停办"
	labelOpenUp     = "开放"
	labelWholeDay   = "这一天"
	labelShutWindow = "停办这个时段"
	labelOpenWindow = "开放这个时段"

	wordsFind        = "按日期看当天的预约、名额和名单；也可以回复这条消息写日期、受理号或车架号末四位以上。"
	wordsNobody      = "没有预约。"
	wordsNoOffice    = "您还没有分到办理机构：请找管理员。"
	wordsWhichOffice = "看哪个办理机构？按下面的按钮，也可以回复这条消息写机构、日期、受理号或车架号末四位以上。"
	wordsNotFound    = "没有找到：请写受理号、车架号末四位以上，或者日期，例如 12月3日。"
	wordsOpenFirst   = "这个时段停办着：要改名额，请先开放。"
	wordsHowMany     = "改成多少辆？按下面的数，或者回复这条消息写一个数。改少了谁的位置也不丢，只是不再收新的。"
)

// cancelReasons are what batches are mostly cancelled for at a desk.
var cancelReasons = []string{"企业来电要求取消", "重复预约", "当天临时停办"}

func wordsSureCancel(b booking.Batch, why string) string {
	return fmt.Sprintf("取消整批预约，%d 辆。\n原因：%s\n取消后名额立即放出，企业会收到通知，不能恢复。确定吗？要换原因，回复这条消息重写。", b.Count(), why)
}

func labelQueue(batches int) string { return fmt.Sprintf("待确认 %d 批", batches) }

func wordsWaiting(batches []booking.Batch) string {
	if len(batches) == 0 {
		return "没有待确认的预约。"
	}
	return fmt.Sprintf("待确认 %d 批，%d 辆。", len(batches), places(batches))
}

// places is how many vehicles batches are for.
func places(batches []booking.Batch) (n int) {
	for _, b := range batches {
		n += b.Count()
	}
	return n
}

func wordsFound(batches int) string {
	return fmt.Sprintf("找到 %d 批，都是您要找的吗？", batches)
}

// wordsBatch is a batch on a line.
func wordsBatch(b booking.Batch) string {
	return fmt.Sprintf("%s　%d月%d日 %s　%d 辆　%s　%s", b.Receipt, b.Slot.Date.Month, b.Slot.Date.Day, b.Slot.Window, b.Count(), stateNames[b.State], b.Enterprise.Name)
}

func wordsMoreBatches(more int) string {
	return fmt.Sprintf("另有 %d 批：请写 /desk 和受理号，或到窗口系统里看。", more)
}

// labelOnDay is a day on a button.
func labelOnDay(day []booking.Slot) string {
	used, free, open := 0, 0, false
	for _, s := range day {
		used, free, open = used+s.Used, free+s.Free(), open || s.Open
	}
	date := fmt.Sprintf("%d月%d日（%s）", day[0].Date.Month, day[0].Date.Day, day[0].Date.WeekdayName())
	if !open {
		return date + shut(used)
	}
	return fmt.Sprintf("%s约 %d 辆，空 %d 辆", date, used, free)
}

// shut tells of a closed window or day how many come all the same.
func shut(used int) string {
	if used == 0 {
		return "停办"
	}
	return fmt.Sprintf("停办，约 %d 辆", used)
}

// wordsSlot is a window on a line.
func wordsSlot(s booking.Slot) string {
	if !s.Open {
		return s.Window + "　" + shut(s.Used)
	}
	return fmt.Sprintf("%s　名额 %d 辆，约 %d 辆，空 %d 辆", s.Window, s.Capacity, s.Used, s.Free())
}

func wordsListed(date calendar.Day, batches []booking.Batch) string {
	if len(batches) == 0 {
		return date.WithWeekday() + wordsNobody
	}
	vehicles := 0
	for _, b := range batches {
		vehicles += len(coming(b))
	}
	return fmt.Sprintf("%s 名单：%d 批，%d 辆。表里没有联系人、电话、号牌，车架号只有末六位；完整的请到窗口系统里下载。", date.WithWeekday(), len(batches), vehicles)
}

func labelWindow(s booking.Slot) string { return s.Window + " 改名额" }

// labelSize is a capacity on a button.
func labelSize(n int, s booking.Slot) string {
	if n == s.Used {
		return fmt.Sprintf("%d 辆，正好约满", n)
	}
	return fmt.Sprintf("%d 辆", n)
}

var labelSureSet = map[settingKind]string{shutting: "确定停办", opening: "确定开放", sizing: "确定改"}

// wordsSureSet asks whether to do a setting, which concerns so many batches
// and vehicles.
func wordsSureSet(s setting, batches, vehicles int) string {
	concerned := wordsNobody
	if batches > 0 {
		concerned = fmt.Sprintf("已约的 %d 批 %d 辆仍然有效，位置还在，企业不会收到通知；", batches, vehicles)
	}
	switch s.kind {
	case shutting:
		words := "停办 " + s.names() + "，不再收新的预约。\n" + concerned
		if batches > 0 {
			words += "要改期或取消的，停办后按受理号逐批办。"
		}
		return words + "确定吗？"
	case opening:
		return "开放 " + s.names() + "，" + s.sizes() + "，企业可以来约。\n确定吗？"
	}
	words := s.names() + " 改成" + s.sizes() + "。\n"
	if vehicles > s.windows[0].Capacity {
		words += concerned + "不再收新的。"
	}
	return words + "确定吗？要换一个数，回复这条消息重写。"
}

// sizes are the capacities of a setting.
func (s setting) sizes() string {
	var sizes []string
	for _, w := range s.windows {
		sizes = append(sizes, fmt.Sprintf("%d 辆", w.Capacity))
	}
	return "名额 " + strings.Join(sizes, "、")
}

// wordsSet tells that a setting is done.
func wordsSet(s setting) string {
	switch s.kind {
	case shutting:
		return "停办 " + s.names() + "，不再收新的预约。"
	case opening:
		return "开放 " + s.names() + "，" + s.sizes() + "。"
	}
	return "把 " + s.names() + " 改成" + s.sizes() + "。"
}
