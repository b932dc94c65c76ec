package bot

import "testing"

func TestLikeness(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		same       bool
	}{
		{"the same words", "退税的电话是多少", "退税的电话是多少", true},
		{"a particle more", "退税的电话是多少", "退税的电话是多少呀？", true},
		{"marks and spaces do not count", "退税,电话多少", "退税 电话多少?", true},
		{"another order", "电话多少,退税的", "退税的电话多少", true},
		{"another subject", "退税的电话是多少", "口岸验车排队要几天", false},
		{"the same ending only", "注销去哪里办", "培训班去哪里上课听讲", false},
		{"both empty", "", "?", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if l := likeness(tt.a, tt.b); (l >= alike) != tt.same {
				t.Errorf("likeness %.2f", l)
			}
			if likeness(tt.a, tt.b) != likeness(tt.b, tt.a) {
				t.Error("the order of the two matters")
			}
		})
	}
}
