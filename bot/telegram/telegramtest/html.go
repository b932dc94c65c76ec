package telegramtest

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// tags are those that HTML may hold. An attribute named here must be there.
var tags = map[string]string{
	"b": "", "strong": "", "i": "", "em": "", "u": "", "ins": "", "s": "", "strike": "", "del": "",
	"a": "href", "code": "", "pre": "", "blockquote": "", "span": `class="tg-spoiler"`, "tg-spoiler": "", "tg-emoji": "emoji-id",
}

var (
	entity  = regexp.MustCompile(`^&(?:lt|gt|amp|quot|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});`)
	openTag = regexp.MustCompile(`^<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[a-zA-Z0-9.-]+))?)*)\s*>`)
	endTag  = regexp.MustCompile(`^</([a-zA-Z0-9-]*)\s*>`)
)

// parseHTML returns the text that people see.
func parseHTML(source string) (string, error) {
	var text strings.Builder
	var open []string
	for at := 0; at < len(source); {
		rest := source[at:]
		length := 1
		switch rest[0] {
		case '&':
			found := entity.FindString(rest)
			if found == "" {
				return "", unparsed("Unescaped & at byte offset %d", at)
			}
			text.WriteString(html.UnescapeString(found))
			length = len(found)
		case '<':
			var err error
			if length, open, err = tag(rest, at, open); err != nil {
				return "", err
			}
		default:
			text.WriteByte(rest[0])
		}
		at += length
	}
	if len(open) > 0 {
		return "", unparsed("Can't find end tag corresponding to start tag %q", open[len(open)-1])
	}
	return text.String(), nil
}

// tag reads the tag that rest begins with, and returns its length and what is
// open after it.
func tag(rest string, at int, open []string) (int, []string, error) {
	if m := endTag.FindStringSubmatch(rest); m != nil {
		switch name := strings.ToLower(m[1]); {
		case len(open) == 0:
			return 0, nil, unparsed("Unexpected end tag at byte offset %d", at)
		case name != "" && name != open[len(open)-1]:
			return 0, nil, unparsed(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, at, open[len(open)-1], name)
		}
		return len(m[0]), open[:len(open)-1], nil
	}
	m := openTag.FindStringSubmatch(rest)
	if m == nil {
		return 0, nil, unparsed("Unclosed start tag at byte offset %d", at)
	}
	name := strings.ToLower(m[1])
	needs, known := tags[name]
	if !known || !strings.Contains(m[2], needs) {
		return 0, nil, unparsed("Unsupported start tag %q at byte offset %d", name, at)
	}
	return len(m[0]), append(open, name), nil
}

func unparsed(format string, with ...any) error {
	return refused("can't parse entities: " + fmt.Sprintf(format, with...))
}
