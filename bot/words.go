package bot

import (
	"fmt"
	"strings"

	"cheyi/knowledge"
)

// The product's own words. They hold no figure and no rule: those come from
// the corpus.
const (
	wordsMenu = "我是车驿，解答内蒙古二手车出口政策：能拿什么支持、多久办完、要哪些材料、找哪个部门。\n直接用平常的话问就行，每条答复都附原文、责任部门和效力。"

	wordsEmpty    = "没有看到文字问题。请用一句话把想问的事打出来，比如下面几个。"
	wordsTooLong  = "消息太长，没有处理：请只写要问的事，写短一些再发一次。"
	wordsNumber   = "没有编号为这个数字的选项，请从列出的选项里选，或者直接打字提问。"
	wordsChoice   = "这个按钮已经失效，请重新提问。"
	wordsFault    = "系统出了点问题，这条消息没有处理，请稍后再发一次。"
	wordsCanceled = "已取消，前面的内容不再继续。"
	wordsNothing  = "现在没有正在办理的事。"
	wordsIdentity = "消息里有身份证号，已遮住且没有保存：咨询和预约都用不到，请去掉号码、只写要问的事再发一次。"
	wordsReturn   = "回到刚才的问题："
	wordsGoOn     = "好的。还想问什么，直接打字就行。"
	wordsWelcome  = "不客气，有问题随时问。"

	wordsBeyond   = "《%s》对这件事另有规定：说出日期就能算。"
	wordsNoted    = "已记下："
	wordsWithheld = "这次测算的答复没有通过原文核对，先不显示。请换个说法再问一次，或直接向责任部门咨询。"

	wordsCompute = "可以测算下面这些，请选一项，或者直接把数字说出来。"

	wordsBook = "预约还没有开通，在这里还不能约办理时间。\n转让、注销登记怎么规定、由谁负责，现在就可以直接问；具体什么时候能办、怎么约，请问办理地的主管部门。"
	wordsMy   = "预约还没有开通，这里没有您的预约记录。\n在别处约过的，请问受理的单位。"

	wordsPublic = "群里别人也看得到，这里只答政策、不办预约：请私聊我再说预约的事。"

	// These tell what the stores do; KeepReplies is the one week.
	wordsPrivacyStored = "保存什么：消息先遮住身份证号、银行卡号和手机号再保存，处理完就删除；带身份证号的整条不处理。\n" +
		"保存多久：答复保存一周，过后不再使用并删除。每个对话还记着最近问过的事和测算填的数，好接着往下问，%s。\n" +
		"没有答上的问题另记成一本账：只记问法和次数，不记是谁问的。运行日志不记内容。\n" +
		"谁能看到：运行本程序的机构。它接了大模型的，号码、姓名等遮住以后才发出；在 Telegram 里聊天，消息还经过 Telegram 的服务器。"

	wordsUntilReplaced = "没有期限，由后来的内容替换"

	wordsPrivacyAsk = "\n想提前删除，请找运行本程序的机构。"

	labelCompute     = "算一算："
	labelCancel      = "取消"
	labelMenu        = "菜单"
	labelOriginal    = "查看原文"
	labelOneOriginal = "查看第%s条原文"
	labelBrowse      = "看政策目录"

	aboutStart   = "开始，看能问什么"
	aboutHelp    = "能问什么、怎么问"
	aboutAsk     = "问政策，后面接着写问题"
	aboutCalc    = "测算补贴和期限"
	aboutRefund  = "退税哪天办结"
	aboutBook    = "预约批量办理"
	aboutMy      = "我的预约：查看、改期、取消"
	aboutCancel  = "取消正在进行的事"
	aboutPrivacy = "保存什么、多久、谁能看到"
	aboutAbout   = "依据哪份文件"
	aboutDesk    = "预约窗口：待确认、名额、名单"
)

// wordsAbout names the documents that are in service.
func wordsAbout(documents []*knowledge.Document) string {
	names := make([]string, len(documents))
	for i, d := range documents {
		names[i] = "《" + d.Title + "》（" + d.Number + "）"
	}
	return "车驿解答和测算二手车出口政策，依据的文件是" + strings.Join(names, "、") + "。\n" +
		"每条答复附原文、责任部门和效力；文件没有写明的，直说没有写明。\n" +
		"答复供参考，以主管部门为准。"
}

// wordsFile answers a document that nothing asked for.
func wordsFile(name string) string {
	return "收到文件“" + name + "”，现在还用不上：预约还没有开通。问政策、算补贴请直接打字。"
}

func wordsUntilQuiet(days int) string {
	return fmt.Sprintf("最后一次说话 %d 天以后删除", days)
}

func wordsMasked(found []string) string {
	return "消息里的" + strings.Join(found, "、") + "已遮住且不保存：咨询政策用不到，请不要发送。"
}
