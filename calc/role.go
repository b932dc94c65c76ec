package calc

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/quantity"
)

var (
	quoteBefore = regexp.MustCompile(`(?:补|给|拿|领|上限|封顶|最高|最多|还是|不超过|超过|顶格|那个|这个|按)[^0-9,。;!?]{0,4}$`)
	quoteAfter  = regexp.MustCompile(`^ ?(?:的)?(?:封顶|上限|顶|限额|额度|以内|这个|那个|是(?:一|单|每)|还是[0-9一二三四五六七八九两])`)
)

// quotes reports whether a sum is a figure of the rule that the message talks
// about: 是补150万还是200万.
func (r *Rule) quotes(t text, s quantity.Sum) bool {
	if r == nil || s.Value == nil || !quoteBefore.MatchString(tail(t.string[:s.Start])) && !quoteAfter.MatchString(t.string[s.End:]) {
		return false
	}
	return slices.ContainsFunc(r.book.Rules, func(o *Rule) bool {
		return slices.ContainsFunc(o.parameters, func(p Parameter) bool {
			return p.Name != "share" && (p.Value.Cmp(s.Value) == 0 || s.Said == quantity.Bare && strings.HasPrefix(p.Text, plain(s.Value)+" "))
		})
	})
}

// A role is what a sum is said to be.
type role int

const (
	inputRole role = iota
	usedRole       // received already, or left of the cap
	otherRole      // another expense
)

// role goes by the words before the sum, and by those right after it only
// where the ones before say nothing. named says that the subject's name did.
func (r *Rule) role(t text, i int) (is role, named bool) {
	if r == nil {
		return inputRole, false
	}
	s := t.facts.Sums[i]
	from, to := scope(t, i)
	before, after := t.string[from:s.Start], t.string[s.End:to]
	after, _, _ = strings.Cut(after, " ")
	if m := explained.FindStringSubmatch(t.string[s.End:]); m != nil { // 86万，这是已经领到的
		before = m[1]
	}
	used := max(lastMatch(already, before), lastMatch(leftOver, before))
	own, other := lastOf(before, r.Subjects), r.lastOther(before)
	switch {
	case wished.MatchString(before), pending.MatchString(after):
		return otherRole, false
	case receivedAll.MatchString(t.string[s.End:]):
		return usedRole, false
	case used >= 0 && (used >= own || grant.MatchString(before[used:])):
		return usedRole, false
	case other > own:
		return otherRole, false
	case own >= 0:
		return inputRole, true
	case r.goesOn(tail(t.string[:from])):
		return usedRole, false
	case lastMatch(already, after) >= 0 || lastMatch(leftOver, after) >= 0:
		return usedRole, false
	}
	own, other = firstOf(after, r.Subjects), r.firstOther(after)
	if other >= 0 && (own < 0 || other < own) {
		return otherRole, false
	}
	return inputRole, own >= 0
}

var (
	// wished marks a sum that somebody wants to receive.
	wished = regexp.MustCompile(`(?:想|打算|计划|希望|争取|目标)[^,。]{0,4}(?:拿|领|得|补|要)(?:到)?[^,。]{0,2}$`)
	// pending marks one that was applied for.
	pending = regexp.MustCompile(`^[^,。]{0,4}(?:还没|没|未)(?:有)?(?:到账|到|批|拿到|领到|下来|发)`)
)

// receivedAll says right after a sum that it was received.
var receivedAll = regexp.MustCompile(`^(?:都|也|全|已经|已)?(?:领|拿|用|享受)(?:满|完|光|过)`)

// explained says after a sum what it is.
var explained = regexp.MustCompile(`^[,，] ?(?:这|那)(?:是|笔是|个是)([^,，。;；!?]+)`)

// goesOn reports whether a sum goes on with what was received, said before it:
// 领过两次，一次20万一次45万.
func (r *Rule) goesOn(before string) bool {
	used := lastMatch(already, before)
	return used >= 0 && used > max(lastOf(before, r.Subjects), lastMatch(anew, before)) &&
		(lastMatch(severally, before[used:]) >= 0 || lastMatch(notSoMuch, before) >= 0)
}

var (
	severally = regexp.MustCompile(`[两三四几]次|分别|一次|一笔|[两三四]笔`)
	notSoMuch = regexp.MustCompile(`没(?:有)?(?:领|拿|补|用)(?:过|到)?(?:那么|这么)?多`)
	anew      = regexp.MustCompile(`再|又|这次|这回|刚|新|投|交|缴|花`)
)

// grant is what is received.
var grant = regexp.MustCompile(`补贴|补助|支持|资金|奖励|扶持`)

// lastOther and firstOther find the words of other expenses: those of the
// rule, those of no rule, and whatever else is called 费.
func (r *Rule) lastOther(s string) int {
	at := max(lastOf(s, r.Other), lastOf(s, r.Not), lastOf(s, r.book.Other))
	for _, m := range anyFee.FindAllStringIndex(s, -1) {
		if otherFee(s, m) {
			at = max(at, m[1])
		}
	}
	return at
}

func (r *Rule) firstOther(s string) int {
	at := firstOf(s, slices.Concat(r.Other, r.Not, r.book.Other))
	if m := anyFee.FindStringIndex(s); m != nil && otherFee(s, m) && (at < 0 || m[0] < at) {
		at = m[0]
	}
	return at
}

// otherFee reports whether what is called 费 is an expense of another name.
func otherFee(s string, m []int) bool {
	name := s[max(0, m[0]-len("费")):m[1]]
	return !strings.HasPrefix(s[m[1]:], "用") && !ownFee.MatchString(name) && !pronoun.MatchString(name)
}

var pronoun = regexp.MustCompile(`[的了这那此其项笔些]费$`)

// lastMatch returns where the last match ends, -1 for none.
func lastMatch(re *regexp.Regexp, s string) int {
	at := -1
	for _, m := range re.FindAllStringIndex(s, -1) {
		at = m[1]
	}
	return at
}

// scope returns the words that belong to the i-th sum: its fragment, cut at
// the sums beside it.
func scope(t text, i int) (from, to int) {
	s := t.facts.Sums[i]
	from, to = t.fragment(s.Start, s.End)
	if i > 0 {
		from = max(from, t.facts.Sums[i-1].End)
	}
	if i+1 < len(t.facts.Sums) {
		to = min(to, max(t.facts.Sums[i+1].Start, s.End))
	}
	return from, to
}

func lastOf(s string, words []string) int {
	at := -1
	for _, w := range words {
		if i := strings.LastIndex(s, w); i >= 0 {
			at = max(at, i+len(w))
		}
	}
	return at
}

func firstOf(s string, words []string) int {
	at := -1
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at
}
