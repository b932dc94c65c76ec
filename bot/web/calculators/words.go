package calculators

// What the pages say in their own name. What a policy gives, and how it is
// said, is the corpus's.
const (
	wordsTitle    = "测算"
	wordsAmounts  = "能补多少"
	wordsDays     = "到哪一天"
	wordsNowhere  = "没有这一项测算"
	wordsNotHere  = "网址可能抄错了，或者这一项已经不在政策库里：请从下面选一项，或者到问答里问。"
	wordsFault    = "系统出了点问题，请过一会儿再试。"
	wordsWithheld = "这个结果没有通过核对，不显示。请换一种写法再试，或者到“问答”里问。"

	wordsTooLong  = "写得太长了，请只写数字和单位，" + wordsAgain
	wordsTooMany  = "一次最多 %d 行，请合并后再写。"
	wordsOneYear  = "一行只能写一个年度，" + wordsAgain
	wordsSomeYear = "有的行写了年度，有的没写。几个年度一起算，请每一行都写上年度。"
	wordsNoCount  = "这一行写了年度，没有写%s。"
	wordsAgain    = "请核对后再写一次。"

	wordsStill   = "还差：%s。填好就出结果。"
	wordsMissing = "还没有填%s。"
	wordsCorrect = "请先改好标出来的地方：%s。"
	wordsEmpty   = "填好就出结果。"
	wordsReadAs  = "读作 %s"

	wordsYearOptional = "年度（可不填）"
	wordsYear         = "年度"
	wordsExample      = "用例子试试：%s"
	wordsOf           = "第 %d 行%s"

	wordsRoom    = "还剩 %s"
	wordsUsed    = "已领 %s"
	wordsThis    = "这次 %s"
	wordsLimit   = "每家企业每年最多 %s"
	wordsOwn     = "%s：%s → %s"
	wordsYou     = "您的"
	wordsReach   = "，再出口 %s即达起点"
	wordsLacks   = "，差 %s到起点"
	wordsBend    = "，%s %s起封顶"
	wordsStart   = "起点 %s"
	wordsAxis    = "%s（%s）"
	wordsAmount  = "测算金额（元）"
	unitYuan     = "元"
	unitVehicles = "辆"
	chartTitle   = "%s和测算金额的关系"
	chartSlope   = "横轴是%s，纵轴是测算金额，按 %s 计。"
	chartStart   = "不到 %s 没有，达到以后每一辆都算。"
	chartBend    = "%s到 %s 封顶，金额不超过 %s。"
	chartOwn     = "%s%s%s，金额 %s。"

	dayFrom    = "起"
	dayNumber  = "第%d天"
	dayMadeUp  = "补班"
	dayTarget  = "目标"
	dayLast    = "最后一天"
	dayMay     = "可能顺延"
	monthName  = "%d年%d月"
	legendFrom = "“起”是%s %s"
	legendGoal = "%s“%s”是 %s"

	stateExpired   = "不在支持年度"
	stateNotYet    = "还没有开始"
	stateThreshold = "没有达到起点"
	stateUnknown   = "算不出"
	stateOK        = "可以测算"

	clauseName = "第%s条（%s）"
	lawName    = "《%s》第%s条（%s）"
)
