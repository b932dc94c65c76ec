package bot

import (
	"slices"

	"cheyi/knowledge"
)

// unshown leaves of the guide's clauses those that a reply of several parts
// does not show already and still has room for.
func unshown(guide []*knowledge.GuideClause, shown []knowledge.Reference) []*knowledge.GuideClause {
	left := slices.DeleteFunc(slices.Clone(guide), func(g *knowledge.GuideClause) bool {
		return slices.Contains(shown, g.Reference())
	})
	return left[:min(len(left), knowledge.MostReferences-len(shown))]
}
