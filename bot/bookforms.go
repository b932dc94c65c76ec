package bot

import (
	"regexp"
	"strings"
	"unicode"

	"cheyi/booking"
)

// withoutRows drops what are rows of vehicles: their places and plates are not
// the booking's.
func withoutRows(text string) string {
	if vinAt(text) == nil {
		return text
	}
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if at := vinAt(line); at == nil {
			kept = append(kept, line)
		} else if before := line[:at[0]]; books.MatchString(before) || namesBusiness(before) {
			kept = append(kept, before) // 约注销 鄂尔多斯 12月4号 一台 车架号…
		} else if i := strings.LastIndexAny(line[:at[0]], ",，。;；"); i > 0 {
			kept = append(kept, line[:i])
		}
	}
	return strings.Join(kept, "\n")
}

// vinAt finds the first code in a text that is as long as a VIN, or nearly, and
// no credit code.
func vinAt(text string) []int {
	for _, at := range longToken.FindAllStringIndex(text, -1) {
		code := strings.ToUpper(text[at[0]:at[1]])
		if n := len(code); n >= 15 && n <= 19 && strings.ContainsAny(code, "0123456789") && strings.ContainsFunc(code, unicode.IsUpper) && !creditCode.MatchString(code) {
			return at
		}
	}
	return nil
}

var longToken = regexp.MustCompile(`[0-9A-Za-z]{15,}`)

func bareText(text string) string { return strings.Trim(text, " \n\t,，。.!！~吧啊呀哈") }

// plausible reports whether a text can be a name rather than a sentence.
func plausible(text string) bool {
	return strings.TrimSpace(text) != "" && !strings.ContainsAny(text, "?？!！。;；\n")
}

func firmNamed(text string) string {
	if m := firmAnnounced.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1])
	}
	name := firmForm.FindString(text)
	if i := strings.LastIndex(name, "是"); i >= 0 { // 公司应该是…
		name = name[i+len("是"):]
	}
	return leadIn.ReplaceAllString(name, "")
}

func contains(words []string, text string) bool {
	for _, w := range words {
		if w == text {
			return true
		}
	}
	return false
}

var businessWords = []struct {
	business booking.Business
	words    *regexp.Regexp
}{
	{booking.TransferExport, regexp.MustCompile(`[待代带]出口`)}, // 代出口 is 待出口 mistyped
	{booking.Deregistration, regexp.MustCompile(`注销|销户|消户|下户`)},
	{booking.Transfer, regexp.MustCompile(`转让登记|转让|过户`)},
}

// toExport says of a transfer, all by itself, what it is for.
var toExport = regexp.MustCompile(`^(?:是|要|都是|我们是|为了|用来|拿去)*出口(?:的|用的|用)?(?:车)?[。!吧啊呀]?$`)

// namesBusiness reports whether a text speaks of any.
func namesBusiness(text string) bool {
	for _, w := range businessWords {
		if w.words.MatchString(text) {
			return true
		}
	}
	return false
}

// businessesIn are the businesses that a text names. 转让 is part of 转让待出口,
// and beside 出口 may be either: then it names none.
func businessesIn(text string) []booking.Business {
	var named []booking.Business
	for _, w := range businessWords {
		if w.words.MatchString(text) && (w.business != booking.Transfer || !exported.MatchString(text)) {
			named = append(named, w.business)
		}
	}
	return named
}

// lightly is what stands around a yes and says nothing.
const lightly = `(?:[,，。.!！~ ]|都|那|就|也|了|的|吧|啊|呀|呗|哈|上|哦|噢)`

var (
	agrees   = regexp.MustCompile(`^(?:好的?[,，]?)?我?(?:同意|授权)|^(?:好的|没问题|没毛病)$`)
	declines = regexp.MustCompile(`不同意|拒绝|不愿意|不授权`)
	isFiled  = regexp.MustCompile(`已经?(?:经商务部门)?备[案按]|备过[案按]|备[案按]过|有备[案按]|备[案按][了咧啦的]|备了(?:案|$)|经商务部门备案|^备[案按]$`)
	notFiled = regexp.MustCompile(`[没未]有?(?:在商务部门)?备|不是备案|正在(?:办|申请)?备`)
	notYet   = regexp.MustCompile(`正在|还没|没下来|没批`)
	confirms = regexp.MustCompile(`^` + lightly + `*(?:是的?|对|好|可以|行|中|成|确认|确定|交|核对过|没错|没问题|没毛病|无误|嗯|ok|提交|约|就这样|就这么定)(?:` + lightly + `|是|对|好|可以|行|成|确认|确定|交|没错|没问题|无误|嗯|提交|约|办)*$`)

	forenoon      = regexp.MustCompile(`上午|早上|早晨|早起|一早|[头前]晌`)
	afternoon     = regexp.MustCompile(`下午|午后|[后下]晌`)
	anyTime       = regexp.MustCompile(`^(?:都|哪个都|什么时候都|几点都|上下午都)?(?:行|可以|成|随便|无所谓|听你的|你定|看着办)了?$`)
	divides       = regexp.MustCompile(`分[开批几两]|拆开|全天|一整?天|上下午`)
	earliest      = regexp.MustCompile(`越[早快]越好|尽[早快]|最[早快]|第一个工作日|抓紧|有(?:位置|空|号|名额)就行`)
	afterFestival = regexp.MustCompile(`(元旦|国庆|五一|劳动节)(?:节)?(?:放假|假期)?(?:过|完|结束|回来|收假|上班|后|之后|以后)+`)

	// ofList is a count of vehicles that join or leave the list, or of one in it.
	ofList = regexp.MustCompile(`加|漏|少了|多了|去掉|删|不要|最后|第[0-9一二三四五六七八九十]+[台辆个]|那[0-9一二三四五六七八九十]?[台辆]|这[台辆]`)
	denied = regexp.MustCompile(`(?:不是|不去|不在|不办)[^,，。; ]{1,8}(?:[,，。; ]|$)`)

	elsewherePlace = regexp.MustCompile(`市|盟|旗|县|区|车管所`)

	creditCode  = regexp.MustCompile(`\b[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}\b`)
	longCode    = regexp.MustCompile(`[0-9A-Z][0-9A-Z -]{9,24}[0-9A-Z]`)
	phoneNumber = regexp.MustCompile(`(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|\(?0[0-9]{2,3}\)?[ -]?[2-9][0-9]{6,7}`)
	anyNumber   = regexp.MustCompile(`\+?[0-9][0-9 ()-]{4,}`)

	firmAnnounced = regexp.MustCompile(`(?:公司|企业|单位)(?:名称|全称|名字|名)?(?:是|为|叫做|叫|[:：]) ?([\p{Han}0-9A-Za-z()（）·]{4,60})`)
	firmForm      = regexp.MustCompile(`[\p{Han}0-9A-Za-z()（）·]{2,50}(?:有限责任公司|股份有限公司|有限公司|集团公司)`)
	leadIn        = regexp.MustCompile(`^(?:我们公司|我公司|我司|本公司|公司|企业|我们|我|咱们|咱)?(?:的)?(?:名称|全称|联系人|姓名|名字)?(?:就是|是|叫做|叫|为|[:：])+ ?`)
	contactNamed  = regexp.MustCompile(`(?:联系人|经办人)(?:改成|换成|改为|是|叫|为|[:：])* ?([\p{Han}A-Za-z·]{2,10})`)
	aroundName    = regexp.MustCompile(`^(?:就|找|叫|是|写|我姓\p{Han}[,， ]*)+|(?:就行|就可以|就好|即可)$`)
	nobody        = regexp.MustCompile(`^(?:我|本人|我自己|我本人|自己|他|她)$`)
	// beforePhone is a name that stands right before a telephone number.
	beforePhone = regexp.MustCompile(`(?:^|[,，。;；、\s])(\p{Han}{2,4})[,， :：]?(?:\+?86[ -]?)?1[3-9][0-9]{9}`)
	firmEnds    = regexp.MustCompile(`公司|[厂店社行场部户]$|中心|集团|个体`)
	noName      = regexp.MustCompile(`^(?:和|及|与|的|电话|手机|是|还|没|不|待|先|等|改|换)`)
	numberWord  = regexp.MustCompile(`(?:的)?(?:电话|手机|号码).*$`)
	turns       = regexp.MustCompile(`改|换|不对|错了`)
	// calledOff begins what is no name: 改成…, 等一下.
	calledOff = regexp.MustCompile(`^(?:改|换|等|先|不|没|再|那)`)
)

// thumb is a message that says yes without a word.
var thumb = regexp.MustCompile(`^\s*(?:(?:👌|👍|🆗|✅|🙆)[\x{1F3FB}-\x{1F3FF}\x{FE0F}]*\s*)+$|^\s*\[?(?:OK|强|好的)\]\s*$`)

// spoken is what a message of nothing but signs says in words.
func spoken(text string) string {
	if thumb.MatchString(text) {
		return "好的"
	}
	return text
}
