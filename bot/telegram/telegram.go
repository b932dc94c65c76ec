package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
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
}

// An Intake takes messages and tells when they are handled; *bot.Intake is one.
type Intake interface {
	Take(context.Context, bot.Batch) ([]bot.Receipt, error)
	Notify(channel string, tell func(bot.Message, bot.Receipt))
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
	identity    atomic.Pointer[identity]
	status      atomic.Pointer[status]
	seen        atomic.Int64  // unix seconds of the last contact that is noted
	pollTimeout time.Duration // shorter in tests
	slowly      time.Duration // between attempts that cannot succeed by themselves
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
		api: a, courtesies: newCourtesies(a), pollTimeout: pollTimeout, slowly: time.Minute,
	}
	c.delivery = newDelivery(c)
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

// Prepare has the channel told what becomes of its messages. It comes before
// the intake resumes.
func (c *Channel) Prepare() {
	c.intake.Notify(channel, func(m bot.Message, r bot.Receipt) {
		switch r {
		case bot.Taken, bot.Again:
			c.delivery.wake(m.Chat)
		case bot.Pressed:
			var to address
			if json.Unmarshal(m.Address, &to) == nil && to.Callback != "" {
				c.courtesies.answer(to.Callback, wordsDoubled)
			}
		case bot.Conflict:
			c.lg.Error("an update's id was used before", "message", m.ID)
		}
	})
}

// Run connects and works until ctx ends, and until what is being sent is sent.
func (c *Channel) Run(ctx context.Context) {
	c.delivery.begin(ctx)
	var running sync.WaitGroup
	written := make(chan struct{})
	go func() {
		c.delivery.notes.run()
		close(written)
	}()
	for range courtesyWorkers {
		running.Go(func() { c.courtesies.run(ctx) })
	}
	if waiting, err := c.outbox.Recipients(ctx, channel); err != nil {
		c.lg.Error("outbox", "err", err)
	} else {
		for _, chat := range waiting {
			c.delivery.wake(chat)
		}
	}
	if c.connect(ctx) {
		if c.settings.Webhook == "" {
			c.poll(ctx)
		}
	}
	<-ctx.Done()
	running.Wait()
	c.delivery.finish()
	close(c.delivery.notes.rows)
	<-written
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
	for _, scope := range []models.BotCommandScope{&models.BotCommandScopeAllPrivateChats{}, &models.BotCommandScopeAllGroupChats{}} {
		commands := menu(scope)
		err := c.api.do(ctx, "setMyCommands", callTimeout, func(ctx context.Context) error {
			_, err := c.api.bot.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: commands, Scope: scope})
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

const (
	contacts = channel + " seen" // the mark that holds the time of the last contact
	// forgets is after how long Telegram drops updates that nobody fetched.
	forgets = 24 * time.Hour
	// noteEvery is how often the contact is noted.
	noteEvery = 10 * time.Minute
)

// well notes that Telegram was reached. After a silence in which it has
// dropped updates, those who were in the middle of something are told.
func (c *Channel) well(ctx context.Context) {
	c.say(Up, "")
	now := c.now().Unix()
	last := c.seen.Load()
	if last == 0 {
		var err error
		if last, err = c.outbox.Mark(ctx, contacts); err != nil {
			c.lg.Error("last contact", "err", err)
			return
		}
	}
	if last != 0 && now-last < int64(noteEvery/time.Second) {
		c.seen.Store(last)
		return
	}
	if last != 0 && now-last > int64(forgets/time.Second) {
		if err := c.apologise(ctx); err != nil {
			c.lg.Error("after an outage", "err", err)
			return
		}
	}
	if _, err := c.outbox.Take(ctx, bot.Batch{Channel: contacts, Mark: now}, c.now()); err != nil {
		c.lg.Error("last contact", "err", err)
		return
	}
	c.seen.Store(now)
}

// apologise tells those in the middle of something that messages may be lost.
func (c *Channel) apologise(ctx context.Context) error {
	chats, err := c.outbox.Unfinished(ctx, channel)
	if err != nil {
		return err
	}
	now := c.now()
	for _, chat := range chats {
		id, err := strconv.ParseInt(chat.ID, 10, 64)
		if err != nil { // in a group
			continue
		}
		notice := bot.Outgoing{
			Chat: chat, ID: "outage " + now.Format(time.RFC3339), Address: address{Chat: id, User: id}.encode(),
			Reply: bot.Reply{Outcome: bot.Menu, Text: wordsOutage}, State: bot.Pending, Made: now,
		}
		if err := c.outbox.Post(ctx, notice); err != nil {
			return err
		}
		c.delivery.wake(chat)
	}
	return nil
}

// mark is the offset to go on from.
func (c *Channel) mark(ctx context.Context) (int64, error) { return c.outbox.Mark(ctx, channel) }

// menu is the list of commands that Telegram shows: in groups, where others
// read along, without those that are one person's own affair.
func menu(scope models.BotCommandScope) []models.BotCommand {
	_, group := scope.(*models.BotCommandScopeAllGroupChats)
	var list []models.BotCommand
	for _, c := range bot.Commands() {
		if group && (c.Name == "book" || c.Name == "my") {
			continue
		}
		list = append(list, models.BotCommand{Command: c.Name, Description: c.About})
	}
	return list
}
