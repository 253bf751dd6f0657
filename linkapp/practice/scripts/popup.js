// Composer "popup": the birthday pop-up (2026-09-27). A native dialog with a prefilled, React-controlled textarea.
"use strict";
(() => {
  const { el, words, send, bind, toast, shells } = window.interop;
  const native = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");

  // As React does it: the component's state is what counts. A value that is set on the element itself is noted by the
  // tracker, so that an input event which follows it is no change; only what comes from real input is.
  function controlled(area, initial) {
    let tracked = initial;
    const state = { text: initial };
    native.set.call(area, initial);
    Object.defineProperty(area, "value", {
      configurable: true,
      get() {
        return native.get.call(this);
      },
      set(text) {
        tracked = String(text);
        native.set.call(this, text);
      },
    });
    area.addEventListener("input", () => {
      const now = native.get.call(area);
      if (now === tracked) return;
      tracked = now;
      state.text = now;
    });
    const draw = () => {
      if (native.get.call(area) !== state.text) {
        tracked = state.text;
        native.set.call(area, state.text);
      }
    };
    area.addEventListener("blur", draw);
    area.addEventListener("keyup", draw);
    return state;
  }

  function open(option, draft) {
    const area = el("textarea", { "aria-label": words.message, class: "x1a9", rows: "5", style: "width:100%" });
    const button = el("button", { type: "button", class: "x7c2" }, el("span", {}, words.send));
    const close = () => {
      dialog.close();
      dialog.remove();
    };
    const title = `heading-${option.recipient.id.slice(-6)}`;
    const dialog = el(
      "dialog",
      { "data-testid": "dialog", "aria-labelledby": title, style: "width:440px" },
      el(
        "header",
        { class: "x0f3", style: "display:flex;justify-content:space-between" },
        el("a", { href: `/in/${encodeURIComponent(option.recipient.publicIdentifier)}/`, class: "x5e1" }, el("h2", { id: title }, option.recipient.name)),
        el("button", { type: "button", "aria-label": words.close, onclick: close }, el("span", { "aria-hidden": "true" }, "×")),
      ),
      el("div", { class: "x33b" }, el("p", {}, option.recipient.headline), area),
      el("footer", { class: "x91d" }, button),
    );
    const state = controlled(area, draft);
    const go = async () => {
      dialog.querySelector('[role="alert"]')?.remove();
      button.setAttribute("aria-busy", "true");
      const outcome = await send(option, state.text, "popup");
      button.removeAttribute("aria-busy");
      if (outcome === "sent") {
        close();
        toast(words.sent_toast.replace("{name}", option.recipient.name));
      } else if (outcome === "refused") {
        dialog.querySelector("footer").before(el("p", { role: "alert" }, words.send_failed));
      }
    };
    bind(area, option, { button, send: go, keepsDraft: false });
    button.addEventListener("click", go);
    document.querySelector("[data-floating-ui-portal]").append(dialog);
    dialog.showModal();
    area.focus();
  }

  shells.popup = async (option, draft) => open(option, draft);
})();
