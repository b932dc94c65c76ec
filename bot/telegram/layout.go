package telegram

import "cheyi/bot"

// A style is the tag that a stretch of text stands in, with its attributes.
type style string

const (
	plain  style = ""
	bold   style = "b"
	quoted style = "blockquote"
	folded style = "blockquote expandable" // shows its first lines, and the rest when it is tapped
)

var styles = map[bot.Style]style{bot.Plain: plain, bot.Result: bold, bot.Quoted: quoted, bot.Support: folded}

// A stretch is text of one style, not escaped yet.
type stretch struct {
	style style
	text  string
}

// layout is what is seen of a reply's text, with its styles as tags.
func layout(r bot.Reply) []stretch {
	r.Text = visible(r.Text)
	var list []stretch
	for i, s := range r.Layout() {
		if i > 0 {
			list = append(list, stretch{plain, "\n"})
		}
		list = append(list, stretch{styles[s.Style], s.Text})
	}
	return list
}
