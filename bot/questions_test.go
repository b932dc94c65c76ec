package bot

import (
	"strings"
	"testing"
)

// What was said is cut between questions: no tail of a number stays behind.
func TestRecent(t *testing.T) {
	filler := strings.Repeat("补", saidRunes-12)
	for _, tt := range []struct{ name, said, want string }{
		{"short", "展位费。封顶呢", "展位费。封顶呢"},
		{"a landline across the cut", "座机0471-2834567。" + filler, filler},
		{"a chassis number across the cut", "LZZY6XCD2RA894843。退税几天。" + filler, "退税几天。" + filler},
		{"one long question", filler + filler, filler + filler},
		{"a long question that ends in a full stop", filler + filler + "。", filler + filler + "。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := recent(tt.said); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
