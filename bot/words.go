package bot

import "strings"

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

	labelCompute     = "算一算："
	labelCancel      = "取消"
	labelMenu        = "菜单"
	labelOriginal    = "查看原文"
	labelOneOriginal = "查看第%s条原文"
	labelBrowse      = "看政策目录"
)

// wordsFile answers a document that nothing asked for.
func wordsFile(name string) string {
	return "收到文件“" + name + "”，现在还用不上：预约还没有开通。问政策、算补贴请直接打字。"
}

func wordsMasked(found []string) string {
	return "消息里的" + strings.Join(found, "、") + "已遮住且不保存：咨询政策用不到，请不要发送。"
}
