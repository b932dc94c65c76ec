package vehicles

import (
	"fmt"
	"strings"

	"cheyi/calendar"
)

// A Vehicle is what a row says of one.
type Vehicle struct {
	VIN      string       // 17 characters
	Plate    string       // as 蒙A12345; empty when there is none
	Place    string       // 登记地, as said; empty when it is not said
	Released calendar.Day // 海关放行; zero when it is not said
}

// A Row is one that was accepted.
type Row struct {
	Spot
	Vehicle
	Doubt string // a sentence for the sender to confirm; empty when all fits
}

// A Problem is a row that was not accepted.
type Problem struct {
	Spot
	VIN  string // masked; empty when there is none to see
	Code string // for logs and tests: vin_length
	Text string // one Chinese sentence: what is wrong, and what to do
}

// String writes the problem as a line for the sender.
func (p Problem) String() string {
	if p.VIN == "" {
		return p.Spot.String() + "：" + p.Text
	}
	return p.Spot.String() + " " + p.VIN + "：" + p.Text
}

// A Report is what became of a list. Its rows add up:
// Read = len(Rows) + len(Refused) + len(Duplicates).
type Report struct {
	Read       int
	Rows       []Row
	Refused    []Problem
	Duplicates []Problem
	Notes      []string // sentences on what was left aside and how things were read
}

// Summary is the report in one sentence.
func (r Report) Summary() string {
	parts := []string{fmt.Sprintf("可用%d辆", len(r.Rows))}
	if doubts := r.Doubts(); doubts > 0 {
		parts[0] += fmt.Sprintf("（其中%d辆要您确认）", doubts)
	}
	if len(r.Refused) > 0 {
		parts = append(parts, fmt.Sprintf("退回%d行", len(r.Refused)))
	}
	if len(r.Duplicates) > 0 {
		parts = append(parts, fmt.Sprintf("重复%d行", len(r.Duplicates)))
	}
	return fmt.Sprintf("共读到%d行：%s。", r.Read, strings.Join(parts, "，"))
}

// Doubts is how many accepted rows the sender has to confirm.
func (r Report) Doubts() int {
	n := 0
	for _, row := range r.Rows {
		if row.Doubt != "" {
			n++
		}
	}
	return n
}
