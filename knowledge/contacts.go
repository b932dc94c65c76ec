package knowledge

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"cheyi/yamlfile"
)

const contactsFile = "contacts.yaml"

// A Place is a 盟市 with the offices there that the operator has registered.
type Place struct {
	Name    string   // 呼和浩特市
	Names   []string // what people call it
	Offices []Office
}

// An Office is whom to reach. Every field may be empty, not all of them.
type Office struct {
	Name       string
	Department string // what people call the kind of office: 车管所
	Phone      string
	Address    string
}

type placeYAML struct {
	Place   yamlfile.Text   `yaml:"place"`
	Names   []yamlfile.Text `yaml:"names"`
	Offices []struct {
		Office     yamlfile.Text `yaml:"office"`
		Department yamlfile.Text `yaml:"department"`
		Phone      yamlfile.Text `yaml:"phone"`
		Address    yamlfile.Text `yaml:"address"`
	} `yaml:"offices"`
}

// phone is a landline with its area code and perhaps an extension, a mobile
// number, or a service number.
var phone = regexp.MustCompile(`^(?:0[1-9][0-9]{1,2}-?[2-9][0-9]{6,7}(?:[-转][0-9]{1,6})?|1[3-9][0-9]{9}|[48]00-?[0-9]{3}-?[0-9]{4}|[19][0-9]{4})$`)

// readContacts reads contacts.yaml into the library. A corpus may have none.
func (l *Library) readContacts(fsys fs.FS) yamlfile.Faults {
	data, err := fs.ReadFile(fsys, contactsFile)
	if err != nil {
		return nil
	}
	var places []placeYAML
	faults := yamlfile.Decode(contactsFile, data, &places)
	named := map[string]int{}
	for i, y := range places {
		line := max(y.Place.Line, 1)
		if y.Place.Value == "" || len(y.Names) == 0 {
			faults.Add(contactsFile, line, "第 %d 项要有 place 和 names：盟市的名称和人们的叫法", i+1)
		}
		for _, n := range y.Names {
			if first, twice := named[n.Value]; twice || strings.TrimSpace(n.Value) == "" {
				faults.Add(contactsFile, n.Line, "叫法 %q 是空的，或者第 %d 行已经写过", n.Value, first)
			}
			named[n.Value] = n.Line
		}
		place := Place{Name: y.Place.Value, Names: yamlfile.Values(y.Names)}
		for _, o := range y.Offices {
			office := Office{o.Office.Value, o.Department.Value, o.Phone.Value, o.Address.Value}
			if office == (Office{}) {
				faults.Add(contactsFile, line, "%s 有一个机构什么也没有填", place.Name)
			}
			if office.Phone != "" && !phone.MatchString(office.Phone) {
				faults.Add(contactsFile, o.Phone.Line, "电话 %q 写法不对：座机写成 0471-2000000，也可以是手机号或服务热线", office.Phone)
			}
			if strings.ContainsAny(strings.Join([]string{place.Name, office.Name, office.Department, office.Address}, ""), "\r\n") {
				faults.Add(contactsFile, line, "%s 有一个机构的文字分了行：每项写成一行", place.Name)
			}
			place.Offices = append(place.Offices, office)
		}
		l.Contacts = append(l.Contacts, place)
	}
	return faults
}

// mostContacts is how many offices one reply names.
const mostContacts = 3

// asksContact reports whether a question that is refused, or answered in part,
// asks how or where to reach somebody.
func (a Answer) asksContact() bool {
	return (a.offers() || a.Outcome == Partial) && (slices.Contains(a.Kinds, KindPhone) || slices.Contains(a.Kinds, KindAddress))
}

// contacts returns the lines that answer a question of whom to reach where:
// the offices of the places that it names, or of any when it names none, and
// of those the ones whose department it names.
func (a Answer) contacts() []string {
	if len(a.Library.Contacts) == 0 || !a.asksContact() {
		return nil
	}
	places := slices.DeleteFunc(slices.Clone(a.Library.Contacts), func(p Place) bool { return containsAny(a.Question, p.Names) == "" })
	where := ""
	if len(places) > 0 {
		where = places[0].Name
	} else {
		places = a.Library.Contacts
	}
	var all, meant []string
	for _, p := range places {
		for _, o := range p.Offices {
			all = append(all, o.line(p))
			if o.Department != "" && strings.Contains(a.Question, o.Department) {
				meant = append(meant, o.line(p))
			}
		}
	}
	switch {
	case len(meant) > 0:
		return meant[:min(mostContacts, len(meant))]
	case len(all) > 0:
		return all[:min(mostContacts, len(all))]
	}
	return []string{where + contactMissing}
}

// line returns the one line by which a reply tells an office of a place.
func (o Office) line(p Place) string {
	parts := []string{p.Name}
	for _, f := range []struct{ label, value string }{{"", o.Name}, {"", o.Department}, {"电话 ", o.Phone}, {"地址 ", o.Address}} {
		if f.value != "" {
			parts = append(parts, f.label+f.value)
		}
	}
	return contactHead + strings.Join(parts, "，") + "。"
}

// holdsContact reports whether a line tells a registered office, to the letter.
func (l *Library) holdsContact(line string) bool {
	return slices.ContainsFunc(l.Contacts, func(p Place) bool {
		return slices.ContainsFunc(p.Offices, func(o Office) bool { return o.line(p) == line })
	})
}
