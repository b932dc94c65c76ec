package terminal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cheyi/bot"
)

// sheets are how the names of files end that a line can send.
var sheets = []string{".xlsx", ".csv", ".xls", ".xlsm", ".xlsb", ".et"}

// Sent reads a line as a file that is sent: its path, as it is typed or dropped
// into the terminal. It is nil for a line that says something. The error is a
// sentence for the person.
func Sent(line string) (*bot.File, error) {
	path := strings.Trim(strings.TrimSpace(line), `'"`)
	if !slices.Contains(sheets, strings.ToLower(filepath.Ext(path))) {
		return nil, nil
	}
	if rest, home := strings.CutPrefix(path, "~/"); home {
		dir, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("不知道 ~ 是哪个文件夹，请写完整的路径")
		}
		path = filepath.Join(dir, rest)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("没有 %s 这个文件，请检查路径", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s 不是文件", path)
	}
	return &bot.File{Name: filepath.Base(path), Size: info.Size(), Ref: path}, nil
}

// kept has the files of a reply stored, and names them by where they are.
func (t *Terminal) kept(ctx context.Context, r bot.Reply) bot.Reply {
	if t.Keep == nil {
		return r
	}
	r.Files = slices.Clone(r.Files)
	for i, f := range r.Files {
		path, err := t.Keep(ctx, f)
		if err != nil {
			path = f.Name + wordsNotKept
		}
		r.Files[i].Name = path
	}
	return r
}

const wordsNotKept = "（没有存下来，请检查磁盘）"
