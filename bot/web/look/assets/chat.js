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
  let turns = [];
  try { turns = JSON.parse(store.get(kept)) || []; } catch { /* another version's */ }

  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, "0")).join("");

  function element(tag, className, content) {
    const e = document.createElement(tag);
    e.className = className;
    e.textContent = content || "";
    return e;
  }

  function put(said) {
    const turn = element("div", "turn");
    if (said) {
      const p = element("p", "said", said);
      p.prepend(element("span", "hidden", "您："));
      turn.append(p);
    }
    log.append(turn);
    return turn;
  }

  function show(turn, html) {
    turn.insertAdjacentHTML("beforeend", html);
    const first = turn.querySelector(".said") || turn;
    first.scrollIntoView({ block: "start" });
  }

  // post sends a message under one id until it has an answer: the same id gets
  // the same reply, so that sending again does nothing twice.
  async function post(turn, said, id, fields) {
    const waiting = turn.appendChild(element("p", "waiting"));
    waiting.setAttribute("role", "status");
    turn.scrollIntoView({ block: "end" });
    send.disabled = true;
    try {
      const body = new FormData();
      body.append("id", id);
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      const r = await fetch("/", { method: "POST", body, headers: { "X-Part": "turn" } });
      const html = await r.text();
      waiting.remove();
      show(turn, html);
      if (r.ok) keep(said, html);
      else if (r.status >= 500 || r.status === 429) again(turn, said, id, fields, "");
    } catch {
      waiting.remove();
      again(turn, said, id, fields, "网络断了，这条还没有得到答复。");
    } finally {
      send.disabled = false;
    }
  }

  function again(turn, said, id, fields, why) {
    const box = turn.appendChild(element("p", why ? "fault" : "", why));
    const button = box.appendChild(element("button", "", "再发一次"));
    button.type = "button";
    button.addEventListener("click", () => {
      turn.querySelectorAll(".fault, .waiting").forEach(e => e.remove());
      box.remove();
      post(turn, said, id, fields);
    });
  }

  function keep(said, html) {
    turns.push({ said, html });
    turns = turns.slice(-most);
    store.set(kept, JSON.stringify(turns));
  }

  function ask(said, fields) {
    begun();
    post(put(said), said, fresh(), fields);
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
    const fields = {};
    if (said) fields.text = said;
    if (chosen) fields.file = chosen;
    ask(chosen ? [said, "📎 " + chosen.name].filter(Boolean).join("\n") : said, fields);
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
    if (send.disabled) return;
    ask(button.textContent, { [button.name]: button.value });
  });

  // Lists of vehicles: by the button, by dropping one on the page.
  function attached() {
    const open = file.files.length > 0 || clip.getAttribute("aria-expanded") === "true";
    attach.hidden = !open;
  }
  clip.hidden = false;
  attach.hidden = true;
  clip.addEventListener("click", () => {
    clip.setAttribute("aria-expanded", String(attach.hidden));
    attached();
    if (!attach.hidden) file.click();
  });
  file.addEventListener("change", attached);
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

  for (const { said, html } of turns) put(said).insertAdjacentHTML("beforeend", html);
  if (turns.length > 0) {
    begun();
    log.lastElementChild.scrollIntoView({ block: "start" });
  }
  if (!text.value) text.value = store.get(drafted) || "";
  grow();
})();
