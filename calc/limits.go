package calc

// Lengths and sizes that tell one way of speaking from another. They are no
// figures of any text; all numbers of the package that are not arithmetic
// stand here.
const (
	// shown is how many characters of a typed value are repeated.
	shown = 50
	// tailBytes is how much before a place is looked at by patterns that look
	// back.
	tailBytes = 100
	// listRunes is how much may stand between two sums of one list.
	listRunes = 8
	// ratePlaces is how many decimals a rate that does not end is rounded to.
	ratePlaces = 6
	// leastPlain is the smallest plain number that can be a sum of yuan by
	// itself; smaller ones count something else.
	leastPlain = 100
)
