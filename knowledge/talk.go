package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Talk is how people steer a conversation.
type Talk struct {
	FollowUps   []string   `yaml:"follow_ups"`  // 那…呢, 这个
	This        []string   `yaml:"this"`        // 这条, 该项: what was just said
	Asides      []string   `yaml:"asides"`      // 知道了, 换个事: what may stand before a new question
	Left        []string   `yaml:"left"`        // 先不说, 撇开: what begins the name of a subject that is left
	Compares    []string   `yaml:"compares"`    // 一样吗, 哪个高
	GoesBack    []string   `yaml:"goes_back"`   // 刚才, 回到: an earlier topic
	AtFirst     []string   `yaml:"at_first"`    // 第一个, 一开始: the first of them
	Denials     []string   `yaml:"denials"`     // 不是: what begins the name of what is not meant
	Negations   []string   `yaml:"negations"`   // 没评上, 未: what stands before a condition that is not met
	Quantities  []string   `yaml:"quantities"`  // 多少: by itself asks how much of what was spoken of
	How         []string   `yaml:"how"`         // 怎, 咋: asks for a way or a reason
	Light       []string   `yaml:"light"`       // 补, 交: verbs that any clause can be asked with
	Includes    []string   `yaml:"includes"`    // 算不算, 也算: whether something is among what is named
	Sources     []string   `yaml:"sources"`     // words that ask where an answer stands
	Whose       []string   `yaml:"whose"`       // 归谁管, 哪个部门: whose task something is
	Corrections []string   `yaml:"corrections"` // 不对, 改成
	Instead     []string   `yaml:"instead"`     // 是, 而是: what begins what is meant, after what is not
	Joins       []string   `yaml:"joins"`       // 另外, 还有: another question begins
	Questions   []string   `yaml:"questions"`   // words by which a clause asks: 多少, 吗
	Aspects     []string   `yaml:"aspects"`     // 补贴, 申报: terms that name no subject by themselves
	Joining     []string   `yaml:"joining"`     // 也, 包括: another thing is asked of the same subject
	Swaps       [][]string `yaml:"swaps"`       // 转让 and 注销: each may take the other's place
	Ages        []string   `yaml:"ages"`        // 上牌, 成立: what a year is said of that is no year asked about
	Cancel      []string   `yaml:"cancel"`
	Menu        []string   `yaml:"menu"`
	Browse      []string   `yaml:"browse"`   // 看目录
	Original    []string   `yaml:"original"` // 原文: of what was just answered
	Yes         []string   `yaml:"yes"`
	No          []string   `yaml:"no"`
}

// Asks reports whether a normalised clause asks something: by a question mark
// or word, or by a word set against its negation (交不交, 行不).
func (t *Talk) Asks(text string) bool {
	rs := []rune(strings.TrimRight(text, "?。 "))
	if strings.Contains(text, "?") || containsAny(text, t.Questions) != "" || len(rs) > 1 && strings.ContainsRune("不没否", rs[len(rs)-1]) {
		return true
	}
	for i := 1; i+1 < len(rs); i++ {
		if (rs[i] == '不' || rs[i] == '没') && rs[i-1] == rs[i+1] {
			return true
		}
	}
	return false
}

// asking returns the parts of a message that ask.
func (t *Talk) asking(message string) string {
	var parts []string
	for part := range strings.FieldsFuncSeq(message, func(r rune) bool { return strings.ContainsRune("。!;,", r) }) {
		if t.Asks(part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ",")
}

// WithoutAsides drops what stands before a new question and is no part of it:
// 行知道了。换个事儿，…; 先不说展位，….
func (t *Talk) WithoutAsides(message string) string {
	rest := message
	for {
		head, tail, found := cutAt(rest, "。!;, ?")
		if !found || head == "" || tail == "" || !t.aside(head) {
			return rest
		}
		rest = tail
	}
}

// WithoutDenied drops the parts of a message that only name what is not meant,
// where more is asked: 出口信用保险（不是中长期那类）封顶多少. A denial that tells of
// something (不是都取消了) stays.
func (t *Talk) WithoutDenied(message string) string {
	var kept strings.Builder
	for _, part := range parted.FindAllString(message, -1) {
		bare := strings.Trim(part, "(),。;、 ")
		denied := slices.ContainsFunc(t.Denials, func(w string) bool { return strings.HasPrefix(bare, w) })
		if !denied || t.Asks(strings.TrimRight(bare, "不没")) || strings.ContainsAny(bare, "了说?") {
			kept.WriteString(part)
		}
	}
	rest := kept.String()
	if strings.Trim(rest, " ,。?!()、") == "" || !t.Asks(rest) {
		return message
	}
	return rest
}

// parted cuts a message into its parts, each with what ends it.
var parted = regexp.MustCompile(`[^,。;()、]*[,。;()、]?`)

// aside reports whether a part of a message only leads over.
func (t *Talk) aside(part string) bool {
	if slices.ContainsFunc(t.Left, func(w string) bool { return strings.HasPrefix(part, w) }) {
		return !t.Asks(part)
	}
	for part != "" {
		longest := ""
		for _, w := range t.Asides {
			if len(w) > len(longest) && strings.HasPrefix(part, w) {
				longest = w
			}
		}
		if longest == "" {
			return false
		}
		part = strings.TrimLeft(part[len(longest):], "了啊吧哈哦嘛呀 ")
	}
	return true
}

// cutAt cuts a text at the first of some characters.
func cutAt(text, characters string) (before, after string, found bool) {
	i := strings.IndexAny(text, characters)
	if i < 0 {
		return text, "", false
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i], strings.TrimLeft(text[i+size:], characters), true
}
