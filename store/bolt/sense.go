package bolt

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"cheyi/booking"
)

// A census is what the batches say about everything else.
type census struct {
	t       *tx
	broken  []string
	batches map[string]booking.Batch
	used    map[string]int    // by slotKey
	live    map[string]string // by liveKey: the receipt
	index   map[string]bool   // bucket and key
}

// checkSense wants what is kept twice to agree: places with the batches that
// hold them, vehicles, indexes, timers and the audit trail. It says what does
// not by receipt and window, never by what is personal.
func (r *Report) checkSense(t *tx) (err error) {
	if r.Counts, err = counts(t); err != nil {
		return err
	}
	if !r.Counts.Balanced() {
		r.Broken = append(r.Broken, fmt.Sprintf("收到与处理、待发与发出的条数对不上：%+v", r.Counts))
	}
	c := census{t: t, batches: map[string]booking.Batch{}, used: map[string]int{}, live: map[string]string{}, index: map[string]bool{}}
	for _, check := range []func() error{c.count, c.checkSlots, c.checkVehicles, c.checkIndexes, c.checkTimers, c.checkAudit} {
		if err := check(); err != nil {
			return err
		}
	}
	for _, b := range c.batches {
		r.Batches[b.State]++
	}
	r.Broken = append(r.Broken, c.broken...)
	return nil
}

func (c *census) complain(format string, args ...any) {
	c.broken = append(c.broken, fmt.Sprintf(format, args...))
}

// count goes through the batches.
func (c *census) count() error {
	for k, r := range c.t.scan(bucketBatches, nil) {
		var b booking.Batch
		if err := r.decode(&b); err != nil {
			return err
		}
		if string(k) != b.Receipt {
			c.complain("预约 %s 存在了 %s 名下", b.Receipt, k)
		}
		c.batches[string(k)] = b
		for _, e := range indexed(b) {
			c.index[string(e.bucket)+"\x00"+string(e.key)] = true
		}
		if b.State.Live() {
			c.hold(b)
		}
	}
	return nil
}

// hold counts what a live batch holds.
func (c *census) hold(b booking.Batch) {
	c.used[string(slotKey(b.Slot))] += b.Count()
	if b.Proposed != nil {
		c.used[string(slotKey(*b.Proposed))] += b.Count()
	}
	if (b.State == booking.MoveProposed) != (b.Proposed != nil) {
		c.complain("预约 %s 的状态与改期提议不符", b.Receipt)
	}
	for _, v := range b.Vehicles {
		if v.State != booking.VehicleBooked {
			continue
		}
		key := string(liveKey(b.Business, v.VIN))
		if other := c.live[key]; other != "" {
			c.complain("同一辆车在预约 %s 和 %s 里", other, b.Receipt)
		}
		c.live[key] = b.Receipt
	}
}

func (c *census) checkSlots() error {
	for k, r := range c.t.scan(bucketSlots, nil) {
		var s booking.Slot
		if err := r.decode(&s); err != nil {
			return err
		}
		if used := c.used[string(k)]; used != s.Used {
			c.complain("%s %v %s 记着占用 %d 辆，预约里是 %d 辆", s.Office, s.Date, s.Window, s.Used, used)
		}
		delete(c.used, string(k))
	}
	for _, k := range slices.Sorted(maps.Keys(c.used)) {
		if c.used[k] > 0 {
			c.complain("%s 没有记占用，预约里是 %d 辆", bytes.ReplaceAll([]byte(k), []byte{0}, []byte(" ")), c.used[k])
		}
	}
	return nil
}

func (c *census) checkVehicles() error {
	for k, r := range c.t.scan(bucketLive, nil) {
		var receipt string
		if err := r.decode(&receipt); err != nil {
			return err
		}
		if c.live[string(k)] != receipt {
			c.complain("预约 %s 记着一辆车，那辆车不在里面", receipt)
		}
		delete(c.live, string(k))
	}
	for _, k := range slices.Sorted(maps.Keys(c.live)) {
		c.complain("预约 %s 里有一辆车没有记上", c.live[k])
	}
	return nil
}

func (c *census) checkIndexes() error {
	for _, bucket := range [][]byte{bucketAt, bucketIn, bucketOf, bucketVINs} {
		for k := range c.t.scan(bucket, nil) {
			key := string(bucket) + "\x00" + string(k)
			if !c.index[key] {
				c.complain("%s 里有一项没有预约", bucket)
			}
			delete(c.index, key)
		}
	}
	if len(c.index) > 0 {
		c.complain("有 %d 项预约没有编进目录", len(c.index))
	}
	return nil
}

func (c *census) checkTimers() error {
	timers := map[string]bool{}
	for k, r := range c.t.scan(bucketTimers, nil) {
		var timer booking.Timer
		if err := r.decode(&timer); err != nil {
			return err
		}
		if b, found := c.batches[timer.Receipt]; !found || b.Version != timer.Version {
			c.complain("预约 %s 有一个旧的定时 %s", timer.Receipt, timer.Kind)
		}
		timers[string(joined([]byte(timer.Receipt), append(bytes.Clone(k[:8]), timer.Kind...)))] = true
	}
	for k := range c.t.scan(bucketTimersOf, nil) {
		if !timers[string(k)] {
			c.complain("timers_of 里有一项没有定时")
		}
		delete(timers, string(k))
	}
	if len(timers) > 0 {
		c.complain("有 %d 个定时没有编进目录", len(timers))
	}
	return nil
}

// checkAudit wants the last entry of each batch to be what the batch is.
func (c *census) checkAudit() error {
	last := map[string]booking.Entry{}
	for _, r := range c.t.scan(bucketAudit, nil) {
		var e booking.Entry
		if err := r.decode(&e); err != nil {
			return err
		}
		last[e.Receipt] = e // the keys of a batch sort by number
	}
	for _, receipt := range slices.Sorted(maps.Keys(c.batches)) {
		if e := last[receipt]; e.Version != c.batches[receipt].Version || e.To != c.batches[receipt].State {
			c.complain("预约 %s 的最后一条记录不是它现在的状态", receipt)
		}
	}
	for _, receipt := range slices.Sorted(maps.Keys(last)) {
		if _, found := c.batches[receipt]; !found && receipt != "" {
			c.complain("记录里的预约 %s 不在了", receipt)
		}
	}
	return nil
}
