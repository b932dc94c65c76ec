package vehicles

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is something in a cell without a header that is about a vehicle.
type token struct {
	kind  tokenKind
	field field
	at    int // where in the cell, in bytes
}

type tokenKind int

const (
	strongVIN tokenKind = iota // as long as a VIN, or nearly
	weakVIN                    // perhaps part of one, perhaps another number
	plateToken
	placeToken    // a place's name by itself
	labelledPlace // behind 登记地
)

var (
	plateForm = regexp.MustCompile(`[` + provinces + `] ?[A-Z][ ·.•-]{0,2}(?:[A-Z0-9]{4}[挂` + special + `]|[A-Z0-9]{3,8})`)
	floatForm = regexp.MustCompile(`[0-9](?:\.[0-9]+)?E\+[0-9]+`)
	groupForm = regexp.MustCompile(`[A-Z0-9]+(?:[ -][A-Z0-9]+)*`)
	runForm   = regexp.MustCompile(`[A-Z0-9]+`)

	// Places are known by a label, by the name of the region's leagues and
	// cities, or by how such names end.
	placeLabel = regexp.MustCompile(`(?:注册)?登记(?:地点|地|在|于)(?:是|为|在)?[: ]*(\p{Han}{2,15})`)
	placeWhere = regexp.MustCompile(`在(\p{Han}{2,15}?)(?:注册)?登记`)
	placeForm  = regexp.MustCompile(`\p{Han}+`)
	placeName  = regexp.MustCompile(`^(?:(?:内蒙古?(?:自治区)?)?(?:呼和浩特|呼市|包头|乌海|赤峰|通辽|鄂尔多斯|呼伦贝尔|巴彦淖尔|乌兰察布|兴安|锡林郭勒|阿拉善|满洲里|二连浩特)(?:市|盟)?(?:\p{Han}{1,8}[旗县区市])?|\p{Han}{2,10}[市盟旗县省])$`)
)

// scan finds the tokens of a cell, in order.
func scan(cell Cell, column int) []token {
	switch cell.Kind {
	case Formula:
		return []token{{weakVIN, field{Cell: cell, column: column}, 0}}
	case Number:
		if len(cell.Text) < 12 && !floatForm.MatchString(strings.ToUpper(cell.Text)) {
			return nil
		}
		return []token{{weakVIN, field{Cell: cell, column: column}, 0}}
	case Broken:
		return nil
	}
	s := scanner{text: strings.ToUpper(clean(cell.Text)), column: column}
	s.plates()
	s.take(floatForm, func(string, []int) (tokenKind, bool) { return weakVIN, true })
	for _, m := range groupForm.FindAllStringIndex(s.text, -1) {
		s.group(m[0], s.text[m[0]:m[1]])
	}
	s.places()
	slices.SortStableFunc(s.tokens, func(a, b token) int { return a.at - b.at })
	return s.tokens
}

type scanner struct {
	text   string // what was taken is blanked out, so that places stay
	column int
	tokens []token
}

func (s *scanner) add(kind tokenKind, at int, text string, fault *Fault) {
	s.tokens = append(s.tokens, token{kind, field{Cell{Text: text}, s.column, fault}, at})
}

// take adds the matches that choose gives a kind, and blanks them out. The
// token is the match's last group.
func (s *scanner) take(form *regexp.Regexp, choose func(match string, m []int) (tokenKind, bool)) {
	var rest []byte
	for _, m := range form.FindAllStringSubmatchIndex(s.text, -1) {
		from, to := m[len(m)-2], m[len(m)-1]
		kind, ok := choose(s.text[from:to], m)
		if !ok {
			continue
		}
		s.add(kind, from, s.text[from:to], nil)
		if rest == nil {
			rest = []byte(s.text)
		}
		clear(rest[m[0]:m[1]])
	}
	if rest != nil {
		s.text = string(rest)
	}
}

// plates adds what looks like a plate. Within words a province's character may
// be part of another one (全新BYD2024): only a valid plate counts there.
func (s *scanner) plates() {
	s.take(plateForm, func(match string, m []int) (tokenKind, bool) {
		before, _ := utf8.DecodeLastRuneInString(s.text[:m[0]])
		after, _ := utf8.DecodeRuneInString(s.text[m[1]:])
		_, err := ParsePlate(match)
		word := unicode.Is(unicode.Han, before) && !strings.ContainsRune("牌号照为是", before)
		return plateToken, !alnum(after) && (err == nil || !word)
	})
}

// group adds the VINs in a group of runs of letters and digits. People put
// blanks into a VIN; the runs are joined only where the check digit vouches
// for it.
func (s *scanner) group(at int, group string) {
	runs := runForm.FindAllStringIndex(group, -1)
	found := false
	for i := 0; i < len(runs); {
		if vin, n := joined(group, runs[i:]); n > 0 {
			s.add(strongVIN, at+runs[i][0], vin, nil)
			found = true
			i += n
			continue
		}
		run := strings.TrimPrefix(group[runs[i][0]:runs[i][1]], "VIN")
		if kind, ok := classify(run); ok {
			s.add(kind, at+runs[i][0], run, nil)
			found = true
		}
		i++
	}
	if whole := compact(group); !found && len(runs) > 1 && len(whole) >= 15 && len(whole) <= 20 && !digits(whole) {
		s.add(weakVIN, at, whole, &Fault{"vin_split", wordsVINSplit})
	}
}

// joined returns the VIN that the first n runs are together.
func joined(group string, runs [][]int) (vin string, n int) {
	for i, run := range runs {
		piece := group[run[0]:run[1]]
		if vin += piece; len(piece) > 12 || len(vin) > vinLength {
			break
		}
		if len(vin) < vinLength {
			continue
		}
		if _, err := ParseVIN(vin); err == nil && i > 0 && !digits(vin) && VINDoubt(vin) == "" {
			return vin, i + 1
		}
	}
	return "", 0
}

// classify says what a run of letters and digits may be.
func classify(run string) (tokenKind, bool) {
	n := len(run)
	switch {
	case n == vinLength && !digits(run):
		return strongVIN, true
	case digits(run):
		return weakVIN, n > 14 // shorter ones are telephone numbers, amounts, days
	case n < 8 || !strings.ContainsAny(run, "0123456789"):
		return 0, false
	case n == usccLength:
		if _, err := ParseUSCC(run); err == nil {
			return 0, false
		}
	}
	if n >= 15 && n <= 19 {
		return strongVIN, true
	}
	return weakVIN, true
}

func (s *scanner) places() {
	s.take(placeLabel, func(string, []int) (tokenKind, bool) { return labelledPlace, true })
	s.take(placeWhere, func(place string, _ []int) (tokenKind, bool) { return labelledPlace, placeName.MatchString(place) }) // not 在哪里登记
	s.take(placeForm, func(place string, _ []int) (tokenKind, bool) { return placeToken, placeName.MatchString(place) })
}
