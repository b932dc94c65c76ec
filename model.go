package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"cheyi/bot"
	"cheyi/config"
	"cheyi/knowledge/model"
)

// language returns the optional language model, nil when none is set.
func (p *program) language(s config.Settings) *model.Service {
	if s.LLMURL == "" {
		return nil
	}
	return model.New(p.logger(slog.LevelWarn), model.Endpoint{URL: s.LLMURL, Key: s.LLMKey, Model: s.LLMModel}, s.Data)
}

// lend lets a model, if there is one, help a bot.
func lend(b *bot.Bot, m *model.Service) *bot.Bot {
	if m == nil {
		return b
	}
	b.UseModel(func(chat string, at time.Time) bot.Model {
		if session := m.Session(chat, at); session != nil {
			return session
		}
		return nil // and not a Model that holds a nil
	})
	return b
}

// modelCommand is the operator's switch of the model.
func (p *program) modelCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "大模型：查看、停用、恢复",
		Long: "停用和恢复从下一条消息起生效，正在运行的进程也一样；没有大模型时，答复照常。\n" +
			"每次操作记在数据目录的 model.audit.jsonl 里：时间、谁、做了什么、原因。",
		Example: "  cheyi model status\n  cheyi model off --by 值班员 --reason 答复走样\n  cheyi model on --by 值班员",
	}
	cmd.AddCommand(
		&cobra.Command{Use: "status", Short: "现在用不用", Args: noArgs, RunE: func(*cobra.Command, []string) error { return p.modelStatus() }},
		p.turnCommand("off", "停用", model.Switch.TurnOff),
		p.turnCommand("on", "恢复", model.Switch.TurnOn),
	)
	return cmd
}

func (p *program) modelStatus() error {
	s, err := p.settings()
	if err != nil {
		return err
	}
	configured := "没有设置大模型（CHEYI_LLM_URL）。"
	if s.LLMURL != "" {
		configured = "大模型：" + s.LLMModel + "，" + s.LLMURL + "。"
	}
	last, err := model.Switch{Dir: s.Data}.Last()
	state := "没有停用。"
	switch {
	case err != nil:
		state = fmt.Sprintf("已停用：标记%v。", err)
	case last != nil:
		state = fmt.Sprintf("已停用：%s，%s，原因：%s。", last.At.Format(time.DateTime), said(last.By), said(last.Reason))
	}
	_, err = fmt.Fprintln(p.out, configured+"\n"+state)
	return err
}

// turnCommand turns the switch one way.
func (p *program) turnCommand(use, label string, turn func(model.Switch, model.Turn) error) *cobra.Command {
	var by, reason string
	cmd := &cobra.Command{Use: use, Short: label + "大模型", Args: noArgs, RunE: func(*cobra.Command, []string) error {
		s, err := p.settings()
		if err != nil {
			return err
		}
		if err := turn(model.Switch{Dir: s.Data}, model.Turn{At: clock(s)(), By: by, Reason: reason}); err != nil {
			return setupError{err}
		}
		_, err = fmt.Fprintf(p.out, "已%s，从下一条消息起生效。\n", label)
		return err
	}}
	cmd.Flags().StringVar(&by, "by", "", "谁操作的")
	cmd.Flags().StringVar(&reason, "reason", "", "为什么")
	return cmd
}

// said is what somebody wrote, or that nothing was.
func said(what string) string { return cmp.Or(what, "没有写") }
