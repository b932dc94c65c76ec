package bot

import (
	"strings"

	"cheyi/personal"
)

// maskForLedger masks more than maskPersonal: all that points at a person or
// an enterprise by its form, valid or not. A conversation needs some of it,
// the ledger none: it is kept for long and read by others. Days and amounts
// with their unit stay, they are what is asked about. What has no form stays
// too: a person's name that nothing announces, an enterprise's short name.
func maskForLedger(text string) string {
	text, _ = maskPersonal(text)
	return personal.MaskAll(strings.ReplaceAll(personal.Visible(text), narrowMasked, personal.Masked))
}

// narrowMasked is what normalising makes of personal.Masked.
const narrowMasked = "***"
