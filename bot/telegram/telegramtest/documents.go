package telegramtest

import "unicode/utf16"

// A Document is a file that was sent.
type Document struct {
	Name    string
	Content []byte
}

// mostCaption is the longest caption in UTF-16 units.
const mostCaption = 1024

// sendDocument implements the method, for a file that is uploaded.
func (c *call) sendDocument() (any, error) {
	f, uploaded := c.sent["document"]
	m := &Message{Text: c.params["caption"], Source: c.params["caption"], Document: &Document{f.name, f.content}}
	switch {
	case !uploaded:
		return nil, refused("there is no document in the request")
	case len(f.content) == 0:
		return nil, refused("file must be non-empty")
	case len(utf16.Encode([]rune(m.Text))) > mostCaption:
		return nil, refused("message caption is too long")
	}
	if err := c.keyboard(m); err != nil {
		return nil, err
	}
	return c.deliver(m)
}
