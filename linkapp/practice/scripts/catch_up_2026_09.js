// 2026-09: main scrolls; two parts come by scrolling, the ones after them by a button.
"use strict";
(() => {
  const { call, press, toast } = window.interop;
  const words = window.interop.shell.words;
  const main = document.querySelector("main");
  const list = main?.querySelector("[data-start]");
  const cards = main?.querySelector("[data-cards]");
  const end = main?.querySelector("[data-end]");
  if (!main || !list || !cards) return;
  let parts = 0;
  let busy = false;

  function bindControls() {
    for (const button of cards.querySelectorAll("[componentkey] button[aria-label]")) {
      if (button.interopBound) continue;
      button.interopBound = true;
      const key = button.closest("[componentkey]").getAttribute("componentkey");
      button.addEventListener("click", () => press(key).catch(() => toast(words.send_failed)));
    }
  }

  async function more() {
    if (busy || end.dataset.end !== "more") return;
    busy = true;
    end.replaceChildren();
    try {
      const response = await call(`${location.pathname}?_fragment=1&start=${list.dataset.start}`);
      if (!response.ok) return;
      cards.insertAdjacentHTML("beforeend", await response.text());
      list.dataset.start = response.headers.get("x-next-start");
      if (response.headers.get("x-more") !== "1") end.dataset.end = "done";
      bindControls();
      parts += 1;
      if (parts >= 2 && end.dataset.end === "more") {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = words.show_more;
        button.addEventListener("click", more);
        end.append(button);
      }
    } finally {
      busy = false;
    }
  }

  bindControls();
  main.addEventListener("scroll", () => {
    if (parts < 2 && main.scrollTop + main.clientHeight > main.scrollHeight - 60) more();
  });
  if (main.scrollHeight <= main.clientHeight + 60) more();
})();
