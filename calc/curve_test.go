package calc

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
)

// A curve says of any premium and any number of vehicles what a calculation
// says of them, on both sides of where it bends.
func TestCurveAgreesWithComputing(t *testing.T) {
	book, today := shipped(t), parseDay(t, typedOn)
	for _, row := range []struct {
		rule, input string
		with        Values
		given       []string
	}{
		{"booth", "booth_fee", Values{}, []string{"0.01", "36000", "10000000000"}},
		{"premium_project", "premium", Values{}, []string{"2142857.14", "2142857.15", "3000000"}},
		{"premium_credit", "premium", Values{"used": "500000"}, []string{"1000000", "1875000", "1875000.01", "2500000"}},
		{"vehicles", "vehicle_count", Values{"year": "2025"}, []string{"1", "49", "50", "51", "100000"}},
	} {
		for _, given := range row.given {
			values := Values{row.input: given}
			for name, value := range row.with {
				values[name] = value
			}
			c, err := book.Compute(book.Rule(row.rule), values, today)
			if err != nil {
				t.Fatal(err)
			}
			x, _ := new(big.Rat).SetString(given)
			amount := big.NewRat(0, 1)
			if c.Result.Amount != nil {
				amount = c.Result.Amount.Rat()
			}
			curve := c.Curves[0]
			if off := new(big.Rat).Sub(curve.At(x), amount); off.Abs(off).Cmp(big.NewRat(1, 200)) > 0 || curve.Own.Cmp(x) != 0 || curve.Amount.Rat().Cmp(amount) != 0 {
				t.Errorf("%s %s: the curve has %s, own %s %s; the result is %s", row.rule, given, curve.At(x), curve.Own, curve.Amount, amount)
			}
		}
	}
}

func TestCurveBendsAndStarts(t *testing.T) {
	book, today := shipped(t), parseDay(t, typedOn)
	c, err := book.Compute(book.Rule("premium_credit"), Values{"premium": "1000000", "used": "left 400000"}, today)
	if err != nil {
		t.Fatal(err)
	}
	if bend, _ := c.Curves[0].Bend().Float64(); bend != 500000 || c.Curves[0].Used.String() != "1600000.00" || c.Curves[0].Room().String() != "400000.00" {
		t.Errorf("bend %v used %s room %s", bend, c.Curves[0].Used, c.Curves[0].Room())
	}
	c, err = book.Compute(book.Rule("vehicles"), Values{"vehicle_count": "2025:43;2026:80"}, today)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Curves) != 1 || c.Curves[0].Year != 2025 || c.Curves[0].Short().RatString() != "7" {
		t.Errorf("a year that the text does not cover has no curve: %+v", c.Curves)
	}
}

func TestDaysOfALimit(t *testing.T) {
	book, today := shipped(t), parseDay(t, typedOn)
	for _, row := range []struct {
		rule string
		with Values
		want string
	}{
		{"refund_deadline", Values{"accepted_on": "2026-09-28", "taxpayer_class": "2"}, "2026-09-28 → 2026-10-08 counted 3 off 7 worked 0"},
		{"refund_deadline", Values{"accepted_on": "2026-09-18", "taxpayer_class": "1"}, "2026-09-18 → 2026-09-22 counted 3 off 1 worked 1"},
		{"refund_deadline", Values{"accepted_on": "2026-09-30", "taxpayer_class": "unknown"}, "2026-09-30 → 一类、二类 2026-10-10 counted 3 off 7 worked 1 → 三类、四类 2026-10-13 counted 5 off 8 worked 1"},
		{"temporary_plate", Values{"issued_on": "2026-11-23"}, "2026-11-23 → 2027-01-21 counted 0 off 0 worked 0"},
		{"deregistration_deadline", Values{"cleared_on": "2026-08-01"}, "2026-08-01 → 2026-10-01 counted 0 off 7 worked 0 or 2026-10-08"},
		{"refund_deadline", Values{"accepted_on": "2030-09-30", "taxpayer_class": "1"}, "none"},
	} {
		c, err := book.Compute(book.Rule(row.rule), row.with, today)
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if c.Days != nil {
			got = c.Days.From.String()
			for _, l := range c.Days.Limits {
				got += " → " + strings.TrimSpace(l.Whose+" "+l.Last.String()) + fmt.Sprintf(" counted %d off %d worked %d", len(l.Count), len(l.Off), len(l.Extra))
				if l.Shift != nil {
					got += " or " + l.Shift.String()
				}
			}
		}
		if got != row.want {
			t.Errorf("%s %s: %s, want %s", row.rule, row.with, got, row.want)
		}
	}
}

func TestEntries(t *testing.T) {
	for _, value := range []string{"80000", "2024:80000;2025:90000.5", "50000.5 USD", "left 30000", "2025:left 30000", "66", "2024;2025"} {
		if got := JoinEntries(Entries(value)); got != value {
			t.Errorf("%q comes back as %q", value, got)
		}
	}
}
