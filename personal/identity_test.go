package personal

import "testing"

// The numbers use division codes that nobody has.
func TestIdentity(t *testing.T) {
	for _, tt := range []struct {
		name, number string
		want         bool
	}{
		{"with its check digit", "159999199002289016", true},
		{"with a wrong check digit", "159999199002289017", true},
		{"with X", "15999919851231992X", true},
		{"a foreign resident", "915999199002289016", true},
		{"no such province", "999999199002289016", false},
		{"no such month", "159999199013289016", false},
		{"a day that the month has not", "159999199002309016", true},
		{"no such day", "159999199002329016", false},
		{"another century", "159999179002289016", false},
		{"a credit code of digits", "911501020000000000", false},
		{"a customs declaration", "060120261000000001", false},
		{"a digit short", "15999919900228901", false},
		{"empty", "", false},
	} {
		if got := Identity(tt.number); got != tt.want {
			t.Errorf("%s: %s is %v, want %v", tt.name, tt.number, got, tt.want)
		}
	}
}
