// The chat page without reloading: what is typed is sent in the background,
// and stays when the network drops; this browser keeps the conversation.
"use strict";
(() => {
  const log = document.getElementById("log");
  const composer = document.getElementById("composer");
  const text = document.getElementById("text");
  const file = document.getElementById("file");
  const send = document.getElementById("send");
  const clip = document.getElementById("clip");
  const attach = document.getElementById("attach");
  const kept = "cheyi.turns", drafted = "cheyi.draft", most = 60;

  // store reads and writes what the browser keeps; one that keeps nothing is
  // a browser without a memory, not a fault.
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* full or forbidden */ } },
  };

  // turns are what was said, each with the id under which it was sent, and
  // with the answer once there is one. Other tabs keep theirs there too.
  function turns() {
    try { return JSON.parse(store.get(kept)) || []; } catch { return []; /* another version's */ }
  }
  function keep(turn) {
    const all = turns(), at = all.findIndex(t => t.id === turn.id);
    if (at < 0) all.push(turn); else all[at] = turn;
    store.set(kept, JSON.stringify(all.slice(-most)));
  }

  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, "0")).join("");

  function element(tag, className, content) {
    const e = document.createElement(tag);
    e.className = className;
    e.textContent = content || "";
    return e;
  }

  function put(said) {
    const place = element("div", "turn");
    if (said) {
      const p = element("p", "said", said);
      p.prepend(element("span", "hidden", "您："));
      place.append(p);
    }
    log.append(place);
    return place;
  }

  // events reads a stream of server-sent events.
  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      for (let end; (end = rest.indexOf("\n\n")) >= 0; rest = rest.slice(end + 2)) {
        const lines = rest.slice(0, end).split("\n");
        const field = name => lines.filter(l => l.startsWith(name)).map(l => l.slice(name.length)).join("\n");
        yield { name: field("event: "), data: field("data: ") };
      }
    }
  }

  // exchange sends a message and returns what comes of it; the sentences that
  // are ready before are shown.
  async function exchange(turn, chosen, show) {
    const body = new FormData();
    body.append("id", turn.id);
    for (const [name, value] of Object.entries(turn.fields)) body.append(name, value);
    if (chosen) body.append("file", chosen);
    const r = await fetch("/", { method: "POST", body, headers: { "X-Part": "turn", Accept: "text/event-stream, text/html" } });
    if (!r.headers.has("X-Part")) throw new Error(r.status); // somebody else's answer
    if (!(r.headers.get("Content-Type") || "").startsWith("text/event-stream")) return { status: r.status, html: await r.text() };
    for await (const e of events(r.body)) {
      if (e.name === "sentence") show(e.data);
      else return { status: e.name === "reply" ? 200 : 503, html: e.data };
    }
    throw new Error("broken off");
  }

  // post sends a message under one id until it has an answer: the same id gets
  // the same reply, so that sending again does nothing twice. An answer that
  // breaks off halfway is fetched again at once.
  async function post(place, turn, chosen) {
    const waiting = place.appendChild(element("p", "waiting", "正在查…"));
    place.scrollIntoView({ block: "end" });
    send.disabled = true;
    let coming, html = "", status = 0, faulty = "没有连上，这条还没有得到答复。";
    const show = sentence => {
      if (!coming) {
        coming = element("p", "coming");
        coming.setAttribute("aria-hidden", "true"); // the reply is read out, whole
        waiting.before(coming);
        waiting.textContent = "正在写…";
      }
      coming.append(sentence);
    };
    for (let tries = 0, broken = true; broken && tries < 2; tries++) {
      broken = false;
      try {
        ({ status, html } = await exchange(turn, chosen, show));
        faulty = "";
      } catch { broken = Boolean(coming); /* else told below */ }
      if (coming) coming.remove();
      coming = null;
    }
    waiting.remove();
    send.disabled = false;
    place.insertAdjacentHTML("beforeend", html);
    (place.querySelector(".said") || place).scrollIntoView({ block: "start" });
    if (status === 200) keep({ id: turn.id, said: turn.said, html });
    else if (faulty || status >= 500 || status === 429) again(place, turn, chosen, faulty);
    else keep({ id: turn.id, said: turn.said, html }); // refused for good
  }

  function again(place, turn, chosen, why) {
    const box = place.appendChild(element("p", why ? "fault row" : "row", why));
    box.setAttribute("role", "alert");
    const button = box.appendChild(element("button", "", "再发一次"));
    button.type = "button";
    button.addEventListener("click", () => {
      if (send.disabled) return;
      place.querySelectorAll(".fault").forEach(e => e.remove());
      box.remove();
      text.focus({ preventScroll: true });
      post(place, turn, chosen);
    });
  }

  // ask sends a new message. One without a file is kept at once: it is there
  // to be sent again when the page has been left before its answer came.
  function ask(said, fields, chosen) {
    begun();
    const turn = { id: fresh(), said, fields };
    if (!chosen) keep(turn);
    post(put(said), turn, chosen);
  }

  function begun() {
    document.getElementById("welcome").hidden = true;
    document.getElementById("clear").hidden = false;
  }

  function grow() {
    text.style.height = "auto";
    text.style.height = text.scrollHeight + 2 + "px";
  }

  composer.addEventListener("submit", e => {
    e.preventDefault();
    const said = text.value.trim(), chosen = file.files[0];
    if (!said && !chosen || send.disabled) return;
    ask(chosen ? [said, "📎 " + chosen.name].filter(Boolean).join("\n") : said, said ? { text: said } : {}, chosen);
    text.value = file.value = "";
    store.set(drafted, "");
    grow();
    attached();
    text.focus();
  });

  text.addEventListener("keydown", e => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing && e.keyCode !== 229) {
      e.preventDefault();
      composer.requestSubmit();
    }
  });
  text.addEventListener("input", () => { grow(); store.set(drafted, text.value); });

  // A pressed option is said by its label.
  log.addEventListener("submit", e => {
    const button = e.submitter;
    if (!button) return;
    e.preventDefault();
    if (!send.disabled) ask(button.textContent, { [button.name]: button.value });
  });

  // Lists of vehicles: by the button, which also takes one back, and by dropping
  // one on the page.
  function attached(open = file.files.length > 0) {
    attach.hidden = !open;
    clip.setAttribute("aria-expanded", String(open));
    clip.textContent = open ? "不传了" : "传清单";
  }
  clip.hidden = false;
  attached();
  clip.addEventListener("click", () => {
    const open = attach.hidden;
    if (!open) file.value = "";
    attached(open);
    if (open) file.click();
  });
  file.addEventListener("change", () => attached());
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, e => {
      if (!e.dataTransfer || !e.dataTransfer.types.includes("Files")) return;
      e.preventDefault();
      composer.classList.toggle("drop", kind === "dragover");
      if (kind !== "drop") return;
      file.files = e.dataTransfer.files;
      attached();
      text.focus();
    });
  }

  document.getElementById("clear").addEventListener("submit", () => {
    store.set(kept, "[]");
    store.set(drafted, "");
  });

  // What was said before. Assistive technology is not to read it all out.
  log.setAttribute("aria-live", "off");
  for (const turn of turns()) {
    const place = put(turn.said);
    if (turn.html) place.insertAdjacentHTML("beforeend", turn.html);
    else again(place, turn, null, "这条还没有得到答复。");
    begun();
  }
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
  const last = log.querySelector(".turn:last-of-type");
  if (last) last.scrollIntoView({ block: "start" });
  if (!text.value) text.value = store.get(drafted) || "";
  else text.focus(); // a link has proposed a question
  if (location.search) history.replaceState(null, "", "/");
  grow();
})();
