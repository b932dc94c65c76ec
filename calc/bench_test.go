package calc

import "testing"

// One calculation, from canonical values to the words that tell it.
func BenchmarkCompute(b *testing.B) {
	book, today := shipped(b), parseDay(b, typedOn)
	for _, r := range book.Rules {
		b.Run(r.ID, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := book.Compute(r, r.Example, today); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// One message, from a sentence to values.
func BenchmarkRead(b *testing.B) {
	book, today := shipped(b), parseDay(b, typedOn)
	for _, row := range []struct{ flow, said string }{
		{"booth", "两个展会,展位费各3万,机票2万,能补多少"},
		{"premium", "中长期险保费100万,特险90万,今年已经领过120万,还能拿多少"},
		{"vehicles", "2024年出口60辆,2025年出口70辆,其中30辆新能源,能补多少"},
		{"refund_deadline", "我们是二类企业,9月28日受理的,最晚哪天办完"},
	} {
		flow := flowOf(b, book, row.flow)
		b.Run(row.flow, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if s := flow.Read(row.said, today, "", Values{}); len(s.Values) == 0 || len(s.Problems) > 0 {
					b.Fatal(s)
				}
			}
		})
	}
}
