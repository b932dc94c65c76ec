package knowledge

import "unicode/utf8"

// notForUs recognises words to the program itself, and abuse: both get the
// same calm line, whatever else the message holds.
func (d *decision) notForUs() bool {
	scope := d.Library.Lexicon.Scope
	if containsAny(d.Question, scope.Instructions) != "" || containsAny(d.Question, scope.Crimes) != "" && d.Hostility > complaintLean {
		return d.refuse(OutOfScope, Instruction)
	}
	if containsAny(d.Question, scope.Abuse) != "" && len(d.Terms) == 0 {
		return d.refuse(OutOfScope, Abusive)
	}
	return d.hostile() && d.refuse(OutOfScope, Abusive)
}

// hostile reports whether the words of a message speak for one that no honest
// asker sends, and it is about as near to such as to the policy. A short message
// leaves too much unsaid to tell; one that states a figure of its own, or asks for
// what a clause may state, must say so plainly.
func (d *decision) hostile() bool {
	floor := hostileLean
	if d.asksStrict() || len(d.ownFigures()) > 0 {
		floor = hostileAsking
	}
	near := best(d.Outside) >= max(best(d.Clauses), best(d.Gaps))-hostileBehind
	return near && d.Hostility >= floor && utf8.RuneCountInString(d.Question) > hostileRunes
}

// ownFigures are the figures of a message by which the nearest clause is not called.
func (d *decision) ownFigures() []string {
	if len(d.Clauses) == 0 {
		return Figures(d.Question)
	}
	return figuresBeyond(d.Question, d.Clauses[0].Clause.Text)
}

const (
	hostileLean   = 1.2
	hostileAsking = 3.0
	hostileRunes  = 8
	complaintLean = -4.0 // below it, a deed is complained of and not asked for
	hostileBehind = 0.1  // in score
)
