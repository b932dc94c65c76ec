package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cheyi/bot"
)

// Settings say how Telegram is reached.
type Settings struct {
	Token   string
	API     string // base URL, empty for Telegram's own
	Proxy   string // URL of a proxy, empty for none
	Webhook string // our public URL; empty to poll
	Secret  string // by which Telegram's requests to the webhook are known
	Desk    string // id of the officers' chat, whose menu has their command too; empty for none
}

// An Intake takes messages and tells when they are handled; *bot.Intake is one.
type Intake interface {
	Take(context.Context, bot.Batch) ([]bot.Receipt, error)
	Notify(channel string, tell func(bot.Message))
}

// An Outbox also says what the channel needs to know of its chats.
type Outbox interface {
	bot.Outbox
	bot.Inbox
}

// The states of the connection.
const (
	Up   = "up"
	Down = "down"
)

// A Channel is the bot in Telegram.
type Channel struct {
	lg          *slog.Logger
	settings    Settings
	secret      string
	intake      Intake
	outbox      Outbox
	now         func() time.Time
	observe     func(what, result string)
	api         *api
	courtesies  *courtesies
	delivery    *delivery
	outdated    func(context.Context, bot.Outgoing) (bool, error) // nil for never
	attachments Attachments                                       // nil for none
	identity    atomic.Pointer[identity]
	status      atomic.Pointer[status]
	seen        atomic.Int64  // unix seconds of the last contact that is noted
	pollTimeout time.Duration // shorter in tests
	slowly      time.Duration // between attempts that cannot succeed by themselves
	grace       time.Duration // for what is being sent when the program ends
	contact     time.Duration // between looks whether a webhook still leads here
}

type status struct{ state, why string }

// New returns the channel; nothing is sent before Run. observe counts what
// happens, by names without personal data.
func New(lg *slog.Logger, s Settings, intake Intake, outbox Outbox, now func() time.Time, observe func(what, result string)) (*Channel, error) {
	a, err := newAPI(s.Token, s.API, s.Proxy, observe)
	if err != nil {
		return nil, fmt.Errorf("telegram: %w", err)
	}
	c := &Channel{
		lg: lg, settings: s, secret: s.Secret, intake: intake, outbox: outbox, now: now, observe: observe,
		api: a, pollTimeout: pollTimeout, slowly: time.Minute, grace: 5 * time.Second, contact: noteEvery,
	}
	c.delivery = newDelivery(c)
	c.courtesies = newCourtesies(a, c.delivery.limits)
	c.say(Down, wordsStarting)
	return c, nil
}

// Status says whether the connection is up, and if not, why.
func (c *Channel) Status() (state, why string) {
	s := c.status.Load()
	return s.state, s.why
}

// say sets the status, and logs a change.
func (c *Channel) say(state, why string) {
	if old := c.status.Swap(&status{state, why}); old != nil && *old != (status{state, why}) {
		c.lg.Info("telegram", "state", state, "why", why)
	}
}

func (c *Channel) me() identity {
	if id := c.identity.Load(); id != nil {
		return *id
	}
	return identity{}
}

// Prepare has the channel told when its messages are handled. It comes before
// the intake resumes.
func (c *Channel) Prepare() {
	c.intake.Notify(channel, func(m bot.Message) { c.delivery.wake(m.Chat) })
}

// Run connects and works until ctx ends, and until what is being sent is sent.
func (c *Channel) Run(ctx context.Context) {
	later, cancel := outliving(ctx, c.grace)
	defer cancel()
	c.delivery.begin(ctx, later)
	var running sync.WaitGroup
	written := make(chan struct{})
	go func() {
		c.delivery.notes.run()
		close(written)
	}()
	for range courtesyWorkers {
		running.Go(func() { c.courtesies.run(ctx, later) })
	}
	c.resume(ctx)
	if c.connect(ctx) {
		if c.settings.Webhook == "" {
			c.poll(ctx)
		} else {
			c.watch(ctx)
		}
	}
	c.delivery.finish()
	running.Wait()
	close(c.delivery.notes.rows)
	<-written
}

// resume has the replies sent that an earlier process left.
func (c *Channel) resume(ctx context.Context) {
	for wait := (backoff{}); ctx.Err() == nil; wait.pause(ctx) {
		waiting, err := c.outbox.Recipients(ctx, channel)
		if err == nil {
			for _, chat := range waiting {
				c.delivery.wake(chat)
			}
			return
		}
		c.lg.Error("outbox", "err", err)
	}
}

// connect introduces the bot to Telegram, however long that takes. It is false
// when ctx ends first.
func (c *Channel) connect(ctx context.Context) bool {
	wait := backoff{}
	for ctx.Err() == nil {
		err := c.introduce(ctx)
		if err == nil {
			c.well(ctx)
			return true
		}
		c.troubled(ctx, err, &wait)
	}
	return false
}

func (c *Channel) introduce(ctx context.Context) error {
	var me *models.User
	err := c.api.do(ctx, "getMe", callTimeout, func(ctx context.Context) (err error) {
		me, err = c.api.bot.GetMe(ctx)
		return err
	})
	if err != nil {
		return err
	}
	c.identity.Store(&identity{id: me.ID, name: me.Username})
	if err := c.route(ctx); err != nil {
		return err
	}
	for _, m := range c.menus() {
		err := c.api.do(ctx, "setMyCommands", callTimeout, func(ctx context.Context) error {
			_, err := c.api.bot.SetMyCommands(ctx, &m)
			return err
		})
		if err != nil {
			c.lg.Warn("command menu", "err", err) // the bot works without it
		}
	}
	return nil
}

// route tells Telegram how we want updates: it keeps those that were not
// confirmed, so that nothing is lost between one way and the other.
func (c *Channel) route(ctx context.Context) error {
	if c.settings.Webhook == "" {
		return c.api.do(ctx, "deleteWebhook", callTimeout, func(ctx context.Context) error {
			_, err := c.api.bot.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
			return err
		})
	}
	var kinds []string
	if err := json.Unmarshal([]byte(allowedUpdates), &kinds); err != nil {
		return err
	}
	return c.api.do(ctx, "setWebhook", callTimeout, func(ctx context.Context) error {
		_, err := c.api.bot.SetWebhook(ctx, &tg.SetWebhookParams{
			URL: c.settings.Webhook, SecretToken: c.secret, AllowedUpdates: kinds,
			MaxConnections: 1, // more would deliver a chat's updates out of order
		})
		return err
	})
}

// mark is the offset to go on from.
func (c *Channel) mark(ctx context.Context) (int64, error) { return c.outbox.Mark(ctx, channel) }
