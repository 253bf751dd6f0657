// The classic application inside the frame: shows what the shell around it asks for, or what its address says.
"use strict";
(() => {
  const { classic, thread, el, words } = window.interop;
  const outlet = document.getElementById("preload-outlet");
  const address = window.parent.location;

  async function bubble(option, draft) {
    const { list, holder } = classic.listOf();
    const fresh = option.composeOptionType === "CONNECTION_MESSAGE";
    const pane = el(
      "div",
      { class: "msg-thread msg-convo-wrapper" },
      el("div", { class: "shared-title-bar msg-title-bar" },
        classic.titleOf(option),
        el("button", {
          type: "button",
          class: "msg-thread__close",
          "aria-label": words.close,
          onclick: () => {
            pane.remove();
            if (!outlet.childElementCount) window.parent.postMessage({ interop: "close" }, location.origin);
          },
        }, "×")),
      fresh ? classic.chipOf(option) : null,
      holder,
    );
    pane.append(classic.formOf(option, list, draft, "iframe"));
    outlet.append(pane);
    await classic.fill(list, option, { card: true });
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== location.origin || event.data.interop !== "open") return;
    bubble(event.data.option, event.data.draft).catch(() => {});
  });

  if (address.pathname.startsWith("/messaging/")) {
    const root = el("div", { class: "scaffold-layout__main", id: "messaging-frame" });
    outlet.append(root);
    thread.start(root, address.pathname, address.search, "iframe").catch(() => {});
  }
  window.parent.postMessage({ interop: "ready" }, location.origin);
})();
