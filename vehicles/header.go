package vehicles

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// headerWithin is how many lines may stand above the header: titles, remarks.
const headerWithin = 20

// A header says which column holds what, -1 for none.
type header struct {
	vin, plate, place, released int
	rest                        []Line // the lines below it
}

// What the columns are called, without blanks and marks, in lower case and
// simplified characters. A name may be given twice: 车架号(VIN).
var (
	vinColumn      = columnNames(`车架号码?|车架|车辆识别代[号码]|识别代[号码]|vin(?:码|号|code|no|number)?|chassis(?:no|number)?|vehicleidentificationnumber`)
	plateColumn    = columnNames(`车?号?牌号码?|号牌|车牌|牌照号?码?|(?:licen[sc]e)?plate(?:no|number)?|registration(?:no|number)`)
	placeColumn    = columnNames(`(?:注册)?登记(?:地址?|地点|所在地|盟市)|注册地|车籍地?|所在地|归属地|盟市|city|place(?:ofregistration)?|registeredin|location`)
	releasedColumn = columnNames(`(?:海关)?(?:放行|结关|清关)(?:日期?|时间)|(?:customs)?(?:release|clearance)date`)
)

// simplify covers the characters that names of columns are made of.
var simplify = strings.NewReplacer("車", "车", "號", "号", "輛", "辆", "識", "识", "別", "别", "碼", "码",
	"機", "机", "動", "动", "登記", "登记", "註", "注", "冊", "册", "點", "点", "關", "关", "結", "结", "時間", "时间", "歸屬", "归属", "海關", "海关")

func columnNames(names string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:机动车|车辆)?(?:` + names + `)+(?:必填|选填|可空|17位)*$`)
}

// columnTitle reduces a header cell to letters, digits and Chinese characters.
func columnTitle(c Cell) string {
	if c.Kind != Text || len(c.Text) > 200 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, simplify.Replace(strings.ToLower(clean(c.Text))))
}

// findHeader returns the header of a table, nil when it has none.
func findHeader(t *Table) (*header, error) {
	for i, line := range t.Lines[:min(headerWithin, len(t.Lines))] {
		vins := columnsNamed(line, vinColumn)
		switch {
		case len(vins) == 0:
			continue
		case promising(t.Lines[:i]):
			return nil, nil // the list has begun above
		}
		if len(vins) > 1 {
			return nil, &Fault{"two_vin_columns", wordsTwoColumns(columnName(vins[0]), columnName(vins[1]))}
		}
		if t.Hidden[vins[0]] {
			return nil, &Fault{"vin_column_hidden", wordsVINColumnHidden(columnName(vins[0]))}
		}
		h := &header{vin: vins[0], rest: t.Lines[i+1:]}
		second := Line{}
		if len(h.rest) > 0 && continues(h.rest[0], h.vin) {
			second, h.rest = h.rest[0], h.rest[1:]
		}
		h.plate = firstNamed(plateColumn, line, second)
		h.place = firstNamed(placeColumn, line, second)
		h.released = firstNamed(releasedColumn, line, second)
		return h, nil
	}
	return nil, nil
}

// continues reports whether a line below the header belongs to it: it names
// the VIN again, or is empty there and names something else.
func continues(line Line, vin int) bool {
	if cell := line.at(vin); !cell.blank() && !cell.Merged {
		return vinColumn.MatchString(columnTitle(cell))
	}
	return slices.ContainsFunc([]*regexp.Regexp{plateColumn, placeColumn, releasedColumn}, func(names *regexp.Regexp) bool {
		return len(columnsNamed(line, names)) > 0
	})
}

func columnsNamed(line Line, names *regexp.Regexp) []int {
	var columns []int
	for i, c := range line.Cells {
		if names.MatchString(columnTitle(c)) && !c.Merged {
			columns = append(columns, i)
		}
	}
	return columns
}

// firstNamed returns the column that the lower of two header lines names, or
// else the upper one.
func firstNamed(names *regexp.Regexp, upper, lower Line) int {
	if columns := append(columnsNamed(lower, names), columnsNamed(upper, names)...); len(columns) > 0 {
		return columns[0]
	}
	return -1
}
