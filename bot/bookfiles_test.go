package bot

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// The workbook to fill in goes along when vehicles are asked for, and again
// when it is asked for; not with every word in between.
func TestTemplate(t *testing.T) {
	p, _ := booker(t)
	p.bot.bookings.Template = func(w io.Writer) error {
		_, err := io.WriteString(w, "空白表")
		return err
	}
	r := p.saysAll(toVehicles())
	if !slices.Equal(r.Files, []Attachment{templateFile}) || !strings.Contains(r.Text, "模板在附件里") {
		t.Fatalf("%v %q", r.Files, r.Text)
	}
	file, data, err := p.bot.Attachment(context.Background(), p.chat, r.Files[0].URL)
	if err != nil || file != templateFile || string(data) != "空白表" {
		t.Errorf("%v %q %v", file, data, err)
	}
	if r = p.says("展位费能补多少"); len(r.Files) > 0 || r.Missing[0] != askVehicles {
		t.Errorf("with a side question: %v %v", r.Files, r.Missing)
	}
	for _, line := range []string{"有模板吗", "模板再发一次", "我要预约"} {
		if r = p.says(line); len(r.Files) != 1 || r.Missing[0] != askVehicles {
			t.Errorf("%s: %v %v", line, r.Files, r.Missing)
		}
	}
	if r = p.says("LZZY6OCD2RA894843"); len(r.Files) > 0 {
		t.Errorf("with a refusal: %v", r.Files)
	}
	p.bot.bookings.Template = nil
	if _, _, err := p.bot.Attachment(context.Background(), p.chat, templateFile.URL); !errors.Is(err, ErrNoFile) {
		t.Error(err)
	}
}

// Whoever is asked whether to cancel is not sent the appointment once more.
func TestFilesOfABatch(t *testing.T) {
	p, _ := booker(t)
	p.saysAll(toConfirm(vins[0], vins[1]))
	if r := p.says("确认提交"); len(r.Files) != 1 {
		t.Fatalf("%v", r.Files)
	}
	r := p.says("我的预约")
	if len(r.Files) != 1 {
		t.Errorf("%v", r.Files)
	}
	if r = p.presses(r.Options[1].ID); len(r.Files) > 0 || r.Options[0].Label != labelSureCancel {
		t.Errorf("%v %v", r.Files, r.Options)
	}
}
