package main

import (
	"context"
	"fmt"
	"time"
)

// sweepEvery is how often conversations are looked through for what is not to
// be kept any more.
const sweepEvery = time.Hour

// retentionPart deletes what was filled in and not gone on with, and
// conversations that have ended. Bookings have timers of their own.
func (v *server) retentionPart() part {
	return part{
		name: "retention", label: "保存期限", status: is(stateUp, ""),
		where: fmt.Sprintf("没有提交的草稿 %d 天，对话和办完的预约 %d 天", v.offices.DraftDays, v.offices.RetentionDays),
		run: func(ctx context.Context) {
			ticks := time.NewTicker(sweepEvery)
			defer ticks.Stop()
			for {
				if err := v.bot.Sweep(ctx, v.now()); err != nil && ctx.Err() == nil {
					v.lg.Error("not swept", "err", err)
				}
				select {
				case <-ctx.Done():
					return
				case <-ticks.C:
				}
			}
		},
	}
}
