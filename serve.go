package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"cheyi/admin"
	"cheyi/booking"
	"cheyi/bot"
	"cheyi/bot/telegram"
	"cheyi/bot/web"
	"cheyi/config"
	"cheyi/knowledge/model"
	"cheyi/store/bolt"
)

// serveCommand is the program as a service.
func (p *program) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "作为服务运行：网页接口，和设置了的其他渠道",
		Long: "作为服务运行，直到收到 SIGTERM 或 Ctrl-C；正在处理的消息先处理完，10 秒内结束。\n" +
			"收到的消息先存进数据目录再处理，中途断电，下次启动接着处理。\n" +
			"选项就是设置，比环境变量和配置文件优先；口令和密钥只能写在那两处。",
		Example: "  cheyi serve\n  cheyi serve --http 127.0.0.1:8081 --data /var/lib/cheyi",
		Args:    noArgs,
	}
	flags := slices.DeleteFunc(config.Flags(), func(f config.Flag) bool { return f.Name == "corpus" }) // every command has it
	for _, f := range flags {
		cmd.Flags().String(f.Name, "", f.What)
		if f.Secret() {
			_ = cmd.Flags().MarkHidden(f.Name)
		}
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var given []string
		for _, f := range flags {
			value, _ := cmd.Flags().GetString(f.Name)
			if f.Hides(value) {
				return usagef("--%s 里的口令不能写在命令行上，同一台机器上的人都看得到：请写进环境变量 %s，或 --config 的文件", f.Name, f.Variable())
			}
			given = append(given, f.Name+"="+value)
		}
		s, err := p.settings(given...)
		if err != nil {
			return err
		}
		return p.serve(cmd.Context(), s)
	}
	return cmd
}

// A server is the parts of serve, put together.
type server struct {
	lg         *slog.Logger
	settings   config.Settings
	now        func() time.Time
	store      *observed
	offices    booking.Offices
	live       *service
	model      *model.Service // nil without one
	bot        *bot.Bot
	intake     *bot.Intake
	metrics    *metrics
	socket     *socket
	telegram   *telegram.Channel // nil without one
	files      *files            // what people have sent
	desk       *admin.Desk
	invitation string // the address where the first officer joins, "" when there is one
	parts      []part
	ending     atomic.Bool
}

// serve opens everything, runs until ctx is done or HTTP fails, and closes it
// in the opposite order.
func (p *program) serve(ctx context.Context, s config.Settings) error {
	now := runningClock(s)
	store, offices, err := hold(s, now)
	if err != nil {
		return err
	}
	defer store.Close()
	listener, err := listen(s.HTTP)
	if err != nil {
		return err
	}
	defer listener.Close()
	socket := openSocket(s.Data) // before the corpus is read: who comes meanwhile waits
	defer socket.close()
	seen := stamp(folder(s)) // before it is read: a change meanwhile is a change
	live, err := openWith(s, offices)
	if err != nil {
		return err
	}
	defer live.Close()
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go follow(ctx, p.errs, s, live, seen, looks.C)
	return assemble(p.logger(slog.LevelInfo), s, now, store, offices, live, p.language(s), socket).run(ctx, p.errs, listener)
}

// assemble makes the bot and its intake.
func assemble(lg *slog.Logger, s config.Settings, now func() time.Time, store *bolt.Store, offices booking.Offices, live *service, m *model.Service, socket *socket) *server {
	v := &server{lg: lg, settings: s, now: now, offices: offices, live: live, model: m, metrics: newMetrics(store.Counts), socket: socket}
	v.store = &observed{Store: store, metrics: v.metrics, now: now}
	live.readings.taken(now())
	v.bot = lend(bot.New(lg, live, live.Book, v.store), m)
	v.files = new(files)
	v.bot.UseBookings(bookings(offices, v.store, v.files))
	v.intake = bot.NewIntake(lg, v.bot, v.store, now)
	return v
}

// run runs all parts until ctx is done or HTTP fails, and tells people what
// they should know.
func (v *server) run(ctx context.Context, tell io.Writer, listener net.Listener) error {
	channel, err := v.telegramPart()
	if err != nil {
		return setupError{err}
	}
	left, err := v.store.Waiting(ctx)
	if err != nil {
		return setupError{wordsUnreadInbox(v.settings.Data, err)}
	}
	uploaded, err := openUploads(v.settings.Data, left)
	if err != nil {
		return setupError{err}
	}
	v.intake.Notify(web.Channel, uploaded.handled)
	*v.files = files{uploads: uploaded, telegram: v.telegram}
	desk, err := v.deskPart(listener.Addr())
	if err != nil {
		return setupError{err}
	}
	v.parts = v.allParts(listener.Addr(), channel, desk)
	waiting, err := v.intake.Resume(ctx)
	if err != nil {
		return setupError{wordsUnreadInbox(v.settings.Data, err)}
	}
	fmt.Fprint(tell, v.summary(waiting))
	work, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, part := range v.parts {
		if part.run != nil {
			running.Go(func() { part.run(work) })
		}
	}
	err = v.serveHTTP(ctx, listener)
	stop()
	if v.store.Fault() == nil { // else who still writes would try for ever
		running.Wait()
	}
	fmt.Fprintln(tell, "车驿已停止。")
	return err
}

func wordsUnreadInbox(data string, err error) error {
	return fmt.Errorf("数据目录 %s 里没处理完的消息读不出来：%w", data, err)
}

// summary says what runs where, what does not, and why.
func (v *server) summary(waiting int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "车驿已启动，%s。\n", v.now().Format("2006-01-02 15:04"))
	for _, part := range v.parts {
		what := part.where
		switch s := part.status(context.Background()); s.State {
		case stateOff:
			what = "没有启用：" + s.Why
		case stateDown:
			what = "暂不可用：" + s.Why
		}
		fmt.Fprintf(&out, "  %s　%s\n", part.label, what)
	}
	if v.invitation != "" {
		fmt.Fprintf(&out, "还没有能登录窗口的管理员，请在 %.0f 小时内打开这个链接设密码（只能用一次，重新启动会换一个）：\n  %s\n", admin.InvitedFor.Hours(), v.invitation)
	}
	for _, remark := range v.store.Remarks() {
		fmt.Fprintln(&out, remark)
	}
	if waiting > 0 {
		fmt.Fprintf(&out, "上次留下 %d 条没处理完的消息，接着处理。\n", waiting)
	}
	return out.String()
}
