package search

import (
	"cmp"
	"hash/fnv"
	"slices"
)

// An order says in which sequence examples are learnt from, one sequence for each
// round. It goes by the examples themselves, so that an editor who adds a way of
// asking leaves all others where they are: what is learnt hardly moves.
type order struct {
	hashes []uint64
	list   []int
}

// newOrder prepares the order of n examples, each known by its features.
func newOrder(n int, features func(i int) []string) *order {
	o := &order{hashes: make([]uint64, n), list: make([]int, n)}
	for i := range n {
		h := fnv.New64a()
		for _, f := range features(i) {
			h.Write([]byte(f)) // never fails
			h.Write([]byte{0})
		}
		o.hashes[i], o.list[i] = h.Sum64(), i
	}
	return o
}

// round returns the sequence of a round, valid until the next.
func (o *order) round(round int) []int {
	mixed := func(i int) uint64 {
		x := o.hashes[i] + uint64(round+1)*0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		return x ^ x>>27
	}
	slices.SortFunc(o.list, func(a, b int) int { return cmp.Or(cmp.Compare(mixed(a), mixed(b)), cmp.Compare(a, b)) })
	return o.list
}
