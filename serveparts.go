package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"cheyi/bot"
	"cheyi/bot/remote"
	"cheyi/bot/web"
	"cheyi/bot/web/calculators"
	"cheyi/bot/web/look"
	"cheyi/bot/web/reader"
	"cheyi/knowledge"
	"cheyi/knowledge/model"
)

// terminalChat is the one conversation that all terminals of a data folder
// share.
var terminalChat = bot.Chat{Channel: "terminal", ID: "local"}

// allParts lists the parts in the order in which people care.
func (v *server) allParts(address net.Addr, telegram, desk part) []part {
	return []part{
		v.webPart(address),
		v.socket.part,
		telegram,
		v.modelPart(),
		v.bookingPart(),
		desk,
		v.noticesPart(),
		v.retentionPart(),
		{name: "store", label: "数据目录", needed: true, where: v.settings.Data, status: upUnless(v.store.check)},
		v.corpusPart(),
		{name: "intake", label: "消息处理", needed: true, where: "先存后答", status: upUnless(v.taking)},
	}
}

var errEnding = errors.New("正在停止")

// taking reports whether messages are taken.
func (v *server) taking(context.Context) error {
	if v.ending.Load() {
		return errEnding
	}
	return nil
}

func (v *server) webPart(address net.Addr) part {
	chat := web.New(v.lg, v.intake, v.store.Secret(), v.now, web.Usual)
	chat.UseFiles(v.files.uploads, v.bot)
	figures := calculators.New(v.lg, v.live.Book, func(typed string) string { return normalised(v.live.Normaliser(), typed) }, v.now)
	read := reader.New(v.lg, v.live, v.live.Book, v.now, web.Usual.Address)
	page := web.NewChat(chat, func() []string { return knowledge.Introductions(v.live.Library()) })
	page.UseDrawings(figures.Card)
	return part{
		name: "web", label: "网页", where: "http://" + address.String() + "/（接口 /api/chat）", status: is(stateUp, ""),
		routes: func(mux *http.ServeMux) {
			mux.Handle("/api/chat", chat)
			mux.HandleFunc("GET /api/chat/{chat}/{file...}", chat.Download)
			mux.Handle("GET "+look.AssetsPath, look.Assets(web.Nowhere(v.lg)))
			page.Routes(mux)
			figures.Routes(mux)
			read.Routes(mux)
		},
	}
}

// modelPart tells of the language model, which the operator may switch off at
// any time.
func (v *server) modelPart() part {
	if v.model == nil {
		return off("model", "大模型", "没有设置 CHEYI_LLM_URL")
	}
	switched := model.Switch{Dir: v.settings.Data}
	return part{name: "model", label: "大模型", where: v.settings.LLMModel, status: func(context.Context) status {
		if !switched.On() {
			return status{stateOff, "已停用，见 cheyi model status"}
		}
		return status{State: stateUp}
	}}
}

func (v *server) corpusPart() part {
	where := cmp.Or(v.settings.Corpus, "内置")
	for _, d := range v.live.Library().Documents {
		where += "，" + d.Name()
	}
	return part{
		name: "corpus", label: "政策库", needed: true,
		where: where, status: is(stateUp, ""), // the old one serves while a new one has faults
	}
}

// A socket is the way in for other processes of the same machine.
type socket struct {
	part     part
	listener net.Listener // nil when there is none
}

// openSocket opens the socket in a data folder. Without it all else runs.
func openSocket(data string) *socket {
	s := &socket{part: part{name: "socket", label: "终端", where: remote.Path(data) + "（cheyi chat、questions、backup、doctor）", status: is(stateUp, "")}}
	var err error
	s.listener, err = remote.Listen(data)
	switch {
	case errors.Is(err, remote.ErrLongPath):
		s.part.status = is(stateDown, "数据目录的路径太长，放不下套接字 "+remote.Path(data)+"；运行期间不能用 cheyi chat 和 cheyi questions")
	case err != nil:
		s.part.status = is(stateDown, fmt.Sprintf("套接字打不开：%v；运行期间不能用 cheyi chat 和 cheyi questions", err))
	}
	return s
}

func (s *socket) close() {
	if s.listener != nil {
		_ = s.listener.Close()
	}
}
