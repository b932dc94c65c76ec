package quantity

import (
	"math/big"
	"regexp"
	"strings"
)

// vehicles are the words that count vehicles.
const vehicles = `辆|台|部|輛|驾|挂`

// A Count is a number of vehicles in a text.
type Count struct {
	Start, End int // bytes
	Value      *big.Rat
	Flaw       Flaw
	// Each says that the count is a unit rather than a number: 每辆, 一台给多少.
	Each bool
	// Limit says that the count is a bound that is talked about: 50辆以上.
	Limit bool
	// Bare is a plain number, a count only where a count is asked for.
	Bare bool
}

var (
	counter = regexp.MustCompile(`^ ?(?:` + vehicles + `|个车|张车|车)`)
	other   = regexp.MustCompile(`^ ?(?:台(?:山|县|湾|州|北|南)|部(?:门|委|分|长)|挂(?:号|钩)|车(?:次|间|位|道|程|管|友|商|主|型))`)
	people  = regexp.MustCompile(`^(?:人|口子|哥们|月|年|天|星期)`)
	pairOf  = regexp.MustCompile(`(?:咱|我|你|他|她|它|们|哥|夫妻)$`)
	andHalf = regexp.MustCompile(`^半(?:[^挂]|$)`)
	twoHan  = regexp.MustCompile(`^[` + hanDigit + `]{2}$`)
	half    = regexp.MustCompile(`半(?:` + vehicles + `)|(?:` + vehicles + `)半`)
	bound   = regexp.MustCompile(`^(?:车)?(?:及|或)?(?:以上|以下|以内|起步|起|为界|门槛|的门槛|这个门槛|的线|这条线|才给|才有|才能|才行|才算)`)
	floor   = regexp.MustCompile(`(?:超过|过了|不足|不到|低于|少于|至少|起码|超了|多于|大于)$`)
)

// Counts returns the numbers of vehicles in a text. Plain numbers are among
// them as Bare.
func Counts(text string) []Count {
	var list []Count
	for _, n := range Numbers(text) {
		if c, ok := count(text, n); ok {
			list = append(list, c)
		}
	}
	for i := 1; i < len(list); i++ {
		a, b := &list[i-1], &list[i]
		if a.Flaw == "" && b.Flaw == "" && !b.Bare && ranged(text, a.Start, a.End, b.Start) {
			a.Flaw, b.Flaw, a.Bare = Vague, Vague, false
		}
	}
	if len(list) == 0 {
		if m := half.FindStringIndex(text); m != nil && !strings.HasPrefix(text[m[1]:], "挂") {
			list = append(list, Count{Start: m[0], End: m[1], Value: big.NewRat(1, 2)})
		}
	}
	return list
}

func count(text string, n Number) (Count, bool) {
	c := Count{Start: n.Start, End: n.End, Value: n.Value, Flaw: n.Flaw}
	own := text[n.Start:n.End]
	tail := text[n.End:]
	m := counter.FindString(tail)
	switch {
	case m != "" && !other.MatchString(tail):
		c.End += len(m)
		tail = text[c.End:]
		if andHalf.MatchString(tail) && c.Value != nil {
			c.Value = new(big.Rat).Add(c.Value, big.NewRat(1, 2))
		}
	case (own == "俩" || own == "仨") && !people.MatchString(tail) && !pairOf.MatchString(text[max(0, n.Start-40):n.Start]):
	case m != "", own == "俩", own == "仨":
		return Count{}, false
	case counted.MatchString(tail) || money(tail):
		return Count{}, false
	default:
		c.Bare = true
	}
	if !c.Bare && twoHan.MatchString(own) {
		c.Flaw = Vague // 三五台
	}
	head := text[max(0, n.Start-40):n.Start]
	c.Each = !c.Bare && (strings.HasSuffix(head, "每") || own == "一" && !strings.HasSuffix(head, "只有") && !strings.HasSuffix(head, "就") && !strings.HasSuffix(head, "仅") && !strings.HasSuffix(head, "只出了"))
	c.Limit = !c.Bare && (bound.MatchString(tail) || floor.MatchString(head))
	return c, true
}

// money reports whether a unit of money follows.
func money(tail string) bool {
	for _, c := range currencies {
		if after[c.code].MatchString(tail) {
			return true
		}
	}
	return false
}
