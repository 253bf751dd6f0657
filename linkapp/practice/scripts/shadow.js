// Composer "shadow": messaging inside the open shadow root of #interop-outlet (2026-07), hashed classes only.
"use strict";
(() => {
  const { el, words, shells, messages, send, bind, editable, setText, textOf, drafts, shell } = window.interop;
  const outlet = document.getElementById("interop-outlet");
  outlet.style.cssText = "position:fixed;right:0;bottom:0;z-index:50;pointer-events:none";
  const root = outlet.attachShadow({ mode: "open" });
  const dock = el("div", { class: "_c41d9a", style: "display:flex;gap:12px;align-items:flex-end;pointer-events:none" });
  root.append(
    el("style", {}, "p,h2{margin:4px 0} ._9b1f{width:340px;background:#fff;border:1px solid #888;pointer-events:auto;padding:6px}"),
    dock,
  );
  dock.append(
    el("div", { class: "_9b1f _min" }, el("button", { type: "button", "aria-expanded": "false" }, words.messaging),
      shell.stale[0] ? el("div", { style: "display:none" }, el("h3", {}, shell.stale[0].name)) : null),
  );

  function group(message) {
    return el(
      "div",
      { class: "_77e0" },
      el("div", { class: "_18aa" },
        el("a", { href: `/in/${message.sender.id}/`, class: "_e02f" }, el("span", { class: "_4f" }, message.sender.name)),
        el("span", { class: "_d5" }, message.hour)),
    );
  }

  function block(message) {
    return el("div", { class: "_b6c1" }, el("p", { class: "_0aa7", style: "white-space:pre-wrap" }, message.text));
  }

  function fill(pane, option, found) {
    pane.replaceChildren();
    if (!found.length) pane.append(el("p", { class: "_empty2" }, words.empty_thread));
    let heading = "";
    let sender = "";
    let current = null;
    for (const message of found) {
      if (message.heading !== heading) {
        pane.append(el("div", { class: "_2c", role: "separator" }, el("span", {}, message.heading)));
        current = null;
      }
      if (!current || message.sender.id !== sender) {
        current = group(message);
        pane.append(current);
      }
      current.append(block(message));
      heading = message.heading;
      sender = message.sender.id;
    }
    pane.scrollTop = pane.scrollHeight;
  }

  shells.shadow = async (option, draft) => {
    const pane = el("div", { class: "_f1c3", role: "log", "aria-busy": "true", style: "max-height:220px;overflow:auto" },
      el("div", { role: "progressbar", "aria-label": words.loading }));
    const editor = editable({ class: "_ed90" });
    const button = el("button", { type: "button", class: "_aa01" }, el("span", {}, words.send));
    const frame = el(
      "section",
      { class: "_9b1f" },
      el(
        "div",
        { class: "_h7", style: "display:flex;justify-content:space-between" },
        el("h2", { class: "_t2" }, el("a", { href: `/in/${option.recipient.id}/`, class: "_e02f" }, option.recipient.name)),
        el("button", { type: "button", class: "_ic", "aria-label": words.close, onclick: () => frame.remove() },
          el("span", { "aria-hidden": "true" }, "×")),
      ),
      pane,
      el("div", { class: "_fm" }, editor, el("div", { class: "_ft" }, button)),
    );
    setText(editor, drafts.get(option.recipient.id) ?? draft);
    let changed = () => {};
    const go = async () => {
      const text = textOf(editor);
      let mine = null;
      const outcome = await send(option, text, "shadow", () => {
        pane.querySelector("._empty2")?.remove();
        mine = group({ sender: option.me, hour: "" });
        mine.append(block({ text }));
        pane.append(mine);
        setText(editor, "");
        changed();
        pane.scrollTop = pane.scrollHeight;
      });
      if (!mine) return;
      mine.append(
        outcome === "sent"
          ? el("span", { class: "_ok" }, words.sent)
          : el("span", { class: "_no", role: "alert" }, words.failed),
      );
    };
    changed = bind(editor, option, { button, send: go });
    button.addEventListener("click", go);
    dock.prepend(frame);
    if (option.unreadable) return;
    fill(pane, option, await messages(option));
    pane.removeAttribute("aria-busy");
  };
})();
