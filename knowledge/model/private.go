package model

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// masked stands in the place of what does not leave the process.
const masked = "＊＊＊"

// A form is what some kind of personal data looks like. keep, if set, says of
// a match and what stands after it that it is something else after all.
type form struct {
	pattern *regexp.Regexp
	keep    func(match, after string) bool
}

// private is what the last gate masks, by form alone and whether it is valid
// or not: a number that only looks like a person's is no loss here, and one
// that gets out cannot be called back. What stands in a first group stays.
var private = []form{
	{pattern: regexp.MustCompile(`()[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*`)},
	{regexp.MustCompile(`()[0-9A-Za-z]{15,}`), fewDigits}, // identity, bank card, vehicle, credit code
	{regexp.MustCompile(`()(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){8,}`), nil},
	{regexp.MustCompile(`()\(?0[0-9]{2,3}\)?[ -]?[0-9]{7,8}`), nil},
	{regexp.MustCompile(`()[0-9](?:[ -]?[0-9]){6,}[xX]?`), quantityOrDay}, // any other long number
	{pattern: regexp.MustCompile(`()[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Za-z][ ·.-]?[A-Za-z0-9]{4,6}[挂学警港澳]?`)},
	{pattern: regexp.MustCompile(`(?i)((?:微信|wechat|vx|qq|telegram)(?:号|号码)?[是为: ]*)[0-9A-Za-z_-]{4,}`)},
	{pattern: regexp.MustCompile(`((?:联系人|联络人|经办人|代办人|代表人|法人|负责人|姓名|名字|我叫|车主|委托人)(?:叫|是|为)?[: ]*)` + surname + `[\p{Han}·]{1,3}`)},
	{pattern: regexp.MustCompile(`()` + surname + `[\p{Han}]{0,2}(?:先生|女士|小姐)`)},
	{pattern: regexp.MustCompile(`((?:住址|家住|家庭地址)(?:是|为|在)?[: ]*)[\p{Han}0-9A-Za-z-]{4,}`)},
}

// surname is the first character of most Chinese names.
const surname = `[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包乌巴阿那斯额]`

// mask replaces personal data. Full-width characters count as ordinary ones,
// and invisible characters do not hide a number.
func mask(text string) string {
	clean, hit := visible(text), false
	for _, f := range private {
		var out strings.Builder
		last := 0
		for _, m := range f.pattern.FindAllStringSubmatchIndex(clean, -1) {
			start := max(m[0], m[3])
			if f.keep != nil && f.keep(clean[start:m[1]], clean[m[1]:]) {
				continue
			}
			out.WriteString(clean[last:start] + masked)
			last, hit = m[1], true
		}
		clean = out.String() + clean[last:]
	}
	if !hit {
		return text
	}
	return clean
}

// fewDigits tells words in letters from numbers with letters in them.
func fewDigits(match, _ string) bool {
	digits := strings.Count(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return -1
	}, match), "0")
	return digits < 3
}

// quantityOrDay tells a sum of money and a day, which questions are made of,
// from a telephone number.
func quantityOrDay(match, after string) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	return strings.ContainsRune("元块万美欧卢日人", next) || dayForm.MatchString(match)
}

var dayForm = regexp.MustCompile(`^(?:19|20)[0-9]{2}[ -]?[01]?[0-9][ -]?[0-3]?[0-9]$`)

// visible drops what shows nothing and folds full width, so that a number
// reads as a person sees it.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case r >= '！' && r <= '～' && r != '＊':
			return r - '！' + '!'
		}
		return r
	}, text)
}
