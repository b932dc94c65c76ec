// The desk without a mouse: single keys, which one may switch off; rows that
// are ticked bring their bar; a form that is sent is sent once.
"use strict";
(() => {
  const get = id => document.getElementById(id);
  const all = selector => [...document.querySelectorAll(selector)];

  // The browser keeps whether keys are wanted; one that keeps nothing is no
  // fault.
  const wanted = () => { try { return localStorage.getItem("desk.keys") !== "off"; } catch { return true; } };
  const want = yes => { try { localStorage.setItem("desk.keys", yes ? "on" : "off"); } catch { /* full or forbidden */ } };

  // A form is sent once.
  document.addEventListener("submit", e => {
    const form = e.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach(form => delete form.dataset.sent));

  const print = get("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // The rows of a batch: the bar is there when some are ticked.
  const ticks = all("input[name=vin]"), every = get("every"), bar = get("bar"), why = get("why"), confirm = get("confirm"), rest = get("rest");
  function counted() {
    if (!bar) return;
    const n = ticks.filter(t => t.checked).length;
    bar.hidden = n === 0;
    get("ticked").textContent = n ? `已选 ${n} 辆` : "";
    if (confirm) confirm.disabled = n > 0; // it is for all, and would pass over what is ticked
    every.checked = n === ticks.length && n > 0;
    every.indeterminate = n > 0 && n < ticks.length;
  }
  if (every) {
    every.hidden = false;
    every.addEventListener("change", () => { ticks.forEach(t => { t.checked = every.checked; }); counted(); });
  }
  ticks.forEach(t => t.addEventListener("change", counted));

  counted();
  addEventListener("pageshow", counted);

  // Single keys.
  const help = get("keys"), on = get("keys-on");
  if (!help) return;
  help.hidden = false;
  on.checked = wanted();
  on.addEventListener("change", () => want(on.checked));

  function step(by) {
    const rows = all("[data-row]");
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  const visit = id => { const a = get(id); if (a) a.click(); };
  const focus = e => { if (e) { e.focus(); e.scrollIntoView({ block: "center" }); } };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => { const row = document.activeElement; if (row.name === "vin") row.click(); },
    c: () => focus(confirm && !confirm.disabled ? confirm : rest),
    r: () => { if (bar && !bar.hidden) focus(why); },
    p: () => { const move = get("move"); if (move) { move.open = true; focus(get("to") || move.firstElementChild); } },
    n: () => visit("next"),
    u: () => visit("back"),
    "/": () => focus(get("q")),
  };
  const typing = e => e.isContentEditable || e.matches("textarea, select, input:not([type=checkbox])");
  document.addEventListener("keydown", e => {
    if (!on.checked || e.ctrlKey || e.altKey || e.metaKey || e.isComposing || typing(e.target)) return;
    const run = keys[e.key];
    if (!run) return;
    e.preventDefault();
    run();
  });
})();
