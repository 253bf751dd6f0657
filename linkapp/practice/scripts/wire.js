// What every page's scripts share: the shell's settings, elements, private calls, editors and sending.
"use strict";
(() => {
  const shell = JSON.parse(document.getElementById("shell-config").textContent);
  const words = shell.words;
  let serial = 100 + Math.floor(Math.random() * 800);

  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined) made.append(child);
    return made;
  }

  function csrf() {
    const found = document.cookie.split("; ").find((one) => one.startsWith("JSESSIONID="));
    return found ? found.slice("JSESSIONID=".length).replaceAll('"', "") : "";
  }

  async function call(path, options = {}) {
    const headers = { "csrf-token": csrf(), "x-restli-protocol-version": "2.0.0", ...options.headers };
    const response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options, headers });
    const wall = response.headers.get("x-wall");
    if (!wall) return response;
    if (wall === "here") {
      const drawn = new DOMParser().parseFromString(await response.text(), "text/html");
      top.document.title = drawn.title;
      top.document.body.replaceWith(top.document.importNode(drawn.body, true));
    } else top.location.assign(wall);
    return new Promise(() => {});
  }

  async function answer(path, options) {
    const response = await call(path, options);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  }

  // The tab's own process ends: an array longer than the engine allows.
  function crash() {
    return "a".repeat(2 ** 27 + 8).split("").length;
  }

  async function compose(query) {
    const option = await answer(`/voyager/api/voyagerMessagingDashComposeOptions?${new URLSearchParams(query)}`);
    if (option.crash === "compose") crash();
    return option;
  }

  async function messages(option) {
    if (!option.existingConversationUrn) return [];
    const query = new URLSearchParams({ conversationUrn: option.existingConversationUrn });
    return (await answer(`/voyager/api/voyagerMessagingDashMessengerMessages?${query}`)).elements;
  }

  function setText(editor, text) {
    if (editor.tagName === "TEXTAREA") {
      editor.value = text;
      return;
    }
    editor.replaceChildren(
      ...text.split("\n").map((line) => el("p", {}, line ? line : el("br"))),
    );
  }

  function inlineText(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeName === "BR") return "\n";
    return Array.from(node.childNodes, inlineText).join("");
  }

  function textOf(editor) {
    if (editor.tagName === "TEXTAREA") return editor.value;
    const lines = [];
    let open = null;
    for (const node of editor.childNodes) {
      if (node.nodeName === "P" || node.nodeName === "DIV") {
        if (open !== null) lines.push(open);
        open = null;
        const last = node.lastChild;
        const text = inlineText(node);
        lines.push(last && last.nodeName === "BR" ? text.slice(0, -1) : text);
      } else {
        open = (open ?? "") + inlineText(node);
      }
    }
    if (open !== null) lines.push(open);
    return lines.join("\n");
  }

  const drafts = {
    get: (id) => localStorage.getItem(`draft:${id}`),
    keep: (id, text) => (text ? localStorage.setItem(`draft:${id}`, text) : localStorage.removeItem(`draft:${id}`)),
  };

  function editable(attributes = {}) {
    const made = el("div", {
      contenteditable: "true",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": words.write,
      style: "min-height:48px;white-space:pre-wrap;outline:1px solid #bbb;padding:6px;overflow-wrap:anywhere",
      ...attributes,
    });
    return made;
  }

  // Keys, drafts, the "typing" notice and the Send button's state, the same for every editor.
  function bind(editor, option, { button, send, keepsDraft = true }) {
    let told = false;
    const changed = () => {
      const text = textOf(editor);
      button.disabled = !text.trim();
      if (keepsDraft) drafts.keep(option.recipient.id, text);
      if (!told && text.trim()) {
        told = true;
        call("/voyager/api/voyagerMessagingDashMessengerConversations?action=typing", {
          method: "POST",
          body: JSON.stringify({ conversationUrn: option.conversationUrn }),
        }).catch(() => {});
      }
    };
    editor.addEventListener("input", changed);
    editor.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      const sends = event.ctrlKey || event.metaKey || (shell.enterSends && !event.shiftKey);
      if (!sends) return;
      event.preventDefault();
      if (!button.disabled) send();
    });
    button.disabled = !textOf(editor).trim();
    return changed;
  }

  // One click on Send. Gives "lost", "sent" or "refused"; `shown` is called before the request leaves.
  async function send(option, text, kind, shown = () => {}) {
    if (option.deadSends !== 0) {
      option.deadSends -= 1;
      fetch("/practice/lost-click", { method: "POST", keepalive: true }).catch(() => {});
      return "lost";
    }
    shown();
    const message = {
      body: { attributes: [], text },
      renderContentUnions: [],
      originToken: crypto.randomUUID(),
    };
    if (option.existingConversationUrn) message.conversationUrn = option.existingConversationUrn;
    const body = { message, mailboxUrn: option.mailboxUrn, dedupeByClientGeneratedToken: false };
    if (!option.existingConversationUrn) body.hostRecipientUrns = [option.recipientUrn];
    try {
      const pending = call("/voyager/api/voyagerMessagingDashMessengerMessages?action=createMessage", {
        method: "POST",
        headers: { "content-type": "text/plain;charset=UTF-8", "x-li-track": JSON.stringify({ shell: kind }) },
        body: JSON.stringify(body),
      });
      if (option.crash === "send") setTimeout(crash, 150);
      const response = await pending;
      const read = await response.json();
      if (!response.ok || !read.value) return "refused";
      option.existingConversationUrn = read.value.conversationUrn;
      option.composeOptionType = "REPLY";
      drafts.keep(option.recipient.id, "");
      return "sent";
    } catch {
      return "refused";
    }
  }

  function toast(text) {
    const shown = el(
      "div",
      { role: "alert", style: "position:fixed;left:16px;bottom:16px;background:#fff;border:1px solid #888;padding:10px;z-index:90" },
      el("p", { "data-testid": "toasts-title" }, text),
    );
    document.body.append(shown);
    setTimeout(() => shown.remove(), 6000);
  }

  const shells = {};
  async function open(query, body) {
    const option = await compose(query);
    if (!option.canMessage) return;
    const draft = option.siteDrafts ? body : "";
    await shells[shell.composer](option, draft);
    if (option.also) await shells[shell.composer](option.also, "");
  }

  document.addEventListener(
    "click",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      const link = event.composedPath().find(
        (node) => node instanceof HTMLAnchorElement && node.pathname.startsWith("/messaging/compose/"),
      );
      if (!link || shell.composer === "fullpage") return;
      const query = new URL(link.href).searchParams;
      if (query.get("interop") !== "msgOverlay") return;
      event.preventDefault();
      open({ recipient: query.get("recipient"), propUrn: query.get("propUrn") ?? "" }, query.get("body") ?? "").catch(() => toast(words.send_failed));
    },
    true,
  );

  // Controls that are buttons have no address: the server knows what the block's key stands for.
  async function press(key) {
    const found = await answer("/flagship-web/rsc-action/actions/server-request?sduiid=com.linkedin.sdui.requests.mynetwork.addaOpenComposer", {
      method: "POST",
      body: JSON.stringify({ componentKey: key }),
    });
    const address = new URL(found.navigate, location.href);
    if (shell.composer === "fullpage") {
      location.assign(address);
      return;
    }
    const query = address.searchParams;
    await open({ recipient: query.get("recipient"), propUrn: query.get("propUrn") ?? "" }, query.get("body") ?? "");
  }

  // Connect buttons invite at once, on whatever page and beside whatever they stand.
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest('button[componentkey$="_connect"]') : null;
    if (!button || button.disabled) return;
    button.disabled = true;
    call("/voyager/api/voyagerRelationshipsDashMemberRelationships?action=verifyQuotaAndCreateV2", {
      method: "POST",
      body: JSON.stringify({ componentKey: button.getAttribute("componentkey") }),
    }).then((response) => {
      if (response.ok) button.textContent = words.pending;
    });
  });

  if (shell.crash === "load") setTimeout(crash, 50);
  window.interop = {
    shell, words, el, call, answer, compose, messages, setText, textOf, editable, bind, send, toast, drafts, shells,
    open, press, number: () => (serial += 1),
  };
})();
