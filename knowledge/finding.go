package knowledge

// A Finding is what a search knows of one question: the question as it was
// understood, and the entries of the library ranked for it.
type Finding struct {
	Library    *Library
	Question   string  // normalised, guesses applied
	Guesses    []Guess // what was replaced on the way
	Words      []string
	Unknown    float64 // share of the question's weight that the corpus has nowhere
	Hits       []Hit   // best first
	Highlights map[string][][2]int
}

// A Guess is a reading of the user's words that is not certain.
type Guess struct {
	Said, Meant string
}

// A Hit is one entry with its score between 0 and 1 and what it is made of.
type Hit struct {
	Entry
	Score   float64
	Own     float64 // how much of the question stands in the entry's own text
	All     float64 // … in its text and all the ways of asking for it
	Nearest float64 // how alike the question is to the nearest way of asking
	Like    string  // that way of asking
}
