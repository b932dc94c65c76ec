package calc

import "strings"

// An Entry is one of the sums, counts or years of a value.
type Entry struct {
	Year  int    // 0 where none was said
	Value string // canonical, without the year
}

// Entries takes a canonical value of money, counts or years apart.
func Entries(value string) []Entry {
	var list []Entry
	for _, it := range items(value) {
		year := it.year
		it.year = 0
		list = append(list, Entry{year, it.String()})
	}
	return list
}

// JoinEntries is the canonical value of several entries.
func JoinEntries(list []Entry) string {
	var parts []string
	for _, e := range list {
		for _, it := range items(e.Value) {
			it.year = e.Year
			parts = append(parts, it.String())
		}
	}
	return strings.Join(parts, ";")
}
