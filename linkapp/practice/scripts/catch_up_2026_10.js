// 2026-10: a virtualised list. About a dozen rows exist at a time; scrolling gives them to other people.
"use strict";
(() => {
  const { el, answer, press, toast, shell } = window.interop;
  const feed = document.querySelector('[data-testid="catch-up-feed"]');
  const total = Number(feed?.dataset.total ?? 0);
  if (!feed || !total) return;
  const height = 132;
  const root = feed.hasAttribute("data-shadow") ? feed.attachShadow({ mode: "open" }) : feed;
  const spacer = el("div", { style: `position:relative;height:${total * height}px` });
  root.append(spacer);
  const rows = new Map();
  const pool = [];
  const data = new Array(total);
  const asked = new Set();

  function make() {
    const name = el("a", { "data-testid": "person-link" });
    const headline = el("p", { "data-testid": "headline" });
    const line = el("p", { "data-testid": "moment" });
    const action = el("div", { "data-testid": "action" });
    const box = el(
      "article",
      { "data-testid": "nurture-card", style: `position:absolute;left:0;right:0;height:${height - 12}px;overflow:hidden` },
      el("div", { "data-testid": "lockup" }, name, headline, line),
      action,
    );
    return { box, name, headline, line, action };
  }

  function paint(row, place) {
    const one = data[place];
    row.box.style.top = `${place * height}px`;
    row.box.setAttribute("aria-posinset", String(place + 1));
    row.box.setAttribute("aria-setsize", String(total));
    if (!one) {
      row.box.setAttribute("aria-busy", "true");
      row.name.removeAttribute("href");
      row.name.textContent = "";
      row.headline.textContent = "";
      row.line.textContent = "";
      row.action.replaceChildren();
      return;
    }
    row.box.removeAttribute("aria-busy");
    row.name.setAttribute("href", one.profile);
    row.name.textContent = one.name;
    row.headline.textContent = one.headline;
    row.line.textContent = one.line;
    let control;
    if (one.href) {
      control = el("a", { href: one.href, "aria-label": one.label, "data-testid": "cta" }, one.text);
    } else {
      control = el("button", { type: "button", "aria-label": one.label, "data-testid": "cta" }, one.text);
      if (one.writable) control.addEventListener("click", () => press(one.key).catch(() => toast(shell.words.send_failed)));
    }
    row.action.replaceChildren(control);
  }

  async function fetchPart(start) {
    if (asked.has(start)) return;
    asked.add(start);
    try {
      const found = await answer(`${location.pathname}?_fragment=1&start=${start}`);
      found.rows.forEach((one, place) => (data[start + place] = one));
      for (const [place, row] of rows) if (place >= start && place < start + found.rows.length) paint(row, place);
      feed.setAttribute("aria-busy", "false");
    } catch {
      asked.delete(start);
    }
  }

  function draw() {
    const offset = spacer.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-offset / height) - 2);
    const last = Math.min(total - 1, Math.ceil((window.innerHeight - offset) / height) + 2);
    for (const [place, row] of rows) {
      if (place < first || place > last) {
        rows.delete(place);
        row.box.remove();
        pool.push(row);
      }
    }
    for (let place = first; place <= last; place += 1) {
      if (!rows.has(place)) {
        const row = pool.pop() ?? make();
        rows.set(place, row);
        paint(row, place);
        spacer.append(row.box);
      }
      if (!data[place]) fetchPart(Math.floor(place / 20) * 20);
    }
  }

  window.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw);
  draw();
})();
