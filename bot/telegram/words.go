package telegram

// The channel's own words.
const (
	wordsForeign   = "按钮无效，请重新提问。"
	wordsDoubled   = "已经收到，不用再按。"
	wordsToken     = "令牌无效（401），请检查 CHEYI_TELEGRAM_TOKEN；每分钟再试一次"
	wordsContended = "另一个程序正用同一个令牌取消息（409），请停掉它；每分钟再试一次"
	wordsOutage    = "Telegram 有一段时间连不上，这期间您发的消息可能没有收到。没办完的事还留着：请接着说，或把没有回音的话再发一次。"
	wordsStarting  = "正在连接"
)

func wordsNetwork(code string) string {
	return "连不上 Telegram（" + code + "），一直在重试"
}

func wordsNoDocument(name string) string {
	return "文件“" + name + "”在 Telegram 里发不出来，请换网页再试。"
}

func wordsCopy(code string) string { return "（这条可能重复，编号 " + code + "）" }
