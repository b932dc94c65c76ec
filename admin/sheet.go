package admin

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cheyi/booking"
	"cheyi/calendar"
)

// day answers with the list of a day, as a workbook or a text to print.
func (d *Desk) day(r *http.Request, who Officer) (any, error) {
	office := r.PathValue("office")
	if err := d.serves(who, office); err != nil {
		return nil, err
	}
	name, kind, _ := strings.Cut(r.PathValue("file"), ".")
	if kind != "xlsx" && kind != "txt" {
		return nil, refuseRoute
	}
	date, err := day("日期", name)
	if err != nil {
		return nil, err
	}
	batches, err := d.coming(r.Context(), office, date)
	if err != nil {
		return nil, err
	}
	if kind == "txt" {
		at, _ := d.offices.Office(office)
		return page{kind: "text/plain; charset=utf-8", data: []byte(dayText(at.Name, date, batches))}, nil
	}
	var book bytes.Buffer
	if err := d.writeDay(&book, dayColumns, batches); err != nil {
		return nil, err
	}
	return page{xlsxType, sheetName(date), book.Bytes()}, nil
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sheetName is the file name of a day's list.
func sheetName(date calendar.Day) string { return "cheyi-" + date.String() + ".xlsx" }

// coming are the batches whose vehicles come, or came, on a day.
func (d *Desk) coming(ctx context.Context, office string, date calendar.Day) ([]booking.Batch, error) {
	batches, err := d.store.Batches(ctx, booking.Filter{Office: office, Date: date})
	if err != nil {
		return nil, err
	}
	batches = slices.DeleteFunc(batches, func(b booking.Batch) bool {
		return !b.State.Live() && b.State != booking.Completed && b.State != booking.NoShow
	})
	slices.SortFunc(batches, func(a, b booking.Batch) int {
		return cmp.Or(cmp.Compare(a.Slot.Window, b.Slot.Window), cmp.Compare(a.Receipt, b.Receipt))
	})
	return batches, nil
}

// A column of a day's list has a cell for each vehicle that comes, the i-th of
// its batch from 0. A private one is for the desk alone.
type column struct {
	title   string
	private bool
	cell    func(b booking.Batch, i int, v booking.Vehicle) string
}

var dayColumns = []column{
	{"时段", false, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Slot.Window }},
	{"受理号", false, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Receipt }},
	{"状态", false, func(b booking.Batch, _ int, _ booking.Vehicle) string { return stateNames[b.State] }},
	{"业务", false, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Business.Name() }},
	{"企业", false, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Enterprise.Name }},
	{"统一社会信用代码", true, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Enterprise.USCC }},
	{"商务部门备案", false, func(b booking.Batch, _ int, _ booking.Vehicle) string { return filed(b.Enterprise) }},
	{"联系人", true, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Contact.Name }},
	{"电话", true, func(b booking.Batch, _ int, _ booking.Vehicle) string { return b.Contact.Phone }},
	{"序号", false, func(_ booking.Batch, i int, _ booking.Vehicle) string { return strconv.Itoa(i + 1) }},
	{"车架号", false, func(_ booking.Batch, _ int, v booking.Vehicle) string { return v.VIN }},
	{"号牌", true, func(_ booking.Batch, _ int, v booking.Vehicle) string { return v.Plate }},
	{"登记地", false, func(_ booking.Batch, _ int, v booking.Vehicle) string { return v.Place }},
	{"备注", false, func(_ booking.Batch, _ int, v booking.Vehicle) string { return v.Note }},
}

// publicColumns are those that are not private.
func publicColumns() []column {
	return slices.DeleteFunc(slices.Clone(dayColumns), func(c column) bool { return c.private })
}

// writeDay writes a workbook with a row for each vehicle that comes.
func (d *Desk) writeDay(w io.Writer, columns []column, batches []booking.Batch) error {
	var titles []string
	for _, c := range columns {
		titles = append(titles, c.title)
	}
	var rows [][]string
	for _, b := range batches {
		for i, v := range coming(b) {
			var row []string
			for _, c := range columns {
				row = append(row, c.cell(b, i, v))
			}
			rows = append(rows, row)
		}
	}
	return d.workbook(w, titles, rows)
}

// dayText is the day's list to print, window by window.
func dayText(office string, date calendar.Day, batches []booking.Batch) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s　%s　预约名单\n", plain(office), date.WithWeekday())
	if len(batches) == 0 {
		out.WriteString("\n没有预约。\n")
	}
	last := ""
	for _, b := range batches {
		if b.Slot.Window != last {
			last = b.Slot.Window
			fmt.Fprintf(&out, "\n== %s　共 %d 辆 ==\n", last, vehiclesIn(last, batches))
		}
		fmt.Fprintf(&out, "\n%s　%s　%s　%d 辆\n", b.Receipt, stateNames[b.State], b.Business.Name(), len(coming(b)))
		fmt.Fprintf(&out, "%s（%s）　备案：%s　联系人：%s %s\n", plain(b.Enterprise.Name), plain(b.Enterprise.USCC), filed(b.Enterprise), plain(b.Contact.Name), plain(b.Contact.Phone))
		for i, v := range coming(b) {
			fmt.Fprintf(&out, "[ ] %3d  %s\n", i+1, plain(v.VIN+"　"+v.Plate+"　"+v.Place+"　"+v.Note))
		}
	}
	return out.String()
}

// coming are the vehicles of a batch without those that were returned.
func coming(b booking.Batch) []booking.Vehicle {
	return slices.DeleteFunc(slices.Clone(b.Vehicles), func(v booking.Vehicle) bool { return v.State == booking.VehicleReturned })
}

func vehiclesIn(window string, batches []booking.Batch) (n int) {
	for _, b := range batches {
		if b.Slot.Window == window {
			n += len(coming(b))
		}
	}
	return n
}

func filed(e booking.Enterprise) string {
	if e.Filed {
		return "是"
	}
	return "否"
}
