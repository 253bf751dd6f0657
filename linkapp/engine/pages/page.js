// What LinkApp reads in a page. It is evaluated in every frame, leaves nothing behind and changes nothing.
// It relies on address, role, aria and structure; never on class names except two long-lived ones of the site's
// classic messaging ("msg-s-event-listitem", "--other"), and those only to tell who wrote a message.
(pack) => {
  let given = {};
  const EDITORS = 'textarea, [contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"], [role="textbox"]';
  const ITEMS = 'li, [role="listitem"], [role="article"], article';
  const HEADINGS = 'h1, h2, h3, [role="heading"]';
  const LISTS = '[role="list"], [role="feed"], ul, ol, [data-testid="lazy-column"]';
  const MEMBER = /ACo[A-Za-z0-9_-]{4,}/g;

  // ---- the tree, through open shadow roots ----
  const children = (node) => [...(node.shadowRoot ? node.shadowRoot.children : []), ...node.children];
  const parent = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const all = (selector, root) => {
    const found = [];
    const visit = (node) => {
      for (const child of children(node)) {
        if (child.matches(selector)) found.push(child);
        visit(child);
      }
    };
    visit(root);
    return found;
  };
  const within = (node, root) => {
    for (let at = node; at; at = parent(at)) if (at === root) return true;
    return false;
  };
  const closest = (node, selector, stop) => {
    for (let at = node; at && at !== stop; at = parent(at)) if (at.matches(selector)) return at;
    return null;
  };
  const hiddenByMark = (node) => closest(node, '[aria-hidden="true"], [inert], [hidden]', null) !== null;
  const shown = (node) => {
    if (!node.isConnected) return false;
    if (node.checkVisibility && !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };
  const usable = (node) => shown(node) && !hiddenByMark(node);
  const order = (a, b) => (a === b ? 0 : depthFirst.get(a) - depthFirst.get(b));
  const depthFirst = new Map();
  const number = (root) => { let n = 0; const visit = (node) => { depthFirst.set(node, n++); children(node).forEach(visit); }; visit(root); };

  // ---- words ----
  const squeeze = (text) => (text || '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  const plain = (text) => squeeze(text).normalize('NFC').toLowerCase().replace(/[’ʼ]/g, "'");
  const inline = (style) => style.display.startsWith('inline') || style.display === 'contents';
  const lines = (root, skip) => {
    const made = [];
    let line = '';
    const flush = () => { const text = squeeze(line); if (text && made[made.length - 1] !== text) made.push(text); line = ''; };
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) { line += node.data; return; }
      if (node.nodeType !== Node.ELEMENT_NODE || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'SVG', 'svg'].includes(node.tagName)) return;
      if (skip && skip(node)) return;
      if (node.tagName === 'BR') { flush(); return; }
      const style = getComputedStyle(node);
      if (style.display === 'none' || style.visibility === 'hidden') return;
      const box = node.getBoundingClientRect();
      if (style.position === 'absolute' && box.width <= 1 && box.height <= 1) return; // words for screen readers only
      const block = !inline(style);
      if (block) flush();
      for (const child of node.shadowRoot ? node.shadowRoot.childNodes : []) visit(child);
      for (const child of node.tagName === 'SLOT' ? node.assignedNodes() : node.childNodes) visit(child);
      if (block) flush();
    };
    visit(root);
    flush();
    return made;
  };
  const nameOf = (node) => {
    const label = node.getAttribute('aria-label');
    if (label) return squeeze(label);
    const by = node.getAttribute('aria-labelledby');
    if (by) {
      const root = node.getRootNode();
      const text = by.split(/\s+/).map((id) => root.getElementById && root.getElementById(id)).filter(Boolean).map((e) => e.textContent).join(' ');
      if (squeeze(text)) return squeeze(text);
    }
    return squeeze(lines(node).join(' ')) || squeeze(node.getAttribute('title'));
  };
  const starts = (text, words) => words.some((word) => { const p = plain(text); const w = plain(word); return p === w || (p.startsWith(w) && !/[\p{L}\p{N}]/u.test(p[w.length])); });
  const holds = (text, words) => words.some((word) => plain(text).includes(plain(word)));

  // ---- keys of people ----
  const slug = (anchor) => {
    let path;
    try { path = new URL(anchor.getAttribute('href'), document.baseURI); } catch { return null; }
    if (!/^https?:$/.test(path.protocol)) return null;
    const match = path.pathname.match(/^\/in\/([^/]+)/);
    if (!match) return null;
    try { return decodeURIComponent(match[1]).normalize('NFC'); } catch { return null; }
  };
  const composeHref = (anchor) => {
    let url;
    try { url = new URL(anchor.getAttribute('href'), document.baseURI); } catch { return null; }
    if (url.origin !== location.origin) return null;
    return /^\/messaging\/(compose|thread\/new)/.test(url.pathname) && (url.searchParams.get('recipient') || url.searchParams.get('profileUrn')) ? url.href : null;
  };
  const recipientKey = (href) => {
    const url = new URL(href);
    const urn = (url.searchParams.get('profileUrn') || '').match(/urn:li:[A-Za-z_]+:([A-Za-z0-9_-]+)/);
    return url.searchParams.get('recipient') || (urn && urn[1]);
  };
  const attributeMembers = (node) => {
    const found = new Set();
    for (const attribute of node.attributes) for (const id of attribute.value.match(MEMBER) || []) found.add(id);
    return found;
  };
  // Keys of the signed-in person: from the site's main navigation only. A key taken for one's own is ignored at the
  // gate, so no bubble's or card's header may ever count here.
  const ownKeys = () => {
    const keys = new Set();
    for (const nav of all('[data-testid="primary-nav"], #primaryNavLinksComponentRef, #global-nav, nav, [role="navigation"]', document.documentElement)) {
      if (closest(nav, 'main, [role="main"], aside, [role="complementary"], [role="dialog"], dialog, article, [role="listitem"]', null)) continue;
      for (const anchor of all('a[href*="/in/"]', nav)) if (slug(anchor) && slug(anchor) !== 'me') keys.add(slug(anchor));
    }
    return keys.size <= 2 ? [...keys] : [];
  };

  // ---- the page as a whole ----
  const mains = () => {
    const found = all('main, [role="main"]', document.documentElement).filter(shown);
    return found.filter((main) => !found.some((other) => other !== main && within(main, other)));
  };
  const busy = (root) => all('[aria-busy="true"], [role="progressbar"], progress', root).some(usable);
  const pageState = () => {
    const hasMain = mains().length > 0;
    const text = hasMain || !document.body ? '' : squeeze(document.body.innerText);
    return {
      hasMain,
      text: text.slice(0, 2000),
      length: text.length,
      password: all('input[type="password"]', document.documentElement).some(usable),
      me: ownKeys(),
    };
  };

  // ---- the catch-up page ----
  const aside = (node, main) => closest(node, 'aside, nav, header, footer, [role="complementary"], [role="navigation"], [role="banner"], [role="contentinfo"], [role="dialog"], dialog', main) !== null;
  const boundary = (node, main) => node === main || node.matches(LISTS) || node.matches('main, [role="main"], body, html');
  const peopleIn = (node) => {
    const slugs = new Set(); const members = new Set();
    const note = (anchor) => { const s = slug(anchor); if (s) slugs.add(s); const c = composeHref(anchor); if (c) members.add(recipientKey(c)); };
    if (node.matches('a[href]')) note(node);
    all('a[href]', node).forEach(note);
    return { slugs, members };
  };
  const grow = (from, main, accepts) => {
    let at = from;
    for (let up = parent(at); up && !boundary(up, main) && within(up, main); up = parent(up)) {
      if (!accepts(up)) break;
      at = up;
      if (at.matches(ITEMS)) break;
    }
    return at;
  };
  const cardAreas = (main) => {
    const areas = new Map(); // element -> {member, slugs}
    const anchors = all('a[href]', main).filter((anchor) => shown(anchor) && !aside(anchor, main));
    for (const anchor of anchors.filter(composeHref)) {
      const member = recipientKey(composeHref(anchor));
      const area = grow(anchor, main, (up) => { const p = peopleIn(up); return p.members.size <= 1 && p.slugs.size <= 1; });
      const inside = peopleIn(area);
      if (inside.slugs.size === 0) { // the profile link may lie beside a mutual contact's: take the first in the item
        const wider = grow(anchor, main, (up) => peopleIn(up).members.size <= 1);
        if (!areas.has(wider)) areas.set(wider, { member, several: true });
      } else if (!areas.has(area)) areas.set(area, { member });
    }
    for (const anchor of anchors.filter((a) => slug(a))) {
      if ([...areas.keys()].some((area) => within(anchor, area))) continue;
      const own = slug(anchor);
      const area = grow(anchor, main, (up) => { const p = peopleIn(up); return p.slugs.size <= 1 && p.members.size === 0; });
      if (!areas.has(area)) areas.set(area, { slug: own });
    }
    return areas;
  };
  const describe = (area, hint) => {
    const profileLinks = [...(area.matches('a[href]') && slug(area) ? [area] : []), ...all('a[href]', area)].filter((a) => slug(a));
    const slugs = [...new Set(profileLinks.map(slug))];
    const compose = [...(area.matches('a[href]') ? [area] : []), ...all('a[href]', area)].filter(composeHref);
    const members = [...new Set(compose.map((a) => recipientKey(composeHref(a))))];
    const skip = (node) => node !== area && (node.matches('button, [role="button"], [role="dialog"], dialog, textarea, [contenteditable="true"]') || (node.matches('a[href]') && composeHref(node) !== null));
    const text = lines(area, skip);
    const linkLines = profileLinks.flatMap((link) => lines(link, (node) => node.matches('button, [role="button"]')));
    const alts = profileLinks.flatMap((link) => all('img[alt]', link).map((img) => squeeze(img.alt)));
    const writers = [...all('button, [role="button"]', area)].filter((b) => !b.disabled && shown(b));
    const label = compose.length ? compose.map((a) => a.getAttribute('aria-label') || '').find(Boolean) || '' : '';
    const named = (name) => writers.filter((b) => plain(nameOf(b)).includes(plain(name)) && holds(nameOf(b), pack.message_words) && !starts(nameOf(b), pack.not_message_starts));
    const inLabel = (line) => label && plain(label).includes(plain(line));
    let name = linkLines.find(inLabel) || (label ? text.filter(inLabel).sort((a, b) => b.length - a.length)[0] : '') || '';
    if (!name) name = linkLines.find((line) => named(line).length) || linkLines[0] || alts[0] || '';
    if (!name && slugs.length === 0) name = text[0] || '';
    const buttons = members.length === 0 && name ? named(name) : [];
    const marked = new Set();
    [area, ...all('*', area)].forEach((node) => attributeMembers(node).forEach((id) => marked.add(id)));
    return {
      name, lines: text, slugs, members,
      marked: [...marked],
      label: label || (buttons.length === 1 ? nameOf(buttons[0]) : ''),
      href: compose.length ? composeHref(compose[0]) : '',
      control: members.length === 1 ? 'link' : buttons.length === 1 ? 'button' : 'none',
      several: Boolean(hint.several),
      shownControl: (compose[0] && usable(compose[0])) || (buttons[0] && usable(buttons[0])) || false,
      area, compose, buttons,
    };
  };
  const cardsOf = (main) => {
    const areas = cardAreas(main);
    const made = [...areas].map(([area, hint]) => describe(area, hint));
    number(main);
    return made.sort((a, b) => order(a.area, b.area));
  };
  const moreButtons = (main, cards) => {
    if (cards.length === 0) return [];
    const inCard = (node) => cards.some((card) => within(node, card.area));
    const last = cards[cards.length - 1].area;
    return all('button, [role="button"]', main).filter((button) => {
      if (!usable(button) || inCard(button) || aside(button, main) || button.disabled || button.hasAttribute('aria-haspopup') || button.hasAttribute('aria-expanded')) return false;
      if (order(button, last) < 0) return false;
      if (closest(button, ITEMS, main) && peopleIn(closest(button, ITEMS, main)).slugs.size === 0 && !holds(nameOf(button), pack.more_words)) return false;
      if (holds(nameOf(button), pack.more_words)) return true;
      const list = closest(button, LISTS, main);
      return Boolean(list) && list.lastElementChild !== null && within(button, list.lastElementChild) && cards.some((card) => within(card.area, list)) && button.parentElement === list;
    });
  };
  const scrollerOf = (main, cards) => {
    for (let at = cards.length ? cards[0].area : main; at; at = parent(at)) {
      const style = getComputedStyle(at);
      if (/(auto|scroll|overlay)/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 1) return at;
    }
    return document.scrollingElement || document.documentElement;
  };
  const emptyState = (main) => {
    const text = lines(main).join('\n');
    if (holds(text, pack.empty_phrases)) return true;
    return all('[data-testid*="empty" i], [componentkey*="empty" i], [data-view-name*="empty" i]', main).some((node) => usable(node) && squeeze(node.textContent));
  };
  const operations = {};
  operations.state = () => pageState();
  operations.catchUp = () => {
    const main = mains();
    if (!main.length) return { hasMain: false, cards: [], more: 0, empty: false, busy: busy(document.documentElement) };
    const cards = main.flatMap(cardsOf);
    const host = main[0];
    number(document.documentElement);
    const more = main.flatMap((m) => moreButtons(m, cards.filter((c) => within(c.area, m))));
    const scroller = scrollerOf(host, cards);
    const box = scroller === document.scrollingElement ? { left: 0, top: 0, width: innerWidth, height: innerHeight } : scroller.getBoundingClientRect();
    return {
      hasMain: true,
      cards: cards.map(({ area, compose, buttons, ...card }) => card),
      more: more.length,
      empty: cards.length === 0 && main.some(emptyState),
      busy: main.some(busy),
      links: main.flatMap((m) => all('a[href]', m)).length,
      text: main.map((m) => lines(m).join('\n')).join('\n').slice(0, 1500),
      scroll: { top: scroller.scrollTop, view: scroller.clientHeight, height: scroller.scrollHeight },
      point: { x: Math.max(5, Math.min(innerWidth - 5, box.left + box.width / 2)), y: Math.max(5, Math.min(innerHeight - 5, box.top + box.height / 2)) },
      language: document.documentElement.lang || '',
      screen: all('[data-sdui-screen]', document.documentElement).map((n) => n.getAttribute('data-sdui-screen')),
      rows: main.flatMap((m) => all('[role="listitem"], li', m)).length,
      controls: main.flatMap((m) => all('button, [role="button"]', m)).filter((b) => usable(b) && holds(nameOf(b), pack.message_words)).length,
    };
  };
  operations.scrollBy = () => {
    const main = mains();
    const cards = main.flatMap(cardsOf);
    (main.length ? scrollerOf(main[0], cards) : document.scrollingElement).scrollBy(0, given.by);
  };
  operations.moreButton = () => {
    const main = mains(); const cards = main.flatMap(cardsOf);
    number(document.documentElement);
    return main.flatMap((m) => moreButtons(m, cards.filter((c) => within(c.area, m))))[0] || null;
  };
  operations.control = () => {
    // The one control that writes to exactly this person: by the id in its address, or, where it is a button, by the
    // profile address of the card it stands in and the name in its label. None while anything else is open.
    if (editors().length || all('input[type="password"]', document.documentElement).some(usable)) return null;
    for (const main of mains()) {
      if (given.member) {
        const anchors = all('a[href*="/messaging/"]', main).filter((a) => !aside(a, main) && composeHref(a) && recipientKey(composeHref(a)) === given.member && usable(a));
        for (const anchor of anchors) {
          const label = anchor.getAttribute('aria-label') || '';
          const area = grow(anchor, main, (up) => { const p = peopleIn(up); return p.members.size <= 1 && p.slugs.size <= 1; });
          const slugs = [...peopleIn(area).slugs].map(plain);
          if (given.profile && slugs.length && !slugs.includes(plain(given.profile))) continue;
          if (!label || plain(label).includes(plain(given.name)) || slugs.length) return anchor;
        }
      }
      if (given.profile) {
        for (const card of cardsOf(main)) {
          if (card.control === 'button' && card.slugs.length === 1 && plain(card.slugs[0]) === plain(given.profile) && plain(card.name) === plain(given.name)) return card.buttons[0];
        }
      }
    }
    return null;
  };
  operations.messageLinks = () => {
    // On a profile: the Message addresses that stand with the person's name, in the largest block around it that holds
    // no link to anybody else. Side rails and lists of other people lie outside it.
    const found = new Set();
    for (const main of mains()) {
      const heading = all('h1, h2, [role="heading"]', main).find((h) => shown(h) && plain(squeeze(h.innerText)).includes(plain(given.name)));
      if (!heading) continue;
      for (let at = heading; at && within(at, main); at = parent(at)) {
        if ([...peopleIn(at).slugs].some((one) => plain(one) !== plain(given.profile))) break;
        for (const anchor of all('a[href]', at)) if (composeHref(anchor)) found.add(composeHref(anchor));
        if (at === main) break;
      }
    }
    return [...found];
  };

  // ---- composers ----
  const editable = (node) => !node.disabled && !node.readOnly && node.getAttribute('aria-disabled') !== 'true' && (node.tagName === 'TEXTAREA' || node.isContentEditable);
  const editors = () => {
    const found = all(EDITORS, document.documentElement).filter((node) => editable(node) && usable(node) && !closest(node, '[role="search"], [role="combobox"]', null));
    return found.filter((node) => !found.some((other) => other !== node && within(node, other)));
  };
  const sendButtons = (root, editor) => {
    const candidates = all('button, input[type="submit"], [role="button"]', root).filter((b) => usable(b) && !b.hasAttribute('aria-haspopup'));
    const named = candidates.filter((b) => pack.send_words.some((word) => plain(nameOf(b)) === plain(word)) || (starts(nameOf(b), pack.send_words) && given && given.name && plain(nameOf(b)).endsWith(plain(given.name))));
    if (named.length) return named;
    const form = closest(editor, 'form', null);
    return candidates.filter((b) => (b.type === 'submit' && b.tagName !== 'A' && b.hasAttribute('type')) && form && within(b, form) && !starts(nameOf(b), pack.not_send_starts));
  };
  // What scrolls by itself beside the editor, and what calls itself a log or a list, holds messages, not the head.
  const scrolls = (node) => /(auto|scroll|overlay)/.test(getComputedStyle(node).overflowY);
  const inMessages = (node, root) => {
    if (closest(node, ITEMS + ', [role="log"], [role="feed"]', root)) return true;
    for (let at = node; at && at !== root; at = parent(at)) if (scrolls(at) && !all(EDITORS, at).some(editable)) return true;
    return false;
  };
  const rootOf = (editor) => {
    const dialog = closest(editor, '[role="dialog"], dialog, [role="alertdialog"]', null);
    if (dialog) return dialog;
    let fallback = null;
    for (let at = parent(editor); at && at !== document.body && at !== document.documentElement; at = parent(at)) {
      const hasSend = sendButtons(at, editor).length > 0;
      if (hasSend && !fallback) fallback = at;
      if (!hasSend) continue;
      const heads = all(HEADINGS, at).filter((h) => shown(h) && !inMessages(h, at));
      const links = all('a[href*="/in/"]', at).filter((a) => slug(a) && shown(a) && !inMessages(a, at));
      if (heads.length || links.length) return at;
    }
    return fallback || parent(editor);
  };
  const reached = (node, block) => {
    const box = node.getBoundingClientRect();
    const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right), top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
    if (right - left < 2 || bottom - top < 2) return null; // outside the window: scrolling decides later
    for (const [fx, fy] of [[0.5, 0.5], [0.2, 0.3], [0.8, 0.7]]) {
      let hit = document.elementFromPoint(left + (right - left) * fx, top + (bottom - top) * fy);
      while (hit && hit.shadowRoot) { const deeper = hit.shadowRoot.elementFromPoint(left + (right - left) * fx, top + (bottom - top) * fy); if (!deeper || deeper === hit) break; hit = deeper; }
      if (hit && (within(hit, node) || within(node, hit) && !hit.matches('dialog, [role="dialog"]') && within(hit, block))) return true;
    }
    return false;
  };
  const content = (editor) => {
    if (editor.tagName === 'TEXTAREA') return editor.value;
    const placeholder = (node) => node.nodeType === Node.ELEMENT_NODE && (node.getAttribute('contenteditable') === 'false' || node.matches('[data-placeholder-node], .ql-placeholder'));
    const rows = [];
    let line = null;
    const add = (text) => { line = (line === null ? '' : line) + text; };
    const flush = () => { if (line !== null) { rows.push(line); line = null; } };
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) { if (node.data !== '\u200b') add(node.data.replace(/[\u200b\ufeff]/g, '').replace(/\n/g, getComputedStyle(node.parentElement).whiteSpace.startsWith('pre') ? '\n' : ' ')); return; }
      if (node.nodeType !== Node.ELEMENT_NODE || placeholder(node)) return;
      if (node.tagName === 'BR') { if (node.nextSibling || line === null) { add(''); flush(); if (node.nextSibling && node.nextSibling.tagName !== 'BR' && !/^(P|DIV|LI)$/.test(node.nextSibling.tagName || '')) add(''); } return; }
      if (node.tagName === 'IMG' && node.alt) { add(node.alt); return; }
      const block = node !== editor && !inline(getComputedStyle(node));
      if (block) flush();
      node.childNodes.forEach(visit);
      if (block) { if (line === null && !node.childNodes.length) rows.push(''); flush(); }
    };
    editor.childNodes.forEach(visit);
    flush();
    return rows.join('\n');
  };
  const messageItems = (root, editor) => {
    const items = all(ITEMS, root).filter((node) => shown(node) && !within(editor, node) && (squeeze(node.innerText)));
    return items.filter((node) => !items.some((other) => other !== node && within(other, node)));
  };
  const senderOf = (item, root) => {
    for (let at = item; at && at !== root; at = parent(at)) {
      const marked = all('a[href*="/in/"]', at).map(slug).filter(Boolean);
      if (marked.length) return marked[0];
      if (at !== item && at.matches(LISTS)) return null;
    }
    return null;
  };
  const CLOCK = /(^|[^\d])\d{1,2}[:h.]\d{2}([^\d]|$)/;
  // Who wrote it: me, the person, or (a conversation has two sides) whoever is not the person. null: not told.
  const isMine = (sender, me, person) => {
    if (!sender) return null;
    const same = (key) => key === sender || plain(key) === plain(sender);
    if (me.some(same)) return true;
    if (person.some(same)) return false;
    const kind = (key) => new RegExp(`^${MEMBER.source}$`).test(key);
    return person.some((key) => kind(key) === kind(sender)) ? true : null;
  };
  const listedMessages = (items, root, me, person) => {
    let last = null;
    return items.map((item) => {
      const classic = closest(item, '[class*="msg-s-event-listitem"]', root) || all('[class*="msg-s-event-listitem"]', item)[0];
      const sender = senderOf(item, root);
      let mine = classic ? !(closest(item, '.msg-s-event-listitem--other', root) || all('.msg-s-event-listitem--other', item).length) : null;
      if (mine === null && sender) mine = isMine(sender, me, person);
      if (mine === null && !sender) mine = starts(nameOf(item), pack.you_words) ? true : last;
      last = mine;
      const times = all('time', item).map((t) => t.getAttribute('datetime') || '').filter(Boolean);
      const every = lines(item);
      const body = lines(item, (node) => node.matches('button, time, a[href*="/in/"], h1, h2, h3, h4, [role="heading"]'));
      const leaves = all('p, span, div', item).filter((node) => [...node.children].every((c) => c.tagName === 'BR')).map((node) => node.innerText).filter((t) => squeeze(t));
      const stamped = times.length > 0 || all('time', item).length > 0 || every.some((line) => line.length < 60 && CLOCK.test(line));
      return { text: body.join('\n'), parts: [...leaves, item.innerText].map((t) => t.trim()).slice(0, 16), mine, time: times[0] || '', head: every.filter((line) => line.length <= 40).slice(0, 6), stamped, classic: Boolean(classic), day: every.length === 1 && every[0].length < 40 && !sender };
    });
  };
  const looseMessages = (regions, me, person) => {
    const made = [];
    for (const region of regions) {
      let sender = null; let day = ''; let clock = ''; let time = '';
      const visit = (node) => {
        if (!shown(node) || node.matches('button, [role="button"], [role="progressbar"]')) return;
        if (node.matches('a[href*="/in/"]') && slug(node)) { sender = slug(node); clock = ''; return; }
        const text = squeeze(node.innerText);
        if (!text) return;
        if (node.matches('time')) { time = node.getAttribute('datetime') || time; clock = text; return; }
        if (node.matches('[role="separator"], h1, h2, h3, h4, [role="heading"], [role="alert"]')) { if (!node.matches('[role="alert"]')) { day = text; sender = null; } return; }
        const kids = children(node).filter((kid) => kid.tagName !== 'BR' && squeeze(kid.innerText));
        if (kids.length && !node.matches('p')) { kids.forEach(visit); return; }
        if (text.length < 14 && CLOCK.test(text)) { clock = text; return; }
        made.push({ text, parts: [node.innerText.trim()], mine: isMine(sender, me, person), time, head: [day, clock].filter(Boolean), stamped: Boolean(clock || time || day || sender), classic: false, day: false });
      };
      visit(region);
    }
    return made;
  };
  const readMessages = (root, editor, me, person) => {
    const items = messageItems(root, editor);
    if (items.length) return listedMessages(items, root, me, person);
    const regions = all('*', root).filter((node) => (node.matches('[role="log"], [role="feed"]') || scrolls(node)) && shown(node) && !within(editor, node) && node !== editor && !within(node, editor));
    return looseMessages(regions.filter((one) => !regions.some((other) => other !== one && within(one, other))), me, person);
  };
  const composer = (editor, me, person) => {
    const root = rootOf(editor);
    const header = (node) => !inMessages(node, root) && node !== editor && !within(node, editor);
    const links = [...new Set(all('a[href*="/in/"]', root).filter(header).map(slug).filter(Boolean))];
    const marks = new Set();
    [root, ...all('*', root).filter(header)].forEach((node) => { if (!node.matches('a[href*="/in/"]')) attributeMembers(node).forEach((id) => marks.add(id)); });
    const sends = sendButtons(root, editor);
    return {
      links, marks: [...marks],
      linkNames: [...new Set(all('a[href*="/in/"]', root).filter((a) => header(a) && slug(a) && shown(a)).map((a) => squeeze(lines(a).join(' '))).filter(Boolean))],
      names: all(HEADINGS, root).filter((h) => shown(h) && header(h)).map((h) => squeeze(lines(h).join(' '))).filter(Boolean),
      chips: all('button[aria-label]', root).filter((b) => shown(b) && header(b) && starts(nameOf(b), pack.remove_words)).map(nameOf),
      text: content(editor),
      kind: editor.tagName === 'TEXTAREA' ? 'textarea' : 'rich',
      sends: sends.length,
      sendReached: sends.length === 1 ? reached(sends[0], root) : null,
      enabled: sends.length === 1 && !sends[0].disabled && sends[0].getAttribute('aria-disabled') !== 'true',
      reached: reached(editor, root),
      dialog: root.matches('[role="dialog"], dialog'),
      label: squeeze(root.getAttribute('aria-label')),
      messages: readMessages(root, editor, me, person),
      headings: all('time, [role="separator"], ' + HEADINGS, root).filter((n) => shown(n)).map((n) => squeeze(n.innerText)).slice(-5),
      busy: busy(root),
      empty: all('[data-testid*="empty" i], [class*="empty-state" i], [role="status"]', root).filter((n) => usable(n) && header(n)).map((n) => squeeze(n.innerText)).filter(Boolean),
      alerts: all('[role="alert"]', document.documentElement).filter((n) => usable(n)).map((n) => squeeze(n.innerText)).filter(Boolean).slice(0, 4),
    };
  };
  // Same-origin frames large enough to hold a composer.
  const innerFrames = () => all('iframe', document.documentElement).filter((frame) => {
    const box = frame.getBoundingClientRect();
    if (box.width < 120 || box.height < 80 || !usable(frame)) return false;
    try { return Boolean(frame.contentDocument); } catch { return false; }
  }).length;
  // How often exactly this text stands on the page, outside editors.
  const countText = (text) => {
    const wanted = squeeze(text);
    const start = wanted.slice(0, 12);
    let count = 0;
    const visit = (node) => {
      if (node.matches(EDITORS) || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName)) return;
      if (!node.shadowRoot && node.childElementCount < 40 && !squeeze(node.textContent).includes(start)) { if (!all('*', node).some((n) => n.shadowRoot)) return; }
      const kids = children(node);
      if (squeeze(node.innerText || node.textContent) === wanted && shown(node)) {
        if (!kids.some((k) => squeeze(k.innerText || k.textContent) === wanted && shown(k))) { count += 1; return; }
      }
      kids.forEach(visit);
    };
    if (document.body) visit(document.body);
    return count;
  };
  const lookNow = () => {
    const me = given.me || []; const person = given.person || [];
    return {
      composers: editors().map((editor) => composer(editor, me, person)),
      state: pageState(),
      shown: given.text ? countText(given.text) : 0,
      frames: innerFrames(),
    };
  };
  operations.composers = lookNow;
  operations.awaitComposer = () => new Promise((resolve) => {
    // Answers as soon as a composer with a Send button stands there and rests, at the latest after given.wait ms.
    const until = Date.now() + given.wait;
    const check = () => {
      const open = editors();
      const there = open.some((editor) => { const root = rootOf(editor); return sendButtons(root, editor).length > 0 && !busy(root); });
      if (there || Date.now() > until || innerFrames()) resolve(lookNow()); else setTimeout(check, 8);
    };
    check();
  });
  operations.editor = () => editors()[given.index || 0] || null;
  operations.sendButton = () => { const editor = editors()[given.index || 0]; if (!editor) return null; const found = sendButtons(rootOf(editor), editor); return found.length === 1 ? found[0] : null; };
  operations.closeButtons = () => {
    const editor = editors()[0];
    if (!editor) return null;
    const root = rootOf(editor);
    return all('button, [role="button"]', root).filter((b) => usable(b) && !inMessages(b, root) && starts(nameOf(b), pack.close_words) )[0] || null;
  };
  return (operation, about) => { given = about; return operations[operation](); };
};
