// 2026-08: the next cards come when the end of the list is scrolled into view. No button.
"use strict";
(() => {
  const tail = document.querySelector("[data-tail]");
  const list = document.querySelector('[componentkey="catchUpColumn"]');
  if (!tail || !list) return;
  let busy = false;
  const watch = new IntersectionObserver(async (entries) => {
    if (busy || !entries.some((one) => one.isIntersecting)) return;
    busy = true;
    try {
      const response = await window.interop.call(`${location.pathname}?_fragment=1&start=${list.dataset.start}`);
      if (!response.ok) return;
      await new Promise((done) => setTimeout(done, 120));
      list.insertAdjacentHTML("beforeend", await response.text());
      list.dataset.start = response.headers.get("x-next-start");
      if (response.headers.get("x-more") !== "1") {
        watch.disconnect();
        tail.remove();
      }
    } finally {
      busy = false;
      if (tail.isConnected) {
        watch.unobserve(tail);
        watch.observe(tail);
      }
    }
  });
  watch.observe(tail);
})();
