// 2025-11: the list's last child is a button that brings the next cards.
"use strict";
(() => {
  const list = document.querySelector('[data-testid="lazy-column"]');
  const more = () => list.lastElementChild?.matches("button") ? list.lastElementChild : null;
  list?.addEventListener("click", async (event) => {
    const button = more();
    if (!button || !button.contains(event.target)) return;
    button.disabled = true;
    const response = await window.interop.call(`${location.pathname}?_fragment=1&start=${list.dataset.start}`);
    if (!response.ok) {
      button.disabled = false;
      return;
    }
    list.dataset.start = response.headers.get("x-next-start");
    button.remove();
    list.insertAdjacentHTML("beforeend", await response.text());
  });
})();
