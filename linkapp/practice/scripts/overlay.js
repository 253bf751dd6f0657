// Composer "overlay": the Ember bubble in the page's own document (netkeeper, 2026-10-05).
"use strict";
(() => {
  const { shells, classic, shell, el, words } = window.interop;
  const dock = el("aside", {
    id: "msg-overlay",
    class: "msg-overlay-container msg-overlay-container-reflow",
    style: "position:fixed;right:16px;bottom:0;display:flex;gap:12px;align-items:flex-end;z-index:40;pointer-events:none",
  });
  dock.append(
    el("div", { class: "msg-overlay-list-bubble msg-overlay-list-bubble--is-minimized", style: "background:#fff;border:1px solid #999;pointer-events:auto" },
      el("header", { class: "msg-overlay-bubble-header" },
        el("button", { type: "button", class: "msg-overlay-bubble-header__button" }, words.messaging))),
  );
  document.body.append(dock);
  classic.stale(dock, shell.stale[0]);
  shells.overlay = (option, draft) => classic.bubble(dock, option, draft, "overlay");
})();
