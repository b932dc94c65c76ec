package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"cheyi/corpus"
)

// A curated question must go on getting the answer that its editor has
// promised: what another entry takes away is told with file and line.
func TestCorpusCheckCurated(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, corpus.FS); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(dir, "nmg-2024-406", "notes.yaml")
	check := func() (code int, out, errs string) {
		var o, e bytes.Buffer
		code = run(t.Context(), []string{"corpus", "check", dir}, []string{"CHEYI_DATA=" + t.TempDir()}, strings.NewReader(""), &o, &e)
		return code, o.String(), e.String()
	}
	if code, out, errs := check(); code != 0 || errs != "" || !strings.Contains(out, "句 curated 问句") {
		t.Fatalf("the corpus as it is: exit code %d\n%s%s", code, out, errs)
	}

	replace(t, notes, `- "摊位费报几成"`, "- \"退税平均几天办完呢\"")
	replace(t, notes, `- "海外仓给多少钱"`, "- \"第七条都写了什么\"")
	code, out, errs := check()
	if code != exitFault || strings.Count(out, "\n") != 2 || !strings.Contains(errs, "共 2 句") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	data, err := os.ReadFile(notes)
	if err != nil {
		t.Fatal(err)
	}
	for question, promise := range map[string]string{
		"退税平均几天办完呢": "由条款 五.1 回答，现在是 answered（条款 二.5 二.6）",
		"第七条都写了什么":  "由“公共海外仓资金支持的金额”说明没有写明，现在是 answered（条款 七.1 ",
	} {
		before, _, _ := strings.Cut(string(data), question)
		want := "notes.yaml:" + strconv.Itoa(strings.Count(before, "\n")+1) + ": curated：\"" + question + "\" 应当" + promise
		if !strings.Contains(out, want) {
			t.Errorf("%s\nis not in\n%s", want, out)
		}
	}
}
