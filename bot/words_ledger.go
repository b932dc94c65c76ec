package bot

import (
	"cmp"
	"fmt"
)

// Name is the kind for people.
func (k UnansweredKind) Name() string {
	switch k {
	case UnansweredNotStated:
		return "文件没有写明"
	case UnansweredNotFound:
		return "没有找到条款"
	case UnansweredOutside:
		return "与政策无关"
	}
	return string(k)
}

// Advice is what an editor does with a group.
func (g UnansweredGroup) Advice() string {
	clause := "答得上的那一条"
	if g.Clause != "" {
		clause = g.Clause
	}
	switch {
	case g.Kind == UnansweredOutside:
		return "无关就不用改；其实有关，就在 notes.yaml 里把问法写进条款的 curated，或在 gaps 里加一项。"
	case g.About != "":
		return fmt.Sprintf("已按“%s”说明没有写明，不用改；问得多，就在这一项的 note 里写清该问谁。", g.About)
	}
	return fmt.Sprintf("原文答得上：在 notes.yaml 里把问法写进 %s 的 curated；答不上：在 gaps 里加一项，问法写进它的 curated。", clause)
}

// MoreAsked orders groups for editors, and fully, so that two runs agree.
func MoreAsked(a, b UnansweredGroup) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.Last.String(), a.Last.String()),
		cmp.Compare(a.Key(), b.Key()), cmp.Compare(a.Wordings[0], b.Wordings[0]))
}
