package telegramtest

import "encoding/json"

// mostData is the longest callback data in bytes.
const mostData = 64

// keyboard reads the inline keyboard of a call into m. A keyboard that takes
// the place of a phone's own is only looked at as JSON.
func (c *call) keyboard(m *Message) error {
	raw := c.params["reply_markup"]
	if raw == "" {
		return nil
	}
	var markup struct {
		Rows *[][]button `json:"inline_keyboard"`
	}
	if err := json.Unmarshal([]byte(raw), &markup); err != nil {
		return refused("can't parse reply keyboard markup JSON object")
	}
	if markup.Rows == nil {
		return nil
	}
	for _, row := range *markup.Rows {
		var keys []Button
		for _, b := range row {
			if err := b.check(); err != nil {
				return err
			}
			keys = append(keys, Button{Text: b.Text, Data: b.Data, URL: b.URL})
		}
		if len(keys) > 0 {
			m.Keyboard = append(m.Keyboard, keys)
		}
	}
	return nil
}

// A button is read as it is sent; what else may be in it is let through.
type button struct {
	Text   string          `json:"text"`
	Data   string          `json:"callback_data"`
	URL    string          `json:"url"`
	WebApp json.RawMessage `json:"web_app"`
	Copy   struct {
		Text string `json:"text"`
	} `json:"copy_text"` // the library sends an empty one with every button
}

func (b button) check() error {
	switch {
	case b.Text == "":
		return refused("can't parse inline keyboard button: Field \"text\" must be of type String")
	case len(b.Data) > mostData:
		return refused("BUTTON_DATA_INVALID")
	case b.Data == "" && b.URL == "" && b.WebApp == nil && b.Copy.Text == "":
		return refused("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return nil
}
