package admin

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
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
	if err := d.workbook(&book, dayColumns, dayRows(batches)); err != nil {
		return nil, err
	}
	const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	return page{xlsx, "cheyi-" + date.String() + ".xlsx", book.Bytes()}, nil
}

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

var dayColumns = []string{
	"时段", "受理号", "状态", "业务", "企业", "统一社会信用代码", "商务部门备案", "联系人", "电话", "序号", "车架号", "号牌", "登记地", "备注",
}

// dayRows are the rows below the columns: one for each vehicle that comes.
func dayRows(batches []booking.Batch) [][]string {
	var rows [][]string
	for _, b := range batches {
		for i, v := range coming(b) {
			rows = append(rows, []string{
				b.Slot.Window, b.Receipt, stateNames[b.State], b.Business.Name(), b.Enterprise.Name, b.Enterprise.USCC, filed(b.Enterprise),
				b.Contact.Name, b.Contact.Phone, strconv.Itoa(i + 1), v.VIN, v.Plate, v.Place, v.Note,
			})
		}
	}
	return rows
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
