// Changes that a site may make overnight, made to every page as it is built. `mutation` names the one to make.
(mutation) => {
  const done = new WeakSet();
  const once = (node) => !done.has(node) && done.add(node);
  const inEditor = (node) => node.parentElement && node.parentElement.closest('[contenteditable], textarea');
  const places = 'main, [role="main"], dialog, [role="dialog"], #messaging, .msg-thread, #interop-outlet section, section._9b1f';
  const all = (root, selector) => [...root.querySelectorAll(selector)].filter((node) => !inEditor(node));
  const placed = (root, selector) => all(root, selector).filter((node) => node.closest(places) || node.getRootNode() instanceof ShadowRoot);
  const drop = (root, names) => { for (const name of names) for (const node of all(root, `[${name}]`)) if (!node.matches('[data-start], html')) node.removeAttribute(name); };
  const rename = (node, tag) => {
    const made = document.createElement(tag);
    for (const one of node.attributes) made.setAttribute(one.name, one.value);
    made.style.display = getComputedStyle(node).display;
    made.append(...node.childNodes);
    node.replaceWith(made);
    done.add(made);
  };
  const cards = (root) => {
    const found = new Set();
    for (const link of all(root, 'main a[href*="/in/"], [role="main"] a[href*="/in/"]')) {
      let at = link;
      const slugs = (node) => new Set([...node.querySelectorAll('a[href*="/in/"]')].map((one) => one.getAttribute('href'))).size;
      while (at.parentElement && !at.parentElement.matches('main, [role="main"], [data-start], [data-cards], [role="list"], ul') && slugs(at.parentElement) === 1) at = at.parentElement;
      if (at !== link) found.add(at);
    }
    return [...found];
  };
  const words = (node, change) => {
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    for (const text of texts) if (!inEditor(text) && !['SCRIPT', 'STYLE'].includes(text.parentElement?.tagName)) change(text);
  };
  const made = {
    'tags renamed': (root) => { for (const node of placed(root, 'p, span, h2, h3, header, footer, article, section:not(._9b1f), div[role="listitem"]')) if (once(node)) rename(node, node.matches('span') ? 'x-part' : 'x-block'); },
    'wrappers added': (root) => { for (const node of placed(root, 'a, button, p, h2, h3, textarea, div[role="listitem"], [role="textbox"]')) if (once(node)) { const [outer, inner] = [document.createElement('div'), document.createElement('div')]; node.replaceWith(outer); outer.append(inner); inner.append(node); } },
    'data attributes dropped': (root) => drop(root, ['data-testid', 'data-sdui-screen', 'data-view-name', 'componentkey', 'data-event-urn', ...(root === document ? ['class'] : [])]),
    'labels dropped': (root) => drop(root, ['aria-label', 'aria-labelledby', 'title', 'alt']),
    'roles dropped': (root) => drop(root, ['role']),
    'labels reworded': (root) => {
      for (const node of all(root, '[aria-label]')) if (once(node)) node.setAttribute('aria-label', node.getAttribute('aria-label').replace(/^Message (.+?)(:.*)?$/, 'Say hello to $1'));
      for (const node of placed(root, 'button')) if (node.textContent.trim() === 'Send') words(node, (text) => { if (text.data.trim() === 'Send') text.data = 'Deliver'; });
    },
    'order changed': (root) => {
      for (const card of cards(root)) if (once(card)) { card.append(...[...card.children].reverse()); if (card.parentElement.firstElementChild !== card) card.parentElement.prepend(card); }
    },
    'another chat open': (root) => {
      const composing = () => document.querySelector('[role="textbox"], dialog textarea') || document.querySelector('#interop-outlet')?.shadowRoot?.querySelector('section');
      if (document.querySelector('#another-chat') || !composing() || !document.body) return;
      const chat = document.createElement('div');
      chat.id = 'another-chat';
      chat.setAttribute('role', 'dialog');
      chat.style.cssText = 'position:fixed;left:0;bottom:0;width:300px;background:#fff;z-index:99';
      chat.innerHTML = '<h2><a href="/in/somebody-else/">Somebody Else</a></h2><ul></ul><div role="textbox" contenteditable="true"><p><br></p></div><button type="submit">Send</button>';
      (document.querySelector('dialog[open]') || document.body).append(chat);
    },
    'comment box beside': (root) => {
      if (document.querySelector('#comments') || !document.querySelector('main')) return;
      const box = document.createElement('form');
      box.id = 'comments';
      box.innerHTML = '<div role="textbox" contenteditable="true" aria-label="Add a comment" data-placeholder="Add a comment"><p><br></p></div><button type="button">Comment</button>';
      document.querySelector('main').prepend(box);
    },
    'cards in shadow roots': (root) => { for (const card of cards(root)) if (once(card) && !card.shadowRoot && /^(DIV|SECTION|ARTICLE|P|SPAN)$/.test(card.tagName)) card.attachShadow({ mode: 'open' }).append(...card.childNodes); },
    'words split': (root) => {
      for (const node of placed(root, 'p, h2, h3, span, a')) if (once(node)) for (const text of [...node.childNodes].filter((one) => one.nodeType === 3 && /\S\s+\S/.test(one.data))) text.replaceWith(...text.data.split(/(\s+)/).filter(Boolean).map((part) => { const span = document.createElement('span'); done.add(span); span.textContent = /^\s+$/.test(part) ? '\u00a0' : part; return span; }));
    },
    'addresses varied': (root) => {
      for (const node of all(root, 'a[href*="/in/"]')) if (once(node)) { const url = new URL(node.getAttribute('href'), location.href); url.search = 'miniProfileUrn=x&trk=people'; node.setAttribute('href', url.href + '#top'); }
      for (const node of all(root, 'a[href*="/messaging/compose"]')) if (once(node)) { const url = new URL(node.getAttribute('href'), location.href); const turned = [...url.searchParams].reverse(); url.search = new URLSearchParams([['trk', 'x'], ...turned]); node.setAttribute('href', url.href); }
    },
    'main part gone': (root) => { for (const node of all(root, '[role="main"]')) node.removeAttribute('role'); for (const node of all(root, 'main')) if (once(node)) rename(node, 'div'); },
  }[mutation];
  const roots = new Set();
  const watch = (root) => {
    if (roots.has(root)) return;
    roots.add(root);
    const change = () => { seen.disconnect(); try { made(root); } finally { observe(); } };
    const seen = new MutationObserver(change);
    const observe = () => seen.observe(root, { childList: true, subtree: true });
    observe();
    change();
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) { const root = attach.call(this, options); if (mutation !== 'cards in shadow roots') setTimeout(() => watch(root)); return root; };
  addEventListener('DOMContentLoaded', () => setTimeout(() => watch(document)));
}
