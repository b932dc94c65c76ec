package calc

// The sentences and labels that this package says in its own name. What a
// policy gives stands in rules.yaml; no figure stands here.
const (
	// wordsAgain ends every refusal; what does not end so asks back.
	wordsAgain = "请核对后再写一次。"

	wordsUnread     = "%s“%s”没有读懂。%s"
	wordsRange      = "%s要在 %s 到 %s 之间，" + wordsAgain
	wordsNegative   = "%s不能是负数，" + wordsAgain
	wordsZero       = "%s要大于 0，" + wordsAgain
	wordsNotFinite  = "%s写的不是一个能算的数，" + wordsAgain
	wordsTooLong    = "%s的位数太多，" + wordsAgain
	wordsVague      = "%s要一个确切的数，请把“%s”写成准数。"
	wordsFractions  = "%s最多写到分（两位小数），" + wordsAgain
	wordsWhole      = "%s要是整数，没有半辆车，" + wordsAgain
	wordsUnit       = "请问“%s”是 %s 元还是 %s 万元？请带上单位再写一次。"
	wordsCurrencies = "一次只能折算一种外币，请先把保费或费用都换成同一种货币再写。"
	wordsNoDay      = "%s“%s”不存在，" + wordsAgain
	wordsUnclearDay = "%s“%s”说的是哪一天不能确定，请写明年月日，例如“2026年9月28日”。"
	wordsLunarDay   = "%s请写公历，“%s”像是农历日期。"
	wordsManyDays   = "%s只能有一个，写了 %s，请问是哪一天？"
	wordsManyClass  = "%s只能选一个，请问是哪一类？"
	wordsNoClass    = "没有“%s”：%s只有%s，" + wordsAgain
	wordsBothKinds  = "这两种保险的支持比例和上限不一样，要分开算，请问先算哪一种？"
	wordsUnclearYr  = "请问“%s”是哪一年？请写明年份。"
	wordsSplitYears = "请问这%s在%s各是多少？例如“%d年30辆，%d年40辆”。"
	wordsPairs      = "有 %d 个年度、%d 个辆数，对不上，请一年一个写清楚。"
	wordsTotal      = "几笔加起来是 %s，写的合计是 %s，对不上，" + wordsAgain
	wordsEach       = "请问“各”是几笔？请把每一笔分别写出来。"
	wordsWhichOne   = "前面有 %d 笔：%s。请问改哪一笔？例如“第二笔改成12万”。"
	wordsNet        = "%s里有扣减的数，请直接写扣减以后的净数。"
	wordsWholeYear  = "%s请直接写全年一共多少元。"
	wordsBackwards  = "只能从%s往后算，不能倒推。请写%s那一天，算出来再比一比。"
	wordsTwiceYear  = "辆数里已经写了年度，请不要再写一遍年度，" + wordsAgain
	wordsWhichYear  = "请问%s是哪一年的？例如“2025年已领50万”。"
	wordsHomeOnly   = "%s请折成人民币再写。"
	wordsPeriodic   = "请直接写全年一共多少辆。"

	labelAfter     = "封顶后"
	labelCap       = "每年上限"
	labelUsed      = "本年度已领"
	labelRoom      = "剩余额度"
	labelTarget    = "目标日期"
	labelTentative = "暂定"
	labelNotEnough = "没有达到起点"
	wordsForeign   = "单位外币"
	labelLeft      = "还剩额度"
	labelShare     = "按%s计"
	labelConverted = "折合人民币"
	labelNoCap     = "封顶"
	labelReach     = "保费合计到多少封顶"
	labelThreshold = "起点"
	labelShort     = "差几辆"
	labelFirstDay  = "起算"
	labelWorking   = "数工作日"
	labelSkipped   = "不算的日子"
	labelMadeUp    = "调休上班"
	labelLast      = "最后一天"
	labelPossible  = "可能顺延到"
	labelNotCover  = "不在支持年度"
	labelTotal     = "合计"

	headWorking    = "怎么算的："
	wordsBasis     = "依据第%s条（%s）：“%s”"
	wordsLaw       = "依据《%s》第%s条（%s）：“%s”"
	wordsNote      = "注意："
	wordsTentative = "暂定：%d 年的放假通知还没有收进本库，只按法定节日算，通知公布后以通知为准。"
	wordsOpenDays  = "日期按日历数，不受放假影响；%d 年的放假通知还没有收进本库，那几天窗口开不开以通知为准。"
	wordsBefore    = "受理日期早于文件成文日期 %s，当时是否适用以主管部门为准。"
	wordsWhatIf    = "满 %s才有，还差 %d 辆。"
	wordsClosed    = "%d 年已经结束，这只是说明算法。"
)
