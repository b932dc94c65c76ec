// A calculator while somebody types: the same address that the form would ask
// for is asked in the background, and what it answers is put in place. What is
// being typed is never touched.
"use strict";
(() => {
  const form = document.getElementById("calc");
  const copy = document.getElementById("copy");
  const copied = document.getElementById("copied");
  const pause = 250, longest = 20;
  let timer = 0, asked = null;

  // swap takes over all parts of an answer: what was read and what is wrong
  // beside each input, the result, its address.
  function swap(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const part of answer.querySelectorAll("[data-part]")) {
      const here = document.getElementById(part.id);
      if (!here) continue;
      if (here.innerHTML !== part.innerHTML) here.innerHTML = part.innerHTML;
      here.className = part.className;
      here.hidden = part.hidden;
      if (part.hasAttribute("href")) here.setAttribute("href", part.getAttribute("href"));
    }
    for (const field of answer.querySelectorAll(".field")) {
      const here = document.getElementById(field.id);
      here.hidden = field.hidden;
      for (const input of here.querySelectorAll("input:not([type=radio]), fieldset")) {
        if ("bad" in field.dataset) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }
    document.getElementById("share").hidden = answer.getElementById("share").hidden;
    copied.textContent = "";
  }

  async function ask() {
    clearTimeout(timer);
    if (asked) asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) query.append(name, value);
    try {
      const r = await fetch(form.action + "?" + query, { headers: { "X-Part": "work" }, signal: asked.signal });
      if (!r.ok || !r.headers.has("X-Part")) throw new Error(r.status);
      swap(await r.text());
      history.replaceState(null, "", document.getElementById("address").href);
    } catch (e) {
      if (e.name !== "AbortError") document.getElementById("headline").textContent = "没有连上，结果没有更新。填的数还在，连上以后再按“测算”。";
    }
  }

  // add puts one more row below, as empty as the first was.
  function add(button) {
    const field = button.closest(".field");
    const rows = field.querySelectorAll(".entry");
    if (rows.length >= longest) return;
    const row = rows[rows.length - 1].cloneNode(true);
    const n = rows.length + 1;
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.removeAttribute("aria-invalid");
      if (input.id) input.id = input.name + "-" + n;
      input.setAttribute("aria-label", "第 " + n + " 行" + input.getAttribute("aria-label").replace(/^第 \d+ 行/, ""));
    }
    rows[rows.length - 1].after(row);
    row.querySelector("input").focus();
  }

  form.addEventListener("input", e => {
    if (e.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  form.addEventListener("compositionend", () => { timer = setTimeout(ask, pause); });
  form.addEventListener("submit", e => {
    e.preventDefault();
    if (e.submitter && e.submitter.classList.contains("add")) add(e.submitter);
    else ask();
  });

  // A place in a chart that is pressed is tried out, in round numbers, as if it
  // had been typed; among several rows nobody could say which one is meant.
  document.body.classList.add("taps");
  document.getElementById("outcome").addEventListener("click", e => {
    const chart = e.target.closest("svg[data-most]");
    const fields = chart ? form.querySelectorAll('input[name="' + chart.dataset.input + '"]') : [];
    if (fields.length !== 1) return;
    const { most, left, right } = chart.dataset;
    const at = new DOMPoint(e.clientX, e.clientY).matrixTransform(chart.getScreenCTM().inverse());
    const step = Math.max(1, 10 ** Math.floor(Math.log10(most / 50)));
    fields[0].value = Math.max(1, Math.round((at.x - left) / (right - left) * most / step)) * step;
    ask();
  });

  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById("address").href);
      copied.textContent = "已复制。";
    } catch {
      copied.textContent = "浏览器不让复制，请长按或右键左边的链接来复制。";
    }
  });
})();
