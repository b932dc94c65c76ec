package calculators

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	v, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatal(s)
	}
	return v
}

// No figure of a law stands in this package: numbers are lengths, and those
// are named in geometry.go; words and templates have no numbers of the text.
func TestNoLegalFiguresInCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source files", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "geometry.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if ok && (lit.Kind == token.INT || lit.Kind == token.FLOAT) && !slices.Contains([]string{"0", "0.0", "1", "2"}, lit.Value) {
				t.Errorf("%s: the number %s stands in code", name, lit.Value)
			}
			if ok && lit.Kind == token.STRING && saysFigure(lit.Value) {
				t.Errorf("%s: %s says a figure of the text", name, lit.Value)
			}
			return true
		})
	}
	err = fs.WalkDir(os.DirFS("templates"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join("templates", path))
		if saysFigure(string(data)) {
			t.Errorf("%s says a figure of the text", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var spaces = regexp.MustCompile(`\s`)

// saysFigure reports whether a text has a parameter as the corpus prints it.
func saysFigure(text string) bool {
	for _, r := range shipped().Rules {
		for _, p := range r.Parameters() {
			if strings.Contains(spaces.ReplaceAllString(text, ""), spaces.ReplaceAllString(p.Text, "")) {
				return true
			}
		}
	}
	return false
}
