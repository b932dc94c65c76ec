package admin

import (
	"errors"
	"net/http"
	"slices"
	"unicode/utf8"
)

// tokens answers with whose tokens there are, without the tokens.
func (d *Desk) tokens(*http.Request, Officer) (any, error) {
	list := []Officer{}
	for _, e := range d.officers.List() {
		if e.Token {
			list = append(list, e.Officer)
		}
	}
	return map[string]any{"tokens": list}, nil
}

// makeToken makes an officer's token, and shows it this once.
func (d *Desk) makeToken(r *http.Request, who Officer) (any, error) {
	var q struct {
		Name     string   `json:"name"`
		All      bool     `json:"all"`
		Offices  []string `json:"offices"`
		Telegram int64    `json:"telegram"`
	}
	if err := read(r, &q); err != nil {
		return nil, err
	}
	officer := Officer{Name: plain(q.Name), All: q.All, Offices: q.Offices, Telegram: q.Telegram, Made: d.now(), By: who.Name}
	switch {
	case officer.Name == "" || utf8.RuneCountInString(officer.Name) > longestName:
		return nil, bad("缺少 name 或太长：请写窗口人员的名字，最多 %d 个字。", longestName)
	case q.All == (len(q.Offices) > 0):
		return nil, bad(`管哪里没有写对："offices"（办理机构的编号）和 "all": true（全部）二选一。`)
	case q.Telegram < 0:
		return nil, bad("telegram 不对：应是窗口人员自己的 Telegram 编号。")
	}
	if _, taken := d.officers.ByTelegram(q.Telegram); taken {
		return nil, bad("telegram 已经登记给另一位窗口人员：请核对编号。")
	}
	for _, office := range q.Offices {
		if _, known := d.offices.Office(office); !known {
			return nil, bad("没有办理机构 %q：请填 offices.yaml 里的编号。", office)
		}
	}
	slices.Sort(officer.Offices)
	officer.Offices = slices.Compact(officer.Offices)
	officer, token, err := d.officers.Add(officer)
	switch {
	case errors.Is(err, errNameTaken):
		return nil, refuseName
	case err != nil:
		return nil, err
	}
	return struct {
		Officer
		Token string `json:"token"`
	}{officer, token}, nil
}

// dropToken makes a token void.
func (d *Desk) dropToken(r *http.Request, _ Officer) (any, error) {
	err := d.officers.Remove(r.PathValue("id"))
	if errors.Is(err, errNoOfficer) {
		return nil, refuseOfficer
	}
	return nil, err
}
