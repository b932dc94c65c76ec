package calc

import (
	"io/fs"
	"math/big"
	"path"
	"regexp"
	"slices"
	"strings"

	"cheyi/calendar"
	"cheyi/knowledge"
	"cheyi/quantity"
	"cheyi/yamlfile"
)

const rulesFile = "rules.yaml"

type bookYAML struct {
	Compute []string    `yaml:"compute"`
	Own     []string    `yaml:"own"`
	Other   []string    `yaml:"other"`
	Inputs  []inputYAML `yaml:"inputs"`
	Rules   []ruleYAML  `yaml:"rules"`
}

type inputYAML struct {
	Input   yamlfile.Text     `yaml:"input"`
	Kind    yamlfile.At[Kind] `yaml:"kind"`
	Label   string            `yaml:"label"`
	Prompt  string            `yaml:"prompt"`
	Unit    string            `yaml:"unit"`
	Least   yamlfile.Text     `yaml:"least"`
	Most    yamlfile.Text     `yaml:"most"`
	Choices []struct {
		Value string   `yaml:"value"`
		Label string   `yaml:"label"`
		Words []string `yaml:"words"`
		Weak  []string `yaml:"weak"`
	} `yaml:"choices"`
	Words []string `yaml:"words"`
}

type ruleYAML struct {
	Rule       yamlfile.Text            `yaml:"rule"`
	Flow       string                   `yaml:"flow"`
	FlowTitle  string                   `yaml:"flow_title"`
	Formula    yamlfile.Text            `yaml:"formula"`
	Title      string                   `yaml:"title"`
	Ask        string                   `yaml:"ask"`
	Folder     string                   `yaml:"folder"`
	Subjects   []string                 `yaml:"subjects"`
	Not        []string                 `yaml:"not"`
	Never      []string                 `yaml:"never"`
	Other      []string                 `yaml:"other"`
	Inputs     []yamlfile.Text          `yaml:"inputs"`
	Optional   []yamlfile.Text          `yaml:"optional"`
	Chosen     string                   `yaml:"chosen"`
	Parameters []parameterYAML          `yaml:"parameters"`
	Says       map[string]yamlfile.Text `yaml:"says"`
	NoCap      string                   `yaml:"nocap"`
	FirstDay   string                   `yaml:"first_day"`
	Shifted    string                   `yaml:"shifted"`
	Cautions   []string                 `yaml:"cautions"`
	Example    map[string]yamlfile.Text `yaml:"example"`
}

type parameterYAML struct {
	Parameter yamlfile.Text `yaml:"parameter"`
	Value     yamlfile.Text `yaml:"value"`
	From      int           `yaml:"from"`
	Years     int           `yaml:"years"`
	For       []string      `yaml:"for"`
	Says      yamlfile.Text `yaml:"says"`
	Clause    yamlfile.Text `yaml:"clause"`
	Quote     yamlfile.Text `yaml:"quote"`
}

// Read reads the rules of every document's folder and checks them against the
// library's text. With any fault the book must not go into service.
func Read(fsys fs.FS, lib *knowledge.Library) (*Book, yamlfile.Faults) {
	book := &Book{Library: lib}
	var faults yamlfile.Faults
	files, _ := fs.Glob(fsys, "*/"+rulesFile) // the pattern is well formed
	for _, file := range files {
		l := &loader{file: file, folder: path.Dir(file), book: book, faults: &faults}
		l.load(fsys)
	}
	book.Flows = book.flowsOf()
	if len(faults) == 0 {
		book.checkFlows(files, &faults)
	}
	if len(faults) == 0 {
		book.rehearse(files, &faults)
	}
	return book, faults.Sorted()
}

// A loader reads one file.
type loader struct {
	file, folder string
	book         *Book
	faults       *yamlfile.Faults
}

func (l *loader) fault(line int, format string, args ...any) {
	l.faults.Add(l.file, max(line, 1), format, args...)
}

func (l *loader) load(fsys fs.FS) {
	data, err := fs.ReadFile(fsys, l.file)
	if err != nil {
		l.fault(0, "读不出来：%v", err)
		return
	}
	var f bookYAML
	if found := yamlfile.Decode(l.file, data, &f); len(found) > 0 {
		*l.faults = append(*l.faults, found...)
		return
	}
	l.book.AskWords = append(l.book.AskWords, f.Compute...)
	l.book.OwnWords = append(l.book.OwnWords, f.Own...)
	l.book.Other = append(l.book.Other, f.Other...)
	for _, in := range f.Inputs {
		l.input(in)
	}
	for _, r := range f.Rules {
		l.rule(r)
	}
}

func (l *loader) input(y inputYAML) {
	in := &Input{Name: y.Input.Value, Kind: y.Kind.Value, Label: y.Label, Prompt: y.Prompt, Unit: y.Unit, Words: y.Words}
	line := y.Input.Line
	if in.Name == "" || in.Label == "" || !strings.ContainsAny(in.Prompt, "？?") {
		l.fault(line, "一个输入要有 input、label 和以问号发问的 prompt")
	}
	l.places(line, in.Prompt, []string{"currency"})
	if l.book.Input(in.Name) != nil {
		l.fault(line, "输入 %s 写了两次", in.Name)
	}
	for _, c := range y.Choices {
		if _, twice := in.choice(c.Value); twice {
			l.fault(line, "输入 %s 的选项 %s 写了两次", in.Name, c.Value)
		}
		in.Choices = append(in.Choices, Choice{c.Value, c.Label, c.Words, c.Weak})
	}
	switch in.Kind {
	case KindMoney, KindCount, KindYear, KindRate:
		in.Least, in.Most = l.bound(y.Least, in.Name), l.bound(y.Most, in.Name)
	case KindDate:
		in.First, in.Last = l.day(y.Least, in.Name), l.day(y.Most, in.Name)
	case KindChoice:
		if len(in.Choices) < 2 {
			l.fault(line, "输入 %s 是 choice，要有至少两个 choices", in.Name)
		}
	default:
		l.fault(max(y.Kind.Line, line), "输入 %s 的 kind 写的是 %q，只能是 money、count、year、date、choice 或 rate", in.Name, in.Kind)
	}
	l.book.Inputs = append(l.book.Inputs, in)
}

func (l *loader) bound(t yamlfile.Text, name string) *big.Rat {
	v, ok := quantity.Numeral(t.Value)
	if !ok {
		l.fault(t.Line, "输入 %s 的 least、most 要写成数", name)
		return new(big.Rat)
	}
	return v
}

func (l *loader) day(t yamlfile.Text, name string) calendar.Day {
	d, err := calendar.ParseDay(t.Value)
	if err != nil {
		l.fault(t.Line, "输入 %s 的 least、most 要写成日期：%v", name, err)
	}
	return d
}

func (l *loader) rule(y ruleYAML) {
	r := &Rule{
		ID: y.Rule.Value, Flow: y.Flow, FlowTitle: y.FlowTitle, Title: y.Title, Ask: y.Ask, Folder: y.Folder, Subjects: y.Subjects, Not: y.Not, Never: y.Never, Other: y.Other,
		Chosen: y.Chosen, Says: map[string]string{}, NoCap: y.NoCap, FirstDay: y.FirstDay, Shifted: y.Shifted, Cautions: y.Cautions, book: l.book,
	}
	line := y.Rule.Line
	if r.Flow == "" {
		r.Flow = r.ID
	}
	if r.Folder == "" {
		r.Folder = l.folder
	}
	if r.ID == "" || r.Title == "" || r.Ask == "" || len(r.Subjects) == 0 {
		l.fault(line, "一条规则要有 rule、title、ask 和 subjects")
	}
	if l.book.Rule(r.ID) != nil {
		l.fault(line, "规则 %s 写了两次", r.ID)
	}
	r.Inputs, r.Optional = l.inputs(y.Inputs), l.inputs(y.Optional)
	for _, in := range r.Optional {
		in.Optional = true
	}
	for _, p := range y.Parameters {
		l.parameter(r, p)
	}
	l.overlaps(r, line)
	l.formula(r, y)
	for name, s := range y.Says {
		r.Says[name] = s.Value
		l.places(s.Line, s.Value, placeNames)
		if r.formula.run != nil && !slices.Contains([]string{"capped", "past"}, name) && !slices.Contains(r.formula.says, name) {
			l.fault(s.Line, "规则 %s 的 says 里的 %s 不是这种算法会有的结果，只有 %s", r.ID, name, strings.Join(r.formula.says, "、"))
		}
	}
	l.places(line, r.Shifted, placeNames)
	l.choices(r, line)
	l.book.Rules = append(l.book.Rules, r)
	l.example(r, y)
}

// places are what a sentence leaves open, placeNames what can fill them.
var (
	places     = regexp.MustCompile(`\{[^}]*\}`)
	placeNames = []string{"amount", "before", "cap", "room", "room_label", "covered", "years", "short", "threshold", "deadline", "sooner", "days", "today", "missing_year", "holiday", "possible"}
)

// places checks what a sentence leaves open.
func (l *loader) places(line int, sentence string, names []string) {
	for _, place := range places.FindAllString(sentence, -1) {
		if !slices.Contains(names, strings.Trim(place, "{}")) {
			l.fault(line, "%s 没有这个空，可用的有 {%s}", place, strings.Join(names, "} {"))
		}
	}
	if rest := places.ReplaceAllString(sentence, ""); strings.ContainsAny(rest, "{}") {
		l.fault(line, "“%s”里的花括号没有成对", clip(sentence))
	}
}

// choices checks that values which depend on a choice cover all of it, and
// that values which are used together hold for the same years.
func (l *loader) choices(r *Rule, line int) {
	in := r.input(KindChoice)
	for _, name := range r.formula.parameters {
		var covered []string
		for _, p := range r.parameters {
			if p.Name == name {
				covered = append(covered, p.For...)
			}
		}
		if in == nil || len(covered) == 0 {
			continue
		}
		for _, c := range in.Choices {
			if c.Value != Unknown && !slices.Contains(covered, c.Value) {
				l.fault(line, "规则 %s 的参数 %s 没有写 %s（%s）的值", r.ID, name, c.Value, c.Label)
			}
		}
		for _, value := range covered {
			if _, ok := in.choice(value); !ok {
				l.fault(line, "规则 %s 的参数 %s 的 for 里的 %q 不是 %s 的选项", r.ID, name, value, in.Name)
			}
		}
	}
	for _, p := range r.parameters {
		for _, name := range r.formula.parameters {
			if !slices.ContainsFunc(r.parameters, func(o Parameter) bool { return o.Name == name && o.From == p.From && o.Until == p.Until }) {
				l.fault(line, "规则 %s 的参数 %s 和 %s 的 from、years 要一样", r.ID, p.Name, name)
			}
		}
	}
}

func (l *loader) inputs(names []yamlfile.Text) []*Input {
	var list []*Input
	for _, n := range names {
		in := l.book.Input(n.Value)
		if in == nil {
			l.fault(n.Line, "没有名为 %s 的输入，请先写在 inputs 里", n.Value)
			continue
		}
		list = append(list, in)
	}
	return list
}

// parameter checks that a figure stands in its quote and the quote in its
// clause.
func (l *loader) parameter(r *Rule, y parameterYAML) {
	p := Parameter{Name: y.Parameter.Value, Text: y.Value.Value, From: y.From, For: y.For, Says: y.Says.Value, Quote: y.Quote.Value}
	if (y.Years > 0) != (y.From > 0) {
		l.fault(y.Parameter.Line, "规则 %s 的参数 %s 的 from 和 years 要么都写，要么都不写", r.ID, p.Name)
	}
	if y.Years > 0 {
		p.Until = y.From + y.Years - 1
	}
	clause, ok := l.book.Library.Clause(r.Folder, y.Clause.Value)
	if !ok {
		l.fault(max(y.Clause.Line, y.Parameter.Line), "规则 %s 的参数 %s 没有写对条款：%s 里没有 %q", r.ID, p.Name, r.Folder, y.Clause.Value)
		return
	}
	p.Clause = clause
	if !knowledge.Verbatim(p.Quote, clause.Text) {
		l.fault(max(y.Quote.Line, y.Parameter.Line), "规则 %s 的参数 %s 的 quote 在 %s 里找不到原话", r.ID, p.Name, clause.ID)
	}
	figures := knowledge.Figures(p.Text)
	if len(figures) != 1 || !slices.Contains(knowledge.Figures(p.Quote), figures[0]) {
		l.fault(y.Value.Line, "规则 %s 的参数 %s 的值 %s 在它的 quote 里没有", r.ID, p.Name, p.Text)
		return
	}
	for _, span := range []int{y.From, y.Years} {
		if span != 0 && !slices.ContainsFunc(knowledge.Figures(p.Quote+clause.Text), func(f string) bool { return f == big.NewInt(int64(span)).String() }) {
			l.fault(y.Parameter.Line, "规则 %s 的参数 %s 的 from、years 在原文里没有：%d", r.ID, p.Name, span)
		}
	}
	p.Value, _ = new(big.Rat).SetString(strings.TrimSuffix(figures[0], "%"))
	r.parameters = append(r.parameters, p)
}

// overlaps finds two values of a parameter for one year and choice.
func (l *loader) overlaps(r *Rule, line int) {
	for i, a := range r.parameters {
		for _, b := range r.parameters[:i] {
			years := (a.Until == 0 || b.From <= a.Until) && (b.Until == 0 || a.From <= b.Until)
			choices := len(a.For) == 0 || len(b.For) == 0 || slices.ContainsFunc(a.For, func(c string) bool { return slices.Contains(b.For, c) })
			if a.Name == b.Name && years && choices {
				l.fault(line, "规则 %s 的参数 %s 有两个值在同一时间、同一选项下都适用", r.ID, a.Name)
			}
		}
	}
}

// formula checks that the rule has all that its arithmetic needs.
func (l *loader) formula(r *Rule, y ruleYAML) {
	f, ok := formulas[y.Formula.Value]
	if !ok {
		l.fault(max(y.Formula.Line, y.Rule.Line), "规则 %s 的 formula 写的是 %q，没有这种算法", r.ID, y.Formula.Value)
		return
	}
	r.formula = f
	for _, name := range f.parameters {
		if _, ok := r.parameter(name, 0, ""); !ok {
			l.fault(y.Rule.Line, "规则 %s 缺少参数 %s", r.ID, name)
		}
	}
	for _, k := range f.inputs {
		if r.input(k) == nil {
			l.fault(y.Rule.Line, "规则 %s 缺少 %s 类的输入", r.ID, k)
		}
	}
	for _, in := range r.Inputs {
		if !slices.Contains(f.inputs, in.Kind) && !slices.Contains(f.also, in.Kind) {
			l.fault(y.Rule.Line, "规则 %s 的算法用不着输入 %s", r.ID, in.Name)
		}
	}
	for _, p := range r.parameters {
		if p.From != 0 && !f.dated {
			l.fault(y.Rule.Line, "规则 %s 的算法不分年度，参数 %s 不要写 from、years", r.ID, p.Name)
		}
	}
	for _, name := range f.says {
		if y.Says[name].Value == "" {
			l.fault(y.Rule.Line, "规则 %s 的 says 缺少 %s", r.ID, name)
		}
	}
	_, capped := r.parameter("cap", 0, "")
	if y.Formula.Value == "share" && capped == (r.NoCap != "") {
		l.fault(y.Rule.Line, "规则 %s 要么有参数 cap 和 says 的 capped，要么写明 nocap", r.ID)
	}
	if capped && y.Says["capped"].Value == "" {
		l.fault(y.Rule.Line, "规则 %s 的 says 缺少 capped", r.ID)
	}
}

// example reads the values of the example as people would type them.
func (l *loader) example(r *Rule, y ruleYAML) {
	r.Example = Values{}
	for name, typed := range y.Example {
		in := l.book.Input(name)
		if in == nil {
			l.fault(typed.Line, "规则 %s 的 example 里没有名为 %s 的输入", r.ID, name)
			continue
		}
		value, err := in.Check(typed.Value, l.book.Library.Documents[0].IssuedOn)
		if err != nil {
			l.fault(typed.Line, "规则 %s 的 example 读不懂：%v", r.ID, err)
			continue
		}
		r.Example[name] = value
	}
}

// checkFlows checks that the rules of one flow ask the same and are told apart.
func (b *Book) checkFlows(files []string, faults *yamlfile.Faults) {
	for _, f := range b.Flows {
		chosen := map[string]bool{}
		for _, r := range f.Rules {
			if !slices.Equal(r.Inputs, f.Rules[0].Inputs) || !slices.Equal(r.Optional, f.Rules[0].Optional) {
				faults.Add(files[0], 1, "规则 %s 和 %s 在同一个 flow 里，inputs 和 optional 要一样", r.ID, f.Rules[0].ID)
			}
			if len(f.Rules) > 1 && (r.Chosen == "" || chosen[r.Chosen]) {
				faults.Add(files[0], 1, "规则 %s 的 chosen 要写，并且不能和同一个 flow 里别的规则一样", r.ID)
			}
			chosen[r.Chosen] = true
		}
	}
}

// rehearse computes every rule's example, so that what the verifier would
// withhold from people is told to the editors first.
func (b *Book) rehearse(files []string, faults *yamlfile.Faults) {
	for _, r := range b.Rules {
		c, err := b.Compute(r, r.Example, b.Library.Documents[0].IssuedOn)
		if err != nil {
			faults.Add(files[0], 1, "规则 %s 的 example 算不出来：%v", r.ID, err)
			continue
		}
		for _, problem := range knowledge.Verify(c.Reply, b.Library, b.Library.Documents[0].IssuedOn) {
			faults.Add(files[0], 1, "规则 %s 的答复通不过原文核对：%s", r.ID, problem)
		}
	}
}
