package calc

import (
	"regexp"
	"slices"
	"strings"

	"cheyi/knowledge"
)

// An intent is what the words of a message ask for.
type intent struct {
	book     *Book
	kinds    []knowledge.Kind
	question string
}

func (i intent) contains(words []string) bool {
	return holdsAny(i.question, words)
}

// holdsAny reports whether any of the words stands in a text.
func holdsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// compute reports whether a calculation is asked for in so many words.
func (i intent) compute() bool { return i.contains(i.book.AskWords) }

// own reports whether the message speaks of the person's own case.
func (i intent) own() bool { return i.contains(i.book.OwnWords) }

func (i intent) kind(kinds ...knowledge.Kind) bool {
	return slices.ContainsFunc(i.kinds, func(k knowledge.Kind) bool { return slices.Contains(kinds, k) })
}

// amount reports whether a sum is asked for.
func (i intent) amount() bool { return i.kind("amount") || howMuch.MatchString(i.question) }

var howMuch = regexp.MustCompile(`多少|几何|几多|若干|[补领拿报给](?:贴|助|的)?(?:金额|数额)|几个钱|几(?:个)?(?:万|千|百)|能(?:拿|领|补|报|得|给|退|享受)|可(?:拿|领|补|报|得)|到手|有钱|支持|补贴|补助|奖|资助`)

// day reports whether a day is asked for.
func (i intent) day() bool { return i.kind("date") || whichDay.MatchString(i.question) }

var whichDay = regexp.MustCompile(`哪(?:一)?(?:天|日)|何日|几日|几号|最后一天|最后期限|几月几|多会儿|几时|多咱|什么时候|啥时候|何时|最晚|最迟|到期|之前|日期|截止|期限到|哪日|啥时`)

// WorksOut reports whether a question asks for what the flow comes to, a sum
// with its ceiling or a day, and for nothing else.
func (f *Flow) WorksOut(question string, kinds []knowledge.Kind) bool {
	asks := intent{book: f.book, kinds: kinds, question: question}
	result, own := asks.amount, []knowledge.Kind{"amount", "cap"}
	if f.Limits() {
		result, own = asks.day, []knowledge.Kind{"date", "duration"}
	}
	return result() && !slices.ContainsFunc(kinds, func(k knowledge.Kind) bool { return !slices.Contains(own, k) })
}

// rule reports whether the message asks for what the rule says, rather than
// for what it comes to.
func (i intent) rule() bool {
	return i.kind("ratio", "cap", "who", "papers", "steps", "condition", "list", "what", "validity", "penalty", "form", "phone", "place", "address", "duties") && !i.compute()
}

// perVehicle reports whether it is asked what one vehicle gets.
func (i intent) perVehicle() bool { return eachVehicle.MatchString(i.question) && !i.compute() }

var eachVehicle = regexp.MustCompile(`(?:^|[^差少缺多])(?:每|一)(?:辆|台|部)(?:车)?[^0-9,。 ]{0,4}(?:多少|几)`)

// ratio reports whether only the ratio is asked for, whatever sums are named.
func (i intent) ratio() bool {
	return i.kind("ratio") && !i.own() && !sumAsked.MatchString(i.question)
}

var sumAsked = regexp.MustCompile(`(?:拿|领|补|报|得|给|支持|到手|返|退)(?:我)?(?:多少|几个钱|几何)|几多|若干|[补领拿报给](?:贴|助|的)?(?:金额|数额)|多少(?:钱|元|块)|合计|共计`)

// yesNo reports whether a yes or no is asked for.
func (i intent) yesNo() bool {
	return strings.HasSuffix(strings.TrimRight(i.question, " ?？。"), "吗")
}
