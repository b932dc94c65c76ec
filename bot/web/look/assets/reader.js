// The policy reader without reloading: it searches while one types, and copies
// the address of a clause.
"use strict";
(() => {
  const form = document.getElementById("seek");
  const search = document.getElementById("q");
  const reading = document.getElementById("reading");
  const told = document.getElementById("told");
  const pause = 250;
  let timer, asking;

  const wish = () => {
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value.trim()) url.searchParams.set(name, value.trim());
    return url;
  };

  // look asks for what is typed now; what was asked before is no longer wanted.
  async function look() {
    clearTimeout(timer);
    if (asking) asking.abort();
    const mine = asking = new AbortController();
    const url = wish();
    try {
      const r = await fetch(url, { headers: { "X-Part": "reading" }, signal: mine.signal });
      if (!r.headers.has("X-Part")) throw new Error(r.status); // somebody else's answer
      const html = await r.text();
      if (!r.ok) {
        complain(html);
        return;
      }
      reading.innerHTML = html;
      history.replaceState(null, "", url);
      const count = reading.querySelector(".told");
      told.textContent = count ? count.textContent : "";
    } catch (e) {
      if (e.name !== "AbortError") complain('<p class="fault" role="alert">没有连上，这次没有查。连上以后再按“查找”。</p>');
    }
  }

  // complain says what is wrong above the text, which stays.
  function complain(html) {
    reading.querySelectorAll("#found, .fault").forEach(e => e.remove());
    reading.insertAdjacentHTML("afterbegin", html);
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(look, pause); };
  search.addEventListener("input", e => { if (!e.isComposing) soon(); });
  search.addEventListener("compositionend", soon);
  form.addEventListener("submit", e => {
    e.preventDefault();
    look().then(() => {
      const found = document.getElementById("found");
      if (found) found.scrollIntoView({ block: "start" });
    });
  });

  // A clause's link is copied; where the browser forbids it, the link is
  // followed, and the address bar has it.
  if (navigator.clipboard) document.body.classList.add("copies");
  reading.addEventListener("click", async e => {
    const link = e.target.closest("a.copy");
    if (!link || !navigator.clipboard) return;
    e.preventDefault();
    try {
      await navigator.clipboard.writeText(decodeURI(link.href));
    } catch {
      location.assign(link.href);
      return;
    }
    told.textContent = "已复制这一条的链接";
    link.classList.add("done");
    setTimeout(() => { link.classList.remove("done"); told.textContent = ""; }, 2000);
  });
})();
