// Package corpus holds the policy as data: one folder a document, the
// calendars, the lexicon. Whoever edits policy works here and nowhere else.
package corpus

import "embed"

// FS is the folder as it was when the program was built. CHEYI_CORPUS puts
// another in its place.
//
//go:embed nmg-2024-406 mvr-2021 guide contacts.yaml materials.yaml calendar lexicon prompts.yaml
var FS embed.FS
