package knowledge

import (
	"fmt"
	"strings"
)

// The sentences that this package says in its own name. They hold no figure:
// figures come from clauses alone.
const (
	outOfScope   = "我只解答这份二手车出口政策的问题，比如补贴、退税时限、转让和注销登记。请换成这方面的问题再问我。"
	otherRatio   = "您说的比例和原文不一样，请以下面的原文为准。"
	stillWritten = "原文的规定是："
	earlierYear  = "政策文本没有规定您说的那一年的事：这份文件是在那以后成文的。"
	otherPlace   = "其他地区的规定，请问当地的主管部门。"
	openEnd      = "（文件未写明有效期）"
	missing      = "政策文本没有写明：%s。"
	withheld     = "这个问题的答复没有通过原文核对，先不显示。请换个说法再问一次，或直接向责任部门咨询。"

	// What is not the policy's stands in lines of its own, which begin so.
	referenceHead  = "参考（不是本政策的规定）："
	referenceLine  = referenceHead + "%s。来源：%s，%s核对，以主管部门为准。"
	contactHead    = "本机构登记的联系方式："
	contactMissing = "联系方式：本库未收录。"
)

// sayGuesses states how the user's words were read.
func sayGuesses(guesses []Guess) string {
	if len(guesses) == 0 {
		return ""
	}
	read := make([]string, len(guesses))
	for i, g := range guesses {
		read[i] = fmt.Sprintf("“%s”理解为“%s”", g.Said, g.Meant)
	}
	return "我把" + strings.Join(read, "、") + "，不对就换个说法告诉我。"
}

// noArticle says which articles there are.
func (a Answer) noArticle() string {
	articles := a.document().Articles
	return fmt.Sprintf("政策文本没有您说的这一条：只有第%s条到第%s条，说条号就能看原文。", articles[0].Number, articles[len(articles)-1].Number)
}

// factText states one particular of a document.
func factText(field string, doc *Document) string {
	value, _ := doc.fact(field)
	name := "《" + doc.Title + "》（" + doc.Number + "）"
	switch field {
	case "number":
		return "文号是" + value + "，文件名称是《" + doc.Title + "》。"
	case "title":
		return "文件名称是《" + value + "》，文号" + doc.Number + "。"
	case "issued_on":
		return name + "成文日期是 " + value + "。"
	case "issuers":
		return name + "由这些单位联合印发：" + value + "。"
	case "addressees":
		return name + "的主送单位是：" + value + "。"
	case "preamble":
		return "文件开头写明：“" + value + "”"
	}
	if doc.Status == string(Expired) {
		return name + "已失效。"
	}
	return name + "没有写明有效期，成文日期是 " + doc.IssuedOn.Chinese() + "。个别条款自带期限的，答复时会写明是否到期；后来有没有新的规定，请向主管部门核实。"
}
