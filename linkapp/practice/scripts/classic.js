// The classic messaging application: message list and form, as the bubble, the iframe and the full page use them.
"use strict";
(() => {
  const { words, el, messages, setText, textOf, editable, bind, send, drafts, number, shell } = window.interop;

  function item(message, option, { heading, meta }) {
    const other = message.sender.id !== option.me.id;
    return el(
      "li",
      { class: "msg-s-message-list__event clearfix" },
      heading ? el("time", { class: "msg-s-message-list__time-heading t-12 t-black--light t-bold" }, heading) : null,
      el(
        "div",
        {
          class: `msg-s-event-listitem${other ? " msg-s-event-listitem--other" : ""}${meta ? " msg-s-event-listitem--group-a11y-heading" : ""}`,
          "data-event-urn": message.entityUrn,
        },
        meta
          ? el(
              "div",
              { class: "msg-s-message-group__meta" },
              el(
                "a",
                { class: "msg-s-message-group__profile-link", href: `/in/${message.sender.id}/` },
                el("span", { class: "msg-s-message-group__name t-14 t-black t-bold" }, message.sender.name),
              ),
              el("time", { class: "msg-s-message-group__timestamp" }, message.hour),
            )
          : null,
        el(
          "div",
          { class: "msg-s-event__content" },
          el("p", { class: "msg-s-event-listitem__body t-14", style: "white-space:pre-wrap" }, message.text),
        ),
      ),
    );
  }

  function profileCard(option) {
    return el(
      "div",
      { class: "msg-s-profile-card" },
      el(
        "a",
        { class: "profile-card-one-to-one__profile-link", href: `/in/${option.recipient.id}/` },
        el("span", { class: "truncate" }, option.recipient.name),
      ),
      el("div", { class: "artdeco-entity-lockup__subtitle" }, option.recipient.headline),
    );
  }

  // Fills `list` from the site. `aria-busy` ends only when the conversation is there.
  async function fill(list, option, { card }) {
    list.setAttribute("aria-busy", "true");
    list.replaceChildren(
      el("li", { class: "msg-s-message-list__loader" }, el("div", { role: "progressbar", "aria-label": words.loading, style: "height:24px" })),
    );
    if (option.unreadable) return;
    const found = await messages(option);
    const rows = [];
    if (card) rows.push(el("li", { class: "msg-s-message-list__top-of-list" }, profileCard(option)));
    if (!found.length) {
      rows.push(el("li", { class: "msg-s-message-list__empty" }, el("p", { class: "t-14" }, words.empty_thread)));
    }
    let heading = "";
    let sender = "";
    for (const message of found) {
      const fresh = message.heading !== heading;
      const meta = fresh || message.sender.id !== sender;
      rows.push(item(message, option, { heading: fresh ? message.heading : "", meta }));
      heading = message.heading;
      sender = message.sender.id;
    }
    list.replaceChildren(...rows);
    list.setAttribute("aria-busy", "false");
    list.parentElement.scrollTop = list.parentElement.scrollHeight;
  }

  function listOf() {
    const list = el("ul", { class: "msg-s-message-list-content list-style-none full-width", "aria-busy": "true" });
    const holder = el("div", { class: "msg-s-message-list full-width scrollable", style: "max-height:260px;overflow:auto" }, list);
    return { list, holder };
  }

  function formOf(option, list, draft, kind, { onSent = () => {} } = {}) {
    const editor = editable({ class: "msg-form__contenteditable t-14 t-black--light t-normal flex-grow-1 full-height notranslate" });
    const button = el("button", { class: "msg-form__send-button artdeco-button artdeco-button--1", type: "submit" }, words.send);
    const form = el(
      "form",
      { id: `msg-form-ember${number()}`, class: "msg-form msg-form--thread-footer-feature" },
      el("div", { class: "msg-form__msg-content-container" }, editor),
      el(
        "footer",
        { class: "msg-form__footer flex-shrink-zero" },
        el("div", { class: "msg-form__left-actions" }, el("button", { type: "button", "aria-label": "GIF" }, "GIF")),
        el("div", { class: "msg-form__right-actions" }, button),
      ),
    );
    setText(editor, drafts.get(option.recipient.id) ?? draft);
    const go = async () => {
      const text = textOf(editor);
      let bubble = null;
      const outcome = await send(option, text, kind, () => {
        list.querySelector(".msg-s-message-list__empty")?.remove();
        const now = { sender: option.me, text, hour: "", entityUrn: "", heading: "" };
        bubble = item(now, option, { heading: "", meta: true });
        bubble.querySelector(".msg-s-event-listitem").classList.add("msg-s-event-listitem--pending");
        list.append(bubble);
        setText(editor, "");
        changed();
        list.parentElement.scrollTop = list.parentElement.scrollHeight;
      });
      if (!bubble) return;
      const inner = bubble.querySelector(".msg-s-event-listitem");
      inner.classList.remove("msg-s-event-listitem--pending");
      if (outcome === "sent") {
        inner.append(
          el("span", { class: "msg-s-event-with-indicator__sending-indicator", title: words.sent }, words.sent),
        );
        onSent();
      } else {
        inner.classList.add("msg-s-event-listitem--failed");
        inner.append(
          el("div", { class: "msg-s-event-listitem__error", role: "alert" }, words.failed, " ",
            el("button", { type: "button", class: "msg-s-event-listitem__retry" }, words.retry)),
        );
      }
    };
    const changed = bind(editor, option, { button, send: go });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go();
    });
    return form;
  }

  function titleOf(option, level = "h2") {
    return el(
      level,
      { class: "msg-entity-lockup__entity-title truncate" },
      el("a", { href: `/in/${option.recipient.id}/`, class: "msg-thread__link-to-profile" }, el("span", {}, option.recipient.name)),
    );
  }

  function chipOf(option) {
    return el(
      "div",
      { class: "msg-connections-typeahead__pills" },
      el("button", { type: "button", class: "artdeco-pill", "aria-label": words.remove.replace("{name}", option.recipient.name) },
        el("span", { class: "artdeco-pill__text" }, option.recipient.name)),
    );
  }

  function bubbleFrame(title, inside, { minimised = false, hidden = false } = {}) {
    const frame = el(
      "div",
      {
        role: "dialog",
        "aria-label": words.messaging,
        "data-view-name": "message-overlay-conversation-bubble-item",
        class: `msg-overlay-conversation-bubble msg-overlay-conversation-bubble--${minimised ? "is-minimized" : "is-active"}`,
        style: `width:336px;background:#fff;border:1px solid #999;pointer-events:auto;${hidden ? "display:none" : ""}`,
        tabindex: "-1",
      },
      el(
        "header",
        { class: "msg-overlay-bubble-header", style: "display:flex;gap:8px;align-items:center" },
        title,
        el("button", {
          type: "button",
          class: "msg-overlay-bubble-header__control artdeco-button--circle",
          "aria-label": words.close,
          onclick: () => frame.remove(),
        }, "×"),
      ),
      el("div", { class: "msg-overlay-conversation-bubble__content-wrapper", style: minimised ? "display:none" : "" }, inside),
    );
    return frame;
  }

  async function bubble(holder, option, draft, kind) {
    const fresh = option.composeOptionType === "CONNECTION_MESSAGE";
    const { list, holder: scroller } = listOf();
    const title = fresh
      ? el("h2", { class: "msg-overlay-bubble-header__title truncate" }, words.new_message)
      : titleOf(option);
    const inside = [fresh ? chipOf(option) : null, scroller];
    const frame = bubbleFrame(title, inside);
    holder.append(frame);
    const form = formOf(option, list, draft, kind, { onSent: () => fresh && title.replaceWith(titleOf(option)) });
    frame.querySelector(".msg-overlay-conversation-bubble__content-wrapper").append(form);
    frame.focus();
    await fill(list, option, { card: !fresh || shell.newThreadCard });
    return frame;
  }

  // Bubbles of earlier days that nobody closed: another person's, minimised, with an empty editor that is not shown.
  function stale(holder, person) {
    if (!person) return;
    const editor = editable({ class: "msg-form__contenteditable" });
    const form = el("form", { id: `msg-form-ember${number()}`, class: "msg-form" }, editor,
      el("button", { type: "submit", class: "msg-form__send-button", disabled: true }, words.send));
    form.addEventListener("submit", (event) => event.preventDefault());
    holder.append(bubbleFrame(titleOf({ recipient: person }), [form], { minimised: true }));
  }

  window.interop.classic = { fill, listOf, formOf, titleOf, chipOf, bubble, bubbleFrame, stale };
})();
