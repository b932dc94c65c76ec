package bot

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"cheyi/booking"
	"cheyi/calendar"
	"cheyi/vehicles"
)

// The words of bookings. What is said of the law comes from the corpus, and
// what is said of offices from the operator's file.
const (
	labelBook        = "我要预约"
	labelSame        = "还是"
	labelMy          = "我的预约"
	labelAgree       = "同意，开始预约"
	labelDisagree    = "不同意"
	labelFiled       = "已备案"
	labelNotFiled    = "没有备案"
	labelChecked     = "核对过，没有写错"
	labelDrop        = "去掉这 %d 台"
	labelAgain       = "再次导入"
	labelSkip        = "不导入"
	labelDone        = "就这 %d 台，继续"
	labelSubmit      = "确认提交"
	labelOtherDay    = "换一天"
	labelShow        = "看 %s"
	labelMove        = "改期"
	labelCancelBatch = "取消这个预约"
	labelSureCancel  = "确定取消"
	labelKeep        = "不取消"
	labelAccept      = "同意改期"
	labelDecline     = "不同意改期"
	labelErase       = "删除我的预约和个人信息"
	labelErases      = "确定删除"
	labelKeepAll     = "不删除"

	promptConsentAgain = "预约前要先同意上面的个人信息说明，同意吗？"
	promptConfirmAgain = "预约填好了，现在提交吗？要看一遍就说“我要预约”。"

	promptBusiness   = "办哪一种业务？"
	promptOffice     = "在哪个盟市的车管所办？"
	promptEnterprise = "企业全称是什么？（照营业执照写）"
	promptUSCC       = "统一社会信用代码是多少？（营业执照上的 18 位）"
	promptFiled      = "企业经商务部门备案了吗？这关系到身份证明怎么交。"
	promptContact    = "联系人叫什么？"
	promptPhone      = "联系人的电话是多少？（手机，或带区号的座机）"
	promptList       = "请发车辆：一行一个车架号，后面可以接号牌和登记地。可以一台一台发、一次粘贴一批，也可以发 .xlsx 或 .csv 文件。"
	promptTemplate   = "\n清单的模板在附件里，要再发一次就说“模板”。"
	promptAgain      = "再次导入吗？"
	promptMore       = "还有别的车吗？有就接着发，没有就说“就这些”。"
	promptDoubts     = "这些车架号核对过了吗？"
	promptClearedOn  = "海关放行（结关）是哪一天？"
	promptDate       = "约哪一天？"
	promptConfirm    = "请核对，没有错就提交；哪一项不对，直接说要改成什么。"
	promptMove       = "改到哪一天？"

	wordsTemplateName = "车辆清单模板.xlsx"
	wordsTemplate     = "车辆清单的模板在附件里：填好了发回来，一辆车一行。"

	wordsSubmitted = "已提交，位置先给您留着，等办理机构确认。"
	wordsBring     = "带这些材料："
	wordsNext      = "接下来：办理机构确认、退回个别车辆或提议改期，都会在这里告诉您；随时可以说“我的预约”查看、改期、取消。\n日历文件（.ics）在附件里。"

	wordsNoConsent    = "好的，不同意就不预约，什么也没有保存。问政策、算补贴照常可以用。"
	wordsGoesOn       = "接着上次没填完的。要从头填，先说“取消”。"
	wordsDraft        = "有一份没有提交的预约草稿。"
	wordsGone         = "选的时段现在约不了了，填好的内容都还在，请另选。"
	wordsNoSuchDay    = "没有这一天，请再说一次。"
	wordsWhichDay     = "没看明白是哪一天，请写成 11月25日 这样。"
	wordsNoOffice     = "没有找到这个办理机构，请从下面选。"
	wordsNoFiles      = "这里收不了文件，请把车架号直接粘贴过来。"
	wordsFileLost     = "文件没有读出来，请再发一次，或者把车架号直接粘贴过来。"
	wordsFileTooLarge = "文件太大，没有读取：车辆清单不会超过 5 MB。请只留车辆、去掉图片，另存一份再发，或者把车架号直接粘贴过来。"
	wordsFileFirst    = "收到文件，现在没有在填预约：要批量预约请先说“我要预约”，填到车辆时再发名单。"
	wordsEmptyList    = "清单里还没有能约的车，请发车架号。"
	wordsDoubtsLeft   = "还有车架号等您核对：没有写错就说“没写错”，写错了就去掉。"
	wordsAllThere     = "这份清单里的车刚才都收下了，没有重复计入。"
	wordsDouble       = "清单里已经有这台车，只算一台。"
	wordsNote         = "注意："

	wordsNoBookings     = "您还没有预约。"
	wordsPressedBefore  = "这个按钮已经用过或过期，没有再提交。现在的预约："
	wordsYours          = "您的预约："
	wordsUnknownReceipt = "没有找到这个受理号。"
	wordsStale          = "这个预约已经有了变化，现在是这样："
	wordsNotNow         = "现在不能这样办，预约是这样："
	wordsSureCancel     = "确定取消吗？取消后位置就让出去了。"
	wordsReason         = "原因："
	wordsNews           = "您的预约有了变化：\n"
	wordsOneWindow      = "改期只能整批改到一个时段，请另选。"

	wordsPrivacyBook   = "预约：您同意以后，联系人的姓名和电话、企业和车辆才会保存，只给运行本程序的机构和您选的办理机构看。"
	wordsStored        = "现在存着您的这些："
	wordsNothingStored = "没有预约，也没有草稿。"
	wordsForgotten     = "这条答复已按要求删除。"
	wordsErased        = "已删除：预约里的企业、联系人和车辆信息、没有提交的草稿、这里的对话记录。还没办的预约已一并取消。\n办理记录里只留下办了什么、几台车，不留是谁的。"

	labelReturn = "回到刚才的问题"
)

// consentText is what is agreed to before the first question, with the days
// that the operator keeps personal data. Who changes it gives it another
// version in bookconsent.go.
func consentText(o booking.Offices) string {
	return fmt.Sprintf("预约要用到企业名称、统一社会信用代码、联系人和电话、车架号和号牌，只用来向您选的办理机构预约和联系您。\n"+
		"谁能看到：运行本程序的机构和您选的办理机构。保存多久：办完后 %d 天删除，没提交的草稿 %d 天没有动就删除。不需要身份证号，请不要发。\n"+
		"随时可以说“隐私”查看和删除。不同意也可以照常问政策、算补贴。", o.RetentionDays, o.DraftDays)
}

// consentAbroad goes before it in Telegram.
const consentAbroad = "这里是 Telegram，服务器在境外：您在这里发的内容会经过境外的服务器。不想这样，请改用网页预约。\n在这里回复您时，姓名、电话、车架号和号牌都会遮住一部分。\n"

const consentAsk = "\n同意吗？"

func (b *Bot) wordsConsent(channel string) string {
	words := consentText(b.bookings.Offices) + consentAsk
	if channel == channelTelegram {
		words = consentAbroad + words
	}
	return words + b.example()
}

// example says that the offices are made up.
func (b *Bot) example() string {
	if !b.bookings.Offices.Example {
		return ""
	}
	return "\n" + wordsExample
}

const wordsExample = "（示例：办理机构、时段和台数是演示用的，不会真的约上。）"

var stateNames = map[booking.State]string{
	booking.Pending: "待确认", booking.Confirmed: "已确认", booking.MoveProposed: "改期待答复", booking.Rejected: "已退回",
	booking.Cancelled: "已取消", booking.Completed: "已办结", booking.NoShow: "未到场", booking.Expired: "已过期",
}

func stateName(s booking.State) string { return stateNames[s] }

// noticeWords begin the notices for the owner of a batch, by their kind.
var noticeWords = map[string]string{
	"confirmed": "预约已确认，请按时到场。",
	"returned":  "预约里有车辆被退回，其余的照常办。",
	"rejected":  "预约被整批退回。",
	"proposed":  "办理机构提议改期，请答复。",
	"cancelled": "预约被办理机构取消。",
	"expired":   "预约过期了。",
	"reminder":  "提醒：预约的时间快到了。",
}

// wordsOfferOver begins the notice of an offer that nobody has answered.
const wordsOfferOver = "改期提议过期了，预约还是原来的时间。"

func batchWords(b booking.Batch, office string) string {
	return fmt.Sprintf("%s　%s　%s　%s　%s　%d 台", b.Receipt, stateName(b.State), b.Business.Name(), office, slotWords(b.Slot), b.Count())
}

func doneWords(a booking.Action) string {
	return map[booking.Action]string{
		booking.Cancel: "已取消，位置让出去了。", booking.Reschedule: "已改期，等办理机构重新确认。",
		booking.Accept: "已同意改期。", booking.Decline: "没有改期，预约还是原来的时间。",
	}[a]
}

func refusedWords(r *booking.Refusal) string {
	switch {
	case errors.Is(r, booking.ErrStale):
		return wordsStale
	case errors.Is(r, booking.ErrState):
		return wordsNotNow
	case errors.Is(r, booking.ErrFull) && r.Slot != nil:
		return wordsFilledUp(*r.Slot)
	case errors.Is(r, booking.ErrClosed):
		return "那个时段现在约不了，请另选。"
	}
	return "没有办成，预约是这样："
}

// slotWords writes a window as 2026年11月25日（周三）9:00–12:00.
func slotWords(s booking.SlotID) string { return s.Date.WithWeekday() + windowWords(s.Window) }

func windowWords(window string) string {
	from, to, _ := strings.Cut(window, "-")
	return strings.TrimPrefix(from, "0") + "–" + strings.TrimPrefix(to, "0")
}

func labelDay(d calendar.Day, free int) string {
	return fmt.Sprintf("%d月%d日（%s）还能约 %d 台", d.Month, d.Day, d.WeekdayName(), free)
}

func labelWindow(s booking.Slot) string {
	return fmt.Sprintf("%s 还能约 %d 台", windowWords(s.Window), s.Free())
}

func labelWhole(s booking.Slot) string {
	return fmt.Sprintf("一次办完：%d月%d日 %s", s.Date.Month, s.Date.Day, windowWords(s.Window))
}

func labelDivided(plan []piece) string {
	parts := make([]string, len(plan))
	for i, p := range plan {
		day := ""
		if i == 0 || plan[i-1].date != p.date {
			day = fmt.Sprintf("%d月%d日 ", p.date.Month, p.date.Day)
		}
		parts[i] = fmt.Sprintf("%s%s %d 台", day, windowWords(p.window), p.count)
	}
	return "分开办：" + strings.Join(parts, "，")
}

// promptWindow asks for a window of the day.
func promptWindow(a Answers) string {
	on, err := calendar.ParseDay(a[askDate])
	if err != nil {
		return "约哪个时段？"
	}
	return on.WithWeekday() + "约哪个时段？"
}

func showBusiness(value string) string { return "业务　" + booking.Business(value).Name() }

func (b *Bot) showOffice(value string) string { return "办理机构　" + b.officeName(value) }

func showCount(value string) string { return value + " 台" }

func showVehicles(value string) string { return fmt.Sprintf("车辆　%d 台", len(rowsOf(value))) }

func showDate(value string) string {
	if on, err := calendar.ParseDay(value); err == nil {
		return "日期　" + on.WithWeekday()
	}
	return "日期　" + value
}

func wordsPast(on calendar.Day) string {
	return on.WithWeekday() + "已经过去了，请另说一天。"
}

func wordsDayOff(office string, on calendar.Day, why string) string {
	return fmt.Sprintf("%s%s约不了：%s。最近能约的是下面这些。", office, on.WithWeekday(), why)
}

func (b *Bot) dayOff(o booking.Office, on calendar.Day) string {
	switch w := on.Weekday(); {
	case b.bookings.Offices.Works(o.ID, on):
		return fmt.Sprintf("要提前 %d 到 %d 天预约，时段也没有开始或停办", o.Lead, o.Ahead)
	case w == time.Saturday || w == time.Sunday:
		return "周末不办理"
	}
	return "这天不办理"
}

func wordsTooMany(s booking.Slot, n int) string {
	return fmt.Sprintf("%s %s 只能再约 %d 台，您有 %d 台。", s.Date.WithWeekday(), windowWords(s.Window), s.Free(), n)
}

func wordsFilledUp(s booking.Slot) string {
	return fmt.Sprintf("刚才那会儿有人先约了，%s现在只剩 %d 台，还没有提交。填好的内容都还在。", slotWords(s.SlotID), s.Free())
}

func wordsTaken(vins, receipt string, left int) string {
	words := "这些车已经约过同一业务，从清单里去掉了：" + vins + "。"
	if receipt != "" {
		words += "受理号 " + receipt + "。"
	}
	return words + fmt.Sprintf("清单还有 %d 台。", left)
}

func wordsRow(at vehicles.Spot, vin, what string) string {
	return at.String() + " " + vin + "：" + what
}

// wordsList is the report on a list: what was read, what is in the draft, and
// row by row what is to be looked at.
func wordsList(read, added, all int, notes []string) string {
	words := fmt.Sprintf("清单现有 %d 台。", all)
	if read > 1 || len(notes) > 0 {
		words = fmt.Sprintf("读到 %d 行，收下 %d 台，清单现有 %d 台。", read, added, all)
	}
	if len(notes) > mostNotes {
		notes = append(notes[:mostNotes:mostNotes], fmt.Sprintf("还有 %d 行有问题，先改好这些再发一次。", len(notes)-mostNotes))
	}
	return strings.Join(append([]string{words}, notes...), "\n")
}

// mostNotes is how many rows are told of at a time.
const mostNotes = 30

func wordsOtherCount(said, listed int) string {
	return fmt.Sprintf("说了 %d 台，清单里 %d 台：还有就接着发，没有就说“就这些”。", said, listed)
}

func wordsBooked(receipt string) string {
	return "已经约过同一业务，受理号 " + receipt + "，没有再收。"
}

// wordsAllBooked and wordsBookedBefore tell whoever sends a list again what
// has become of it.
func wordsAllBooked(batches []booking.Batch) string {
	return "这份清单已经约过：" + receiptsWords(batches) + "。车都占着位置，没有再收；要重新导入，先说“我的预约”取消那一个。"
}

func wordsBookedBefore(batches []booking.Batch) string {
	return "这份清单以前约过：" + receiptsWords(batches) + "。"
}

func receiptsWords(batches []booking.Batch) string {
	parts := make([]string, len(batches))
	for i, b := range batches {
		parts[i] = fmt.Sprintf("受理号 %s（%s，%d 台）", b.Receipt, stateName(b.State), len(b.Vehicles))
	}
	return strings.Join(parts, "、")
}

func wordsWhichVehicle(tail string, found int) string {
	if found == 0 {
		return "清单里没有以 " + tail + " 结尾的车。"
	}
	return fmt.Sprintf("清单里有 %d 台以 %s 结尾，请多写几位。", found, tail)
}

func wordsReturned(vin, why string) string { return "退回 " + vin + "：" + why }

func wordsProposed(office string, to booking.SlotID, until time.Time) string {
	return fmt.Sprintf("\n提议改到：%s %s，请在 %s 前答复，两边的位置都先留着。", office, slotWords(to), timeWords(until))
}

func timeWords(t time.Time) string {
	local := t.In(calendar.Shanghai)
	return calendar.DayOf(t).WithWeekday() + local.Format("15:04")
}

func wordsConsented(at time.Time) string {
	return "您在 " + timeWords(at) + " 同意了预约的个人信息说明。"
}

func wordsKept(o booking.Offices) string {
	return fmt.Sprintf("预约里的个人信息在办完后 %d 天自动删除；草稿在提交、取消或删除时清掉，%d 天没有动也会清掉。", o.RetentionDays, o.DraftDays)
}

func wordsParked(days int) string {
	return fmt.Sprintf("没填完的预约先留着：%d 天之内说“我要预约”接着填，过了就删除。", days)
}

func wordsLapsed(days int) string {
	return fmt.Sprintf("上次没填完的预约 %d 天没有动，已经删除，请重新填。", days)
}

func wordsPerson(firm, name, phone string) string { return firm + "，" + name + "，" + phone }

func wordsSureErase(live int) string {
	if live > 0 {
		return fmt.Sprintf("确定删除吗？还有 %d 个没办的预约会一起取消，删除后找不回来。", live)
	}
	return "确定删除吗？删除后找不回来。"
}

func wordsAppointment(receipt, state string) string {
	return "受理号 " + receipt + "，" + state + "。变化以“我的预约”为准。"
}

func wordsElsewhere(n int, places, area string) string {
	return fmt.Sprintf("%s%d 台的登记地或号牌不在%s（%s）：能不能在这里办，以车管所为准。", wordsNote, n, area, places)
}

func wordsDeadline(title string, last calendar.Day) string {
	return title + "　最晚 " + last.WithWeekday()
}

const wordsLate = "注意：约的日子已经在这个期限之后，请尽量改早，并问一下车管所怎么办。"

func confirmOptions(Meaning, Answers) []Option {
	return []Option{{answerID(askConfirm, valueYes), labelSubmit}, {answerID(askConfirm, valueNo), labelOtherDay}}
}

func businessOptions(Meaning, Answers) []Option {
	var options []Option
	for _, b := range booking.Businesses {
		options = append(options, Option{answerID(askBusiness, string(b)), b.Name()})
	}
	return options
}

func officeOptions(m Meaning, _ Answers) []Option {
	var options []Option
	if m.desk != nil {
		for _, o := range m.desk.offices.All() {
			options = append(options, Option{answerID(askOffice, o.ID), o.Name})
		}
	}
	return options
}

const wordsNoRoom = "没有能约的时段。"

func wordsRoomAt(office string) string { return office + "还能约：" }

func wordsRoom(from, to calendar.Day) string {
	if from == to {
		return from.WithWeekday() + "各办理机构还能约："
	}
	return from.WithWeekday() + "到" + to.WithWeekday() + "各办理机构还能约："
}

func wordsRoomOn(on calendar.Day, open []booking.Slot) string {
	words := on.WithWeekday()
	for _, s := range open {
		words += fmt.Sprintf("　%s %d 台", windowWords(s.Window), s.Free())
	}
	return words
}

func wordsRoomOf(office string, free int) string { return fmt.Sprintf("%s　%d 台", office, free) }
