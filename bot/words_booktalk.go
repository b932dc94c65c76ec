package bot

import (
	"fmt"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
)

// The words for what people say while they book, and of what they have booked.
// promptConsent asks for consent, and tells whoever has said more already that
// it is not kept.
func (b *Bot) promptConsent(a Answers) string {
	words := b.wordsConsent(a[knownChannel])
	if a[knownEarly] != "" {
		words = wordsEarly + words
	}
	return words
}

func promptFirm(a Answers) string {
	if a[knownEarly] != "" {
		return wordsOnceMore + promptEnterprise
	}
	return promptEnterprise
}

const (
	wordsEarly     = "企业、联系人和车辆要您同意下面的说明才能记，刚才发的还没有保存：同意以后再发一次，原样整条发就行。\n"
	wordsOnceMore  = "现在可以把刚才那条原样再发一次，文件也是；或者一项一项填。\n"
	wordsWholeName = "这像是简称或者写错了字：请照营业执照写全称，一般以“公司”结尾；执照上就是这样的，原样再发一次。"
	wordsWhoIs     = "请写联系人的姓名，到时候好联系。"
)

func wordsBeside(receipt string) string {
	return receipt + " 已经提交，不能再加车：给加的车另约一个，企业、联系人和时间照它的。"
}

const (
	wordsOnlyWhole  = "说的像是其中几台：提交以后，这里只能整批取消，不能单独去掉几台。要少几台，就取消这一批，再约要办的那些。"
	wordsStays      = "没有改期，还是原来的时间。"
	wordsWhichBatch = "说的是哪一个？"
	wordsNotRead    = "没看明白这句话。"
	wordsAsFiled    = "（按已备案列；没有备案的，第 1 项不同，填好以后会照您的情况列。）"
)

// wordsLacks says what to do about an answer that somebody does not have.
func wordsLacks(question string, draftDays int) string {
	words := map[string]string{
		askBusiness:   "车刚买下、还没报关出口的，一般是转让待出口；已经出口的，是注销登记；只换车主、不出口的，是转让登记。拿不准请问车管所。",
		askEnterprise: "这里只给企业约，要照营业执照填；个人的车请直接问车管所。",
		askUSCC:       "代码印在营业执照上，18 位。",
		askFiled:      "不清楚就先选“没有备案”，材料按没有备案的准备；问清楚了再改。",
		askVehicles:   "至少要有一台车才能约。车架号在行驶证和登记证书上。",
		askClearedOn:  "放行（结关）日期在报关单或海关的放行通知上。还没有放行的，先不约注销登记，放行以后再约。",
	}[question]
	return words + fmt.Sprintf("不急着填：填好的都留着，%d 天之内随时回来接着说。\n", draftDays)
}

func wordsHours(office, windows string) string {
	return office + "能约的时段：" + windows + "。"
}

func wordsWorks(on calendar.Day, works bool) string {
	if works {
		return on.WithWeekday() + "办理。"
	}
	return on.WithWeekday() + "不办理。"
}

func wordsNextDays(days []string) string {
	if len(days) == 0 {
		return wordsNoRoom
	}
	return "最近能约：" + strings.Join(days, "、") + "。"
}

func wordsTwoOffices(named []booking.Office) string {
	names := make([]string, len(named))
	for i, o := range named {
		names[i] = o.Name
	}
	return "说到了" + strings.Join(names, "和") + "：一次约一处，其余的提交以后再约。先约哪一个？"
}

func wordsTwoBusinesses(named []booking.Business) string {
	names := make([]string, len(named))
	for i, b := range named {
		names[i] = b.Name()
	}
	return "说到了" + strings.Join(names, "和") + "：一次约一种，另一种提交以后再约。先约哪一种？"
}
