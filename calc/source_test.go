package calc

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// No figure of a law and no department's name stands in this package's code:
// they are the corpus's. What arithmetic itself needs is listed; lengths of
// words are named in limits.go.
func TestNoLegalFiguresInCode(t *testing.T) {
	book := shipped(t)
	var departments []string
	for _, d := range book.Library.Documents {
		departments = append(departments, d.Issuers...)
		for _, a := range d.Articles {
			departments = append(departments, a.Departments...)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source files", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			switch lit.Kind {
			case token.INT, token.FLOAT:
				if name != "limits.go" && !slices.Contains([]string{"0", "1", "2", "100"}, lit.Value) {
					t.Errorf("%s: the number %s stands in code; figures belong in rules.yaml", name, lit.Value)
				}
			case token.STRING:
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range departments {
					if strings.Contains(text, d) {
						t.Errorf("%s: the department %s is named in code", name, d)
					}
				}
			}
			return true
		})
	}
}
