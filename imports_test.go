package main

import (
	"go/build"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// imports states what each folder may import, besides the standard library.
// Inner folders know no technology; technology points inward. A folder that is
// not listed here is a decision that nobody has made yet.
var imports = map[string][]string{
	"yamlfile":                  {"go.yaml.in/yaml/v3"},
	"quantity":                  {},
	"personal":                  {},
	"calendar":                  {"cheyi/quantity", "cheyi/yamlfile", "go.yaml.in/yaml/v3"},
	"vehicles":                  {"cheyi/calendar", "cheyi/personal"},
	"vehicles/sheet":            {"cheyi/calendar", "cheyi/vehicles", "github.com/xuri/excelize/v2", "golang.org/x/text/"},
	"config":                    {"cheyi/yamlfile", "cheyi/calendar"},
	"corpus":                    {},
	"booking":                   {"cheyi/calendar", "cheyi/yamlfile"},
	"knowledge/model":           {"cheyi/knowledge", "cheyi/personal", "cheyi/calendar", "github.com/sashabaranov/go-openai"},
	"knowledge/model/modeltest": {},
	"knowledge":                 {"cheyi/yamlfile", "cheyi/quantity", "cheyi/calendar"},
	"calc":                      {"cheyi/knowledge", "cheyi/calendar", "cheyi/quantity", "cheyi/yamlfile"},
	"search":                    {"cheyi/knowledge", "github.com/blevesearch/", "github.com/longbridgeapp/opencc", "github.com/mozillazg/go-pinyin", "golang.org/x/text/"},
	"search/jieba":              {"cheyi/search", "github.com/yanyiwu/gojieba"},
	"search/jieba/pack":         {"github.com/yanyiwu/gojieba"},
	"booking/bookingtest":       {"cheyi/booking", "cheyi/calendar", "pgregory.net/rapid", "github.com/anishathalye/porcupine"},
	"bot":                       {"cheyi/booking", "cheyi/vehicles", "cheyi/knowledge", "cheyi/personal", "cheyi/calc", "cheyi/calendar"},
	"admin":                     {"cheyi/booking", "cheyi/bot", "cheyi/bot/web", "cheyi/bot/web/look", "cheyi/calendar", "cheyi/personal", "cheyi/quantity", "golang.org/x/crypto/argon2"},
	"bot/notify":                {"cheyi/booking", "cheyi/bot"},
	"bot/storetest":             {"cheyi/bot", "cheyi/knowledge", "cheyi/calendar", "pgregory.net/rapid"},
	"store/bolt/bolttest":       {},
	"bot/telegram":              {"cheyi/bot", "cheyi/knowledge", "github.com/go-telegram/bot", "github.com/clipperhouse/uax29", "golang.org/x/time/rate"},
	"bot/telegram/telegramtest": {"github.com/go-telegram/bot/models"},
	"bot/terminal":              {"cheyi/bot", "github.com/peterh/liner"},
	"bot/remote":                {"cheyi/bot"},
	"bot/web":                   {"cheyi/booking", "cheyi/bot", "cheyi/bot/web/look", "cheyi/calc", "cheyi/calendar", "cheyi/knowledge", "golang.org/x/time"},
	"bot/web/look":              {},
	"bot/web/calculators":       {"cheyi/bot/web/look", "cheyi/calc", "cheyi/calendar", "cheyi/knowledge", "cheyi/quantity"},
	"bot/web/reader":            {"cheyi/bot/web", "cheyi/bot/web/look", "cheyi/calc", "cheyi/calendar", "cheyi/knowledge"},
	"store/bolt":                {"cheyi/booking", "cheyi/bot", "cheyi/calendar", "go.etcd.io/bbolt"},
	".":                         {"cheyi/", "github.com/spf13/cobra", "github.com/mattn/go-runewidth", "github.com/prometheus/client_golang"}, // the composition root
}

func TestImports(t *testing.T) {
	for _, dir := range packages(t) {
		allowed, stated := imports[dir]
		if !stated {
			t.Errorf("%s: say in imports_test.go what this folder may import", dir)
			continue
		}
		for _, tags := range [][]string{nil, {"release"}} {
			context := build.Default
			context.BuildTags = tags
			pkg, err := context.ImportDir(dir, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range pkg.Imports {
				if !standard(path) && !permitted(path, allowed) {
					t.Errorf("%s imports %s, and may not", dir, path)
				}
			}
		}
	}
}

// packages lists the folders that hold Go files.
func packages(t *testing.T) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		}
		files, err := filepath.Glob(filepath.Join(path, "*.go"))
		if len(files) > 0 {
			dirs = append(dirs, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first != "cheyi"
}

// permitted reports whether a path is listed. A foreign module's subfolders
// belong to it; our own folders are each listed by name.
func permitted(path string, allowed []string) bool {
	for _, a := range allowed {
		ours := strings.HasPrefix(a, "cheyi/") && a != "cheyi/"
		if path == a || !ours && strings.HasPrefix(path, strings.TrimSuffix(a, "/")+"/") {
			return true
		}
	}
	return false
}
