package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cheyi/vehicles"
)

// What people say of a list that stands already.
var (
	drops     = regexp.MustCompile(`去掉|删|不要|取消|拿掉|划掉|撤掉|不办`)
	replaces  = regexp.MustCompile(`错|应该是|改成|换成|改为`)
	adds      = regexp.MustCompile(`(?:再|多|要)加|加(?:上|进|[0-9一二两三四五六七八九十几]+[台辆])|漏了|少报|没写全|还有[0-9一二两三四五六七八九十几]+[台辆]`)
	ordinal   = regexp.MustCompile(`第([0-9]{1,3}|[一二三四五六七八九十])[台辆个行]`)
	lastOne   = regexp.MustCompile(`最后(?:那|一|1)*[台辆个行]`)
	tailToken = regexp.MustCompile(`[0-9A-Za-z]{4,17}`)
)

// meant returns the rows that a text refers to, by their place in the list, the
// end of the VIN or the plate, and the words that it does so with; "" for none.
func meant(text string, rows []draftRow) (at []int, by string) {
	if lastOne.MatchString(text) && len(rows) > 0 {
		return []int{len(rows) - 1}, lastOne.FindString(text)
	}
	if m := ordinal.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = slices.Index([]rune("零一二三四五六七八九十"), []rune(m[1])[0])
		}
		if n < 1 || n > len(rows) {
			return nil, m[0]
		}
		return []int{n - 1}, m[0]
	}
	by = strings.ToUpper(tailToken.FindString(text))
	for i, o := range rows {
		if by != "" && (strings.HasSuffix(o.VIN, by) || o.Plate != "" && strings.HasSuffix(o.Plate, by)) {
			at = append(at, i)
		}
	}
	return at, by
}

// remove takes a vehicle out of the list.
func (r *bookReading) remove() {
	rows := r.rows()
	if len(rows) == 0 || !drops.MatchString(r.text) {
		return
	}
	at, by := meant(r.text, rows)
	if by == "" {
		return
	}
	if len(at) != 1 {
		r.wrong(askVehicles, wordsWhichVehicle(by, len(at)))
		return
	}
	left := slices.Delete(rows, at[0], at[0]+1)
	if r.a[askVehicles] == "" || len(left) == 0 {
		r.keep(left)
		r.filled = true
		r.a[knownReport] = wordsList(0, len(left), 0, nil)
		return
	}
	r.drop(askConfirm) // the list stays settled
	r.put(askVehicles, rowsText(left))
	r.a[knownCount] = strconv.Itoa(len(left))
}

// more opens a list again that was settled: 再加三台.
func (r *bookReading) more() {
	if r.a[askVehicles] == "" || !adds.MatchString(r.text) {
		return
	}
	r.keep(r.rows())
	r.drop(knownCount)
	r.a[knownReport] = ""
	r.filled = true
}

// without drops the row that a single vehicle corrects: one that the message
// refers to, or that was in doubt and differs in no more than two characters.
func (r *bookReading) without(rows []draftRow, by vehicles.Row) []draftRow {
	if said := strings.Replace(strings.ToUpper(r.m.Text()), by.VIN, "", 1); replaces.MatchString(said) {
		if at, _ := meant(said, rows); len(at) == 1 {
			return slices.Delete(rows, at[0], at[0]+1)
		}
	}
	return slices.DeleteFunc(rows, func(o draftRow) bool { return o.Doubt && differences(o.VIN, by.VIN) <= mostMistyped && o.VIN != by.VIN })
}

// mostMistyped is in how many characters a mistyped VIN differs from the right
// one: two that were swapped.
const mostMistyped = 2

func differences(a, b string) int {
	if len(a) != len(b) {
		return len(a) + len(b)
	}
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
