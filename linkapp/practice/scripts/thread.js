// The full messaging page, in the page's own document or in the classic frame: one conversation, read to its end.
"use strict";
(() => {
  const { compose, classic, el, words, shell } = window.interop;

  async function show(root, query, draft, kind) {
    const option = await compose(query);
    const { list, holder } = classic.listOf();
    holder.style.maxHeight = "420px";
    const fresh = option.composeOptionType === "CONNECTION_MESSAGE";
    const pane = el("div", { class: "scaffold-layout__detail msg__detail" },
      el("div", { class: "shared-title-bar__title msg-title-bar__title-bar-title" }, classic.titleOf(option)),
      fresh ? classic.chipOf(option) : null,
      el("div", { class: "msg-convo-wrapper msg-thread" }, holder));
    root.replaceChildren(pane);
    await classic.fill(list, option, { card: true });
    const settled = `/messaging/thread/${option.threadId}/`;
    if (!fresh && top.location.pathname !== settled) top.history.replaceState(null, "", settled);
    if (!option.canMessage) {
      pane.append(el("p", { class: "msg-form__disabled t-14" }, words.cannot_message));
      return;
    }
    pane.append(classic.formOf(option, list, option.siteDrafts ? draft : "", kind, {
      onSent: () => top.history.replaceState(null, "", settled),
    }));
    if (option.also) await classic.bubble(document.body, option.also, "", kind);
  }

  // Hidden leftovers that the application keeps beside the open conversation.
  function leftovers(holder) {
    const [first, second] = shell.stale;
    if (first) {
      const { list, holder: scroller } = classic.listOf();
      list.append(el("li", { class: "msg-s-message-list__event" },
        el("div", { class: "msg-s-event-listitem msg-s-event-listitem--other" },
          el("p", { class: "msg-s-event-listitem__body" }, "…"))));
      holder.append(el("div", { class: "msg-thread msg-thread--stale", style: "display:none" },
        classic.titleOf({ recipient: first }), scroller,
        classic.formOf({ recipient: first, me: shell.me, deadSends: -1 }, list, "", "stale")));
    }
    if (second) {
      const dock = el("aside", { class: "msg-overlay-container", style: "display:none" });
      classic.stale(dock, second);
      holder.append(dock);
    }
  }

  function start(root, path, search, kind) {
    const query = new URLSearchParams(search);
    const thread = /^\/messaging\/thread\/([^/]+)/.exec(path);
    const asked = thread ? { thread: decodeURIComponent(thread[1]) } : { recipient: query.get("recipient") ?? "" };
    asked.propUrn = query.get("propUrn") ?? "";
    leftovers(root.parentElement);
    return show(root, asked, query.get("body") ?? "", kind);
  }

  window.interop.thread = { start };
  const root = document.getElementById("messaging");
  if (root) start(root, location.pathname, location.search, "fullpage").catch(() => {});
})();
