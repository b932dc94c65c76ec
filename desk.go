package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"cheyi/admin"
	"cheyi/booking"
	"cheyi/bot"
	"cheyi/bot/notify"
	"cheyi/bot/telegram"
	"cheyi/calendar"
	"cheyi/config"
	"cheyi/vehicles/sheet"
)

// readOffices reads the offices of the settings, or the example.
func readOffices(s config.Settings) (booking.Offices, error) {
	years, faults := calendar.ReadYears(folder(s), "calendar")
	if len(faults) > 0 {
		return booking.Offices{}, setupError{faults}
	}
	if s.Offices == "" {
		offices, faults := booking.ExampleOffices(years)
		if len(faults) > 0 {
			return offices, setupError{faults}
		}
		return offices, nil
	}
	data, err := os.ReadFile(s.Offices)
	if err != nil {
		return booking.Offices{}, setupError{fmt.Errorf("办理机构的文件 %s 读不出来：%w", s.Offices, err)}
	}
	offices, faults := booking.ReadOffices(s.Offices, data, years)
	if len(faults) > 0 {
		return offices, setupError{faults}
	}
	return offices, nil
}

// deskPart is the officers' pages and API. Until somebody can sign in who may
// invite the others, each start makes a link for the first to do so.
func (v *server) deskPart(address net.Addr) (part, error) {
	officers, err := admin.OpenOfficers(filepath.Join(v.settings.Data, "officers.json"), v.settings.DeskToken)
	if err != nil {
		return part{}, err
	}
	v.desk = admin.New(v.lg, v.store, v.offices, officers, sheet.WriteSheet, v.now, admin.Usual)
	v.desk.UseSources(v.sources())
	where := "http://" + reachable(address)
	if v.settings.URL != "" {
		where = strings.TrimRight(v.settings.URL, "/")
	}
	if key, ok := officers.InviteFirst(v.now()); ok {
		v.invitation = where + admin.JoinPath(key)
	}
	return part{
		name: "desk", label: "预约窗口", where: where + "/desk（接口 /api/desk/）", status: is(stateUp, ""),
		routes: func(mux *http.ServeMux) {
			pages := v.desk.Pages()
			mux.Handle("/desk", pages)
			mux.Handle("/desk/", pages)
			mux.Handle("/api/desk/", v.desk)
		},
	}, nil
}

// reachable is an address as a browser on this machine can open it.
func reachable(address net.Addr) string {
	tcp, ok := address.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return address.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
}

// bookingPart tells of the offices.
func (v *server) bookingPart() part {
	where := fmt.Sprintf("办理机构 %d 个", len(v.offices.All()))
	switch {
	case v.offices.Example && v.settings.Offices != "":
		where += "（" + v.settings.Offices + " 里写着 example: true，正式使用请去掉那一行）"
	case v.offices.Example:
		where += "（内置的示例，正式使用请设置 CHEYI_OFFICES）"
	}
	return part{name: "booking", label: "预约", where: where, status: is(stateUp, "")}
}

// noticesPart gives booking's timers and sends its notices. It runs without a
// desk too: what was booked before is still reminded of.
func (v *server) noticesPart() part {
	timers := notify.NewTimers(v.lg, v.store, v.store, v.now)
	to := notify.Channel{}
	where := "到期的定时事项"
	if v.telegram != nil {
		to = v.notices()
		where += "，Telegram 通知"
	}
	if to.Office != "" {
		where += "，窗口会话 " + to.Office
	}
	pump := notify.NewPump(v.lg, v.store, to, v.now)
	return part{
		name: "notices", label: "通知提醒", where: where, status: func(context.Context) status {
			if why := timers.Doubts(); why != "" {
				return status{stateDown, why}
			}
			return status{State: stateUp}
		},
		run: func(ctx context.Context) {
			var both sync.WaitGroup
			both.Go(func() { timers.Run(ctx) })
			both.Go(func() { pump.Run(ctx) })
			both.Wait()
		},
	}
}

// notices is how notices go out in Telegram, and how officers act there.
func (v *server) notices() notify.Channel {
	to := notify.Channel{Name: telegram.Name, Post: v.store.Post, Reach: telegram.Address, Wake: v.telegram.Wake, Words: v.noticed}
	v.telegram.Outdated(func(ctx context.Context, row bot.Outgoing) (bool, error) { return notify.Stale(ctx, v.store, row) })
	if v.settings.DeskChat != "" {
		chat := v.desk.Chat(telegram.Name, v.settings.DeskChat)
		v.bot.UseOfficers(chat)
		to.Office, to.Alert = v.settings.DeskChat, chat.Alert
	}
	return to
}

// noticed puts a notice into words for the owner of a batch.
func (v *server) noticed(n booking.Notice, b booking.Batch) (bot.Reply, bool) {
	office, _ := v.offices.Office(b.Slot.Office)
	return bot.Noticed(n, b, office.Name)
}
