package personal

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A form is what some kind of personal data looks like. What stands in its
// first group stays.
type form struct {
	pattern *regexp.Regexp
	edge    Edge
	keep    func(match, after string) bool // it is something else after all; nil for never
}

// persons is what points at a person, valid or not: a number that only looks
// like a person's is no loss, and one that gets out cannot be called back. The
// names come before the long numbers: a 万 after a number may be a name.
var persons = []form{
	{pattern: regexp.MustCompile(`()[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*`)},
	{pattern: regexp.MustCompile(`()[0-9A-Za-z]{15,}`), keep: fewDigits}, // identity, bank card, vehicle, credit code
	{pattern: regexp.MustCompile(`()(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){8,}`)},
	{pattern: regexp.MustCompile(`()\(?0[0-9]{2,3}\)?[ -]?[0-9]{7,8}`), edge: NoDigit},
	{pattern: regexp.MustCompile(`()[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Za-z][ ·.-]?[A-Za-z0-9]{4,}[挂学警港澳]?`), keep: noDigits},
	{pattern: regexp.MustCompile(`(?i)((?:微信|wechat|vx|qq|telegram)(?:号|号码)?[是为: ]*)[0-9A-Za-z_-]{4,}`)},
	{pattern: regexp.MustCompile(`((?:联系人|联络人|经办人|代办人|代表人|法人|负责人|姓名|名字|我叫|车主|委托人)(?:叫|是|为)?[: ]*)` + surname + `[\p{Han}·]{1,3}`)},
	{pattern: regexp.MustCompile(`()` + surname + `[\p{Han}]{0,2}(?:先生|女士|小姐)`)},
	{pattern: regexp.MustCompile(`((?:住址|家住|家庭地址)(?:是|为|在)?[: ]*)[\p{Han}0-9A-Za-z-]{4,}`)},
	{pattern: regexp.MustCompile(`()[0-9](?:[ -]?[0-9]){6,}[xX]?`), keep: quantityOrDay}, // any other long number
}

// codes and firms point at a car or an enterprise. A question may need them;
// what is kept for long and read by others does not.
var (
	codes = form{pattern: regexp.MustCompile(`()[0-9A-Za-z]{8,}`), edge: NoCode, keep: word}
	firms = []form{
		{pattern: regexp.MustCompile(`()[\p{Han}0-9A-Za-z()]{2,24}有限(?:责任)?公司`), edge: NoCodeBefore},
		{pattern: regexp.MustCompile(`((?:[\p{Han}0-9A-Za-z()]*(?:` + phrases + `))?)[\p{Han}0-9A-Za-z()]{2,24}?(?:` + trades + `)+(?:公司|集团|商行|车行|经营部)`), edge: NoCodeBefore, keep: anyFirm},
	}
)

const (
	// surname is the first character of most Chinese names.
	surname = `[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包乌巴阿那斯额]`
	// trades end the name of an enterprise whose legal form is left out.
	trades = `二手车|汽车|贸易|商贸|经贸|外贸|进出口|物流|运输|货运|国际|销售|实业|供应链|报关`
	// phrases lead up to a name and are no part of it.
	phrases = `的|了|吗|呢|是|叫|没|要|请问|想问|我们|你们|什么|怎么|哪些|哪家|这家|那家|一家|几家`
)

var (
	dayForm    = regexp.MustCompile(`^(?:19|20)[0-9]{2}[ -]?[01]?[0-9][ -]?[0-3]?[0-9]$`)
	unit       = regexp.MustCompile(`^(?:\.[0-9]+)? ?(?:[元块千万亿美欧卢日人年辆台]|(?i:rmb|cny|usd|eur|rub|yuan))`)
	plainSum   = regexp.MustCompile(`^[0-9]+[A-Za-z]{1,4}$`)
	hasPhrase  = regexp.MustCompile(phrases)
	anyTrade   = regexp.MustCompile(trades + `|公司|集团|商行|车行|经营部|新能源|汽贸|企业|出口|代理|注册|成立|开办|从事|备案|本地|当地|外地|中小|小型|大型|民营|国有|专门|普通|所有|其他`)
	hasLetters = regexp.MustCompile(`[A-Za-z]`)
)

// fewDigits tells words in letters from numbers with letters in them.
func fewDigits(match, _ string) bool {
	digits := 0
	for _, r := range match {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits < 3
}

func noDigits(match, _ string) bool { return !strings.ContainsFunc(match, unicode.IsDigit) }

// quantityOrDay tells a sum of money and a day, which questions are made of,
// from a telephone number.
func quantityOrDay(match, after string) bool {
	return unit.MatchString(after) || dayForm.MatchString(match)
}

// word tells words and 1500000rmb from the number of a car or an enterprise,
// in which letters and digits are mixed.
func word(match, _ string) bool {
	return noDigits(match, "") || plainSum.MatchString(match) || !hasLetters.MatchString(match)
}

// anyFirm tells 没备案的二手车贸易公司, which is what a question is about, from the
// name of one enterprise.
func anyFirm(match, _ string) bool {
	return hasPhrase.MatchString(match) || utf8.RuneCountInString(anyTrade.ReplaceAllString(match, "")) < 2
}
