package knowledge_test

import (
	"strings"
	"testing"

	"cheyi/knowledge"
)

const registered = "  offices:\n    - {office: 市公安局车辆管理所, department: 车管所, phone: 0471-2000000, address: 某某路1号}\n    - {office: 市商务局, department: 商务局, phone: \"13800138000\"}"

func TestContacts(t *testing.T) {
	shipped := library(t)
	filled, faults := knowledge.Read(plant(t, "contacts.yaml", "  names: [呼和浩特, 呼市]\n  offices: []", "  names: [呼和浩特, 呼市]\n"+registered))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	const (
		office   = "本机构登记的联系方式：呼和浩特市，市公安局车辆管理所，车管所，电话 0471-2000000，地址 某某路1号。"
		commerce = "本机构登记的联系方式：呼和浩特市，市商务局，商务局，电话 13800138000。"
	)
	for _, tt := range []struct {
		name, question string
		lib            *knowledge.Library
		want           string // the lines about contacts
	}{
		{"nothing registered, no place", "车管所电话多少", shipped, "联系方式：本库未收录。"},
		{"nothing registered there", "呼市车管所电话多少", shipped, "呼和浩特市联系方式：本库未收录。"},
		{"the department named", "呼市车管所电话多少", filled, office},
		{"where it is", "呼和浩特车管所的办公地址", filled, office},
		{"no department named", "呼市注销找谁联系", filled, office + "\n" + commerce},
		{"no place named", "注销的联系电话", filled, office + "\n" + commerce},
		{"another place", "包头车管所电话多少", filled, "包头市联系方式：本库未收录。"},
		{"asked for something else", "呼市注销登记要多久", filled, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := knowledge.Compose(knowledge.Decide(refused(tt.lib, tt.question), today))
			var got []string
			for _, line := range strings.Split(r.Text, "\n") {
				if strings.Contains(line, "联系方式") {
					got = append(got, line)
				}
			}
			if strings.Join(got, "\n") != tt.want || r.Outcome != knowledge.NotStated {
				t.Errorf("%s %q, want %q", r.Outcome, got, tt.want)
			}
			if !strings.HasPrefix(r.Text, "政策文本没有写明") {
				t.Errorf("does not say first that the text is silent: %s", r.Text)
			}
		})
	}
}

// A phone is written as it is dialled; each that is not has its own fault.
func TestPhoneShapes(t *testing.T) {
	for _, tt := range []struct {
		name   string
		phones []string
		faults int
	}{
		{"good", []string{"13800138000", "0471-2000000", "04712000000", "0471-2000000-802", "0471-2000000转802", "010-65000000", "12345", "400-800-1234"}, 0},
		{"bad", []string{"12345678901", "1540000123", "154000012345", "0471-200000", "0471-0234567", "2000000", "电话", "0471-2000000 转", "+86 13800138000"}, 9},
	} {
		offices := "  offices:\n"
		for _, p := range tt.phones {
			offices += "    - phone: \"" + p + "\"\n"
		}
		_, faults := knowledge.Read(plant(t, "contacts.yaml", "  names: [包头]\n  offices: []\n", "  names: [包头]\n"+offices))
		if len(faults) != tt.faults {
			t.Errorf("%s: %d faults, want %d:\n%v", tt.name, len(faults), tt.faults, faults)
		}
	}
}
