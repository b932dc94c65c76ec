package main

import (
	"fmt"
	"strings"

	"cheyi/booking"
	"cheyi/store/bolt"
)

// batchNames are the states of batches in the order of their lives.
var batchNames = []struct {
	state booking.State
	name  string
}{
	{booking.Pending, "待确认"}, {booking.Confirmed, "已确认"}, {booking.MoveProposed, "待答复改期"},
	{booking.Completed, "已办完"}, {booking.NoShow, "未到"}, {booking.Rejected, "已退回"},
	{booking.Cancelled, "已取消"}, {booking.Expired, "已过期"},
}

// summed says how much there is.
func summed(r bolt.Report) string {
	var out strings.Builder
	records := 0
	for _, n := range r.Records {
		records += n
	}
	fmt.Fprintf(&out, "数据版本 %d，第 %d 次保存，%d 条记录，%.1f MB。\n", r.Schema, r.Mark, records, float64(r.Bytes)/(1<<20))
	var batches []string
	for _, b := range batchNames {
		if n := r.Batches[b.state]; n > 0 {
			batches = append(batches, fmt.Sprintf("%s %d", b.name, n))
		}
	}
	if len(batches) > 0 {
		fmt.Fprintf(&out, "预约：%s。\n", strings.Join(batches, "，"))
	}
	return out.String()
}

// examined is a report for people.
func examined(r bolt.Report) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", r.File)
	for _, f := range r.Faults {
		fmt.Fprintf(&out, "用不了：%s\n", f)
	}
	for _, b := range r.Broken {
		fmt.Fprintf(&out, "不一致：%s\n", b)
	}
	if len(r.Faults) > 0 {
		return out.String()
	}
	out.WriteString(summed(r))
	fmt.Fprintf(&out, "消息：收到 %d，处理 %d，等待 %d；回复：待发 %d，送达 %d，不确定 %d。\n",
		r.Counts.Taken, r.Counts.Handled, r.Counts.Waiting, r.Counts.Pending, r.Counts.Sent, r.Counts.Uncertain)
	if len(r.Broken) == 0 {
		out.WriteString("没有发现问题。\n")
	}
	return out.String()
}
