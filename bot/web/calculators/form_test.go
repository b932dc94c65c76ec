package calculators

import (
	"net/url"
	"strings"
	"testing"

	"cheyi/calc"
)

func readerOf(t testing.TB, rule string) reader {
	return reader{rule: shipped().Rule(rule), years: yearInput(shipped()), today: day(t, typedOn), normalise: func(typed string) string { return typed }}
}

// What is typed is read as the conversation reads it, and the address that
// comes of it is read as the same again.
func TestAddressHoldsTheInputs(t *testing.T) {
	for _, row := range []struct{ rule, query, address string }{
		{"booth", "booth_fee=3.6万", "booth_fee=36000"},
		{"booth", "booth_fee=3.6万&booth_fee=&booth_fee=2万", "booth_fee=36000&booth_fee=20000"},
		{"booth", "booth_fee=5万美元&exchange_rate=7.12", "booth_fee=50000 USD&exchange_rate=7.12"},
		{"premium_credit", "premium=80万&premium_year=去年&premium=90万&premium_year=2024", "premium=800000&premium=900000&premium_year=2025&premium_year=2024"},
		{"premium_credit", "premium=80万&used=还剩30万", "premium=800000&used=left 300000"},
		{"premium_credit", "premium=2024:800000;2025:900000", "premium=800000&premium=900000&premium_year=2024&premium_year=2025"},
		{"vehicles", "vehicle_count=60辆&year=2024年&vehicle_count=70&year=25", "vehicle_count=60&vehicle_count=70&year=2024&year=2025"},
		{"vehicles", "vehicle_count=2024:60", "vehicle_count=60&year=2024"},
		{"vehicles", "vehicle_count=68", "vehicle_count=68"},
		{"refund_deadline", "accepted_on=9月28日&taxpayer_class=二类", "accepted_on=2026-09-28&taxpayer_class=2"},
		{"refund_deadline", "accepted_on=&taxpayer_class=unknown", "taxpayer_class=unknown"},
	} {
		r := readerOf(t, row.rule)
		q, err := url.ParseQuery(strings.ReplaceAll(row.query, ";", "%3B"))
		if err != nil {
			t.Fatal(err)
		}
		f := r.read(q)
		address := Address(r.rule, f.values)
		if got, err := url.QueryUnescape(strings.TrimPrefix(address, Path+"/"+row.rule+"?")); err != nil || got != row.address || f.faulty() {
			t.Errorf("%s %s: %q faulty %t, want %q", row.rule, row.query, got, f.faulty(), row.address)
		}
		if again := readAddress(t, r, address); Address(r.rule, again.values) != address || again.faulty() {
			t.Errorf("%s: read again it is %s", address, Address(r.rule, again.values))
		}
		for _, l := range f.lines { // what the form shows of it is the same once more
			again := &line{in: l.in, rows: l.rows}
			if value, err := r.line(again); len(l.rows) > 0 && (err != nil || value != f.values[l.in.Name]) {
				t.Errorf("%s: shown as %v, which is read as %q (%v)", row.query, l.rows, value, err)
			}
		}
	}
}

func readAddress(t testing.TB, r reader, address string) *form {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return r.read(u.Query())
}

// Years that a conversation keeps apart from their counts join them again.
func TestAddressOfYearsApart(t *testing.T) {
	r := shipped().Rule("vehicles")
	for _, row := range []struct {
		values calc.Values
		want   string
	}{
		{calc.Values{"vehicle_count": "30;40", "year": "2024;2025"}, "vehicle_count=30&vehicle_count=40&year=2024&year=2025"},
		{calc.Values{"vehicle_count": "30;40", "year": "2025"}, "vehicle_count=30&vehicle_count=40&year=2025&year=2025"},
	} {
		if got := Address(r, row.values); got != Path+"/vehicles?"+row.want {
			t.Errorf("%v: %s", row.values, got)
		}
	}
}

// Whatever stands in an address, a page comes of it, and the address that it
// hands on is read as what it was made of.
func FuzzQuery(f *testing.F) {
	for _, g := range goldens(f) {
		r := shipped().Rule(g.Rule)
		_, query, _ := strings.Cut(Address(r, g.Input), "?")
		f.Add(g.Rule, query)
	}
	f.Add("vehicles", "rows=-9&vehicle_count=%3B%3B&year=%00&vehicle_count=1e9999")
	f.Add("premium_credit", "premium=left+5&used=left+9999999999&premium_year=2024%3B2025")
	c := pagesOn(f, typedOn)
	f.Fuzz(func(t *testing.T, rule, query string) {
		r := shipped().Rule(rule)
		if r == nil {
			return
		}
		q, _ := url.ParseQuery(query) // as net/http does: what it cannot read is not there
		status, body := get(t, c, Path+"/"+rule+"?"+q.Encode(), false)
		if status != 200 && status != 422 || strings.Contains(body, "NaN") || strings.Contains(body, "Inf") {
			t.Fatalf("status %d\n%s", status, body)
		}
		reads := readerOf(t, rule)
		form := reads.read(q)
		if form.faulty() {
			return
		}
		address := Address(r, form.values)
		if again := readAddress(t, reads, address); again.faulty() || Address(r, again.values) != address {
			t.Fatalf("%s is read as %s", address, Address(r, again.values))
		}
	})
}

// The table of several years counts what has been counted, and nothing else.
func TestYears(t *testing.T) {
	for address, counts := range map[string]bool{
		"/vehicles?vehicle_count=43&year=2024&vehicle_count=68&year=2025":                    true,
		"/premium_project?premium=300000&premium_year=2025&premium=260000&premium_year=2026": false,
	} {
		_, body := get(t, pagesOn(t, typedOn), Path+address, false)
		if !strings.Contains(body, `aria-label="各年度"`) || strings.Contains(body, `<th scope="col">出口</th>`) != counts || strings.Contains(body, "<td class=\"nowrap\">68 辆</td>") != counts {
			t.Errorf("%s:\n%s", address, body)
		}
	}
}
