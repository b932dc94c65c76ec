//go:build browser

package main

import (
	"slices"
	"testing"
	"time"
)

// firstLoad is the most that the first page may weigh over the network.
const firstLoad = 100 << 10

// TestBrowserSpeed measures what a first visit loads and how long an answer
// takes from the click until it is drawn. Times are told, not judged: they are
// the machine's.
func TestBrowserSpeed(t *testing.T) {
	p := visit(t, openBrowser(t), serveSite(t), phone)
	p.open("/")
	await[bool](p, "the whole page", `() => document.readyState === "complete" || null`)
	p.mu.Lock()
	requests, received := p.requests, p.received
	p.mu.Unlock()
	t.Logf("first load: %d requests, %.1f KB compressed", requests, received/1024)
	if received > firstLoad || received == 0 {
		t.Errorf("the first load is %.0f bytes", received)
	}
	var took []time.Duration
	for range 15 {
		p.compose("展位费能补多少")
		eval[bool](p, `() => {
			const seen = document.querySelectorAll(".reply").length;
			let pressed = 0;
			document.getElementById("send").addEventListener("click", () => pressed = performance.now(), { once: true });
			window.took = new Promise(done => new MutationObserver((_, o) => {
				if (document.querySelectorAll(".reply").length === seen) return;
				o.disconnect();
				requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
			}).observe(document.getElementById("log"), { childList: true, subtree: true }));
			return true;
		}`)
		p.press("发送")
		took = append(took, time.Duration(eval[float64](p, `() => window.took`)*float64(time.Millisecond)))
	}
	slices.Sort(took)
	t.Logf("click to visible answer: median %.0f ms, slowest %.0f ms", quantile(took, 50), quantile(took, 100))
}
