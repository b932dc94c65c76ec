package knowledge

import (
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"cheyi/yamlfile"
)

const promptsFile = "prompts.yaml"

// maxPrompt is the longest prompt in characters: it is sent with every call.
const maxPrompt = 2000

// Prompts is what a language model is told, one text for each thing that it
// may help with. A corpus without prompts is used without a model.
type Prompts struct {
	Rephrase string // put a follow-up into a question that stands alone
	Choose   string // choose among clauses
	Word     string // say in sentences what clauses say
	Fill     string // find the answer to an open question in a message
}

// Written reports whether the corpus has prompts.
func (p Prompts) Written() bool { return p.Word != "" }

type promptsYAML struct {
	Rephrase yamlfile.Text `yaml:"rephrase"`
	Choose   yamlfile.Text `yaml:"choose"`
	Word     yamlfile.Text `yaml:"word"`
	Fill     yamlfile.Text `yaml:"fill"`
}

// readPrompts reads prompts.yaml, which a corpus may lack.
func readPrompts(fsys fs.FS) (Prompts, yamlfile.Faults) {
	data, err := fs.ReadFile(fsys, promptsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Prompts{}, nil
	}
	var faults yamlfile.Faults
	if err != nil {
		faults.Add(promptsFile, 0, "读不出来：%v", err)
		return Prompts{}, faults
	}
	var p promptsYAML
	if faults = yamlfile.Decode(promptsFile, data, &p); len(faults) > 0 {
		return Prompts{}, faults
	}
	for _, prompt := range []struct {
		key  string
		text yamlfile.Text
	}{{"rephrase", p.Rephrase}, {"choose", p.Choose}, {"word", p.Word}, {"fill", p.Fill}} {
		line := max(prompt.text.Line, 1)
		switch text := prompt.text.Value; {
		case strings.TrimSpace(text) == "":
			faults.Add(promptsFile, line, "缺少 %s：要写明这一步让模型做什么", prompt.key)
		case utf8.RuneCountInString(text) > maxPrompt:
			faults.Add(promptsFile, line, "%s 太长：每次都要发送，写到 %d 字以内", prompt.key, maxPrompt)
		case !strings.Contains(text, "用 JSON 回答"): // endpoints refuse JSON output unless the prompt names it
			faults.Add(promptsFile, line, "%s 里要写明用 JSON 回答", prompt.key)
		case len(Figures(text)) > 0:
			faults.Add(promptsFile, line, "%s 里有数字 %s：数字只能来自条款", prompt.key, Figures(text)[0])
		}
	}
	return Prompts{p.Rephrase.Value, p.Choose.Value, p.Word.Value, p.Fill.Value}, faults
}
