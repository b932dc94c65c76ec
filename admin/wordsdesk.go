package admin

import (
	"fmt"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
)

// The words of the pages for batches that stand in no template.
const (
	wordsState    = "没有这个状态：请用上面的按钮来选。"
	wordsDate     = "日期不对：请写成 2026-11-26 这样。"
	wordsUnticked = "还没有勾选车辆：请在列表里勾选要退回的，再写原因。"
	wordsNoWhy    = "还没有写原因：退回和取消都要写，企业会看到。"
	wordsNoTime   = "还没有选时段：请在“改到”里选一个有空位的时段。"
)

var wordsNumber = fmt.Sprintf("辆数不对：请写 0 到 %d 的整数。", largestCapacity)

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// short is a day as a table has room for it.
func short(d calendar.Day) string {
	return fmt.Sprintf("%d月%d日 %s", d.Month, d.Day, weekdays[d.Weekday()])
}

func longReason() string { return fmt.Sprintf("原因太长：最多 %d 个字。", longestReason) }

// did tells an officer what a form has led to.
func did(l Line) string {
	if l.Places == 0 {
		return fmt.Sprintf("办好了：%s。现在是“%s”。", actionNames[l.Action], stateNames[l.To])
	}
	return fmt.Sprintf("办好了：%s。现在是“%s”，%d 辆。", actionNames[l.Action], stateNames[l.To], l.Places)
}

// span is a length of time as people say it.
func span(t time.Duration) string {
	switch {
	case t < time.Hour:
		return fmt.Sprintf("%d 分钟", max(int(t.Minutes()), 0))
	case t < 48*time.Hour:
		return fmt.Sprintf("%d 小时", int(t.Hours()))
	}
	return fmt.Sprintf("%d 天", int(t.Hours()/24))
}

// waits tells how long a batch has waited for an officer.
func waits(t time.Duration) string {
	if t < time.Minute {
		return "刚提交"
	}
	return "等了 " + span(t)
}

// near tells that a window is close, "" for one that is not.
func near(id booking.SlotID, now time.Time) string {
	today := calendar.DayOf(now)
	switch {
	case id.Date.Before(today), !now.Before(id.Ends()):
		return "已过"
	case id.Date == today:
		return "今天"
	case id.Date == today.Add(1):
		return "明天"
	}
	return ""
}

// setSince tells that somebody else has set a window.
func setSince(s booking.Slot, by *Acted) string {
	now := fmt.Sprintf("现在是 %d 辆、%s：请看最新的数再改。", s.Capacity, opened(s.Open))
	if by == nil {
		return "这个时段已有变化，" + now
	}
	return fmt.Sprintf("这个时段已由%s于%s改过，%s", by.By, moment(by.At), now)
}

func opened(open bool) string {
	if open {
		return "开放"
	}
	return "不开放"
}

// size is a number of bytes for people.
func size(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%.1f KB", float64(bytes)/(1<<10))
}
