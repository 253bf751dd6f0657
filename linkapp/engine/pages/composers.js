// Composers: where they are, whom they name, what they hold, and the conversation beside them.
const editable = (node) => !node.disabled && !node.readOnly && node.getAttribute('aria-disabled') !== 'true' && (node.tagName === 'TEXTAREA' || node.isContentEditable);
const editors = () => {
  const found = all(EDITORS, document.documentElement).filter((node) => editable(node) && usable(node) && !outOfReach(node) && !closest(node, '[role="search"], [role="combobox"]', null));
  return found.filter((node) => !found.some((other) => other !== node && within(node, other)) && !commentBox(node));
};
// What lies where nobody can scroll to: a bar that is moved out of the window, or off the page. What lies in a block that
// scrolls is as far away as that block.
const outOfReach = (node) => {
  for (let at = parent(node); at && at !== document.body && at !== document.documentElement; at = parent(at)) {
    if (at.scrollHeight > at.clientHeight + 1 && scrolls(at)) return outOfReach(at);
  }
  const box = node.getBoundingClientRect();
  if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return true;
  if (box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth) return false;
  for (let at = node; at; at = parent(at)) if (getComputedStyle(at).position === 'fixed') return true;
  return false;
};
// A box for comments on a post: it says so and speaks of no message, or it lies in a post, and nothing beside it sends.
const commentBox = (editor) => {
  const own = ['aria-label', 'aria-placeholder', 'placeholder', 'data-placeholder'].map((name) => editor.getAttribute(name) || '').join(' | ');
  if (holds(own, pack.comment_words) && !holds(own, pack.message_words)) return true;
  if (closest(editor, COMPOSERS, null)) return false;
  const form = closest(editor, 'form', null);
  const said = ['aria-label', 'aria-placeholder', 'placeholder', 'data-placeholder'].map((name) => editor.getAttribute(name) || '');
  const presses = form ? all('button, input[type="submit"]', form).map(nameOf) : [];
  return holds([...said, ...presses].join(' | '), pack.comment_words) && sendButtons(form || parent(editor), editor).length === 0;
};
const sendButtons = (root, editor) => {
  const candidates = all(any('send_button'), root).filter((b) => usable(b) && !b.hasAttribute('aria-haspopup'));
  const named = candidates.filter((b) => pack.send_words.some((word) => plain(nameOf(b)) === plain(word)) || (starts(nameOf(b), pack.send_words) && given && given.name && plain(nameOf(b)).endsWith(plain(given.name))));
  if (named.length) return named;
  const form = closest(editor, 'form', null);
  return candidates.filter((b) => (b.type === 'submit' && b.tagName !== 'A' && b.hasAttribute('type')) && form && within(b, form) && !starts(nameOf(b), pack.not_send_starts));
};
// What scrolls by itself beside the editor, and what calls itself a log or a list, holds messages, not the head.
const scrolls = (node) => /(auto|scroll|overlay)/.test(getComputedStyle(node).overflowY);
const inMessages = (node, root) => {
  if (closest(node, `${MESSAGES}, ${LOGS}`, root)) return true;
  for (let at = node; at && at !== root; at = parent(at)) if (scrolls(at) && !all(EDITORS, at).some(editable)) return true;
  return false;
};
const rootOf = (editor) => {
  const dialog = closest(editor, COMPOSERS, null);
  if (dialog) return dialog;
  let fallback = null;
  for (let at = parent(editor); at && at !== document.body && at !== document.documentElement && !surrounds(at, editor); at = parent(at)) {
    if (sendButtons(at, editor).length === 0) continue;
    if (!fallback) fallback = at;
    const heads = all(HEADINGS, at).filter((h) => shown(h) && !inMessages(h, at));
    const links = all('a[href*="/in/"]', at).filter((a) => slug(a) && shown(a) && !inMessages(a, at));
    if (heads.length || links.length) return at;
  }
  return fallback || parent(editor);
};
// Whether a block reaches beyond the composer: around a landmark, or a card with a control to write, that the editor is
// not in. What such a block names is no word of the composer about its recipient.
const surrounds = (block, editor) => {
  const card = (control) => { // the largest block around a control that the editor is not in
    let at = control;
    while (parent(at) && !within(editor, parent(at))) at = parent(at);
    return at;
  };
  return all(any('landmark'), block).some((node) => shown(node) && !within(editor, node))
    || all('a[href*="/messaging/"]', block).some((anchor) => composeHref(anchor) && shown(anchor) && peopleIn(card(anchor)).slugs.size > 0)
    || all(BUTTONS, block).some((button) => shown(button) && holds(nameOf(button), pack.message_words) && !starts(nameOf(button), [...pack.send_words, ...pack.close_words])
      && !inMessages(button, block) && closest(button, any('card'), block) && peopleIn(closest(button, any('card'), block)).slugs.size > 0);
};
const reached = (node, block) => {
  const box = node.getBoundingClientRect();
  const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right), top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
  if (right - left < 2 || bottom - top < 2) return null; // outside the window: scrolling decides later
  for (const [fx, fy] of [[0.5, 0.5], [0.2, 0.3], [0.8, 0.7]]) {
    let hit = document.elementFromPoint(left + (right - left) * fx, top + (bottom - top) * fy);
    while (hit && hit.shadowRoot) { const deeper = hit.shadowRoot.elementFromPoint(left + (right - left) * fx, top + (bottom - top) * fy); if (!deeper || deeper === hit) break; hit = deeper; }
    if (hit && (within(hit, node) || within(node, hit) && !hit.matches(COMPOSERS) && within(hit, block))) return true;
  }
  return false;
};
const content = (editor) => {
  if (editor.tagName === 'TEXTAREA') return editor.value;
  // A hint that an editor keeps among its lines is none of its text: it cannot be edited, or says what the editor's
  // own hint says and cannot be clicked.
  const hints = ['aria-placeholder', 'placeholder', 'data-placeholder', 'aria-label'].map((name) => plain(editor.getAttribute(name))).filter(Boolean);
  const placeholder = (node) => node.nodeType === Node.ELEMENT_NODE && (node.getAttribute('contenteditable') === 'false'
    || (hints.includes(plain(node.textContent)) && getComputedStyle(node).pointerEvents === 'none'));
  const rows = [];
  let line = null;
  const add = (text) => { line = (line === null ? '' : line) + text; };
  const flush = () => { if (line !== null) { rows.push(line); line = null; } };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { if (node.data !== '\u200b') add(node.data.replace(/[\u200b\u2060\ufeff]/g, '').replace(/\n/g, /^(pre|break-spaces)/.test(getComputedStyle(node.parentElement).whiteSpace) ? '\n' : ' ')); return; }
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
  const items = all(MESSAGES, root).filter((node) => shown(node) && !within(editor, node) && (squeeze(node.innerText)));
  return items.filter((node) => !items.some((other) => other !== node && within(other, node)));
};
const senderOf = (item, root) => {
  for (let at = item; at && at !== root; at = parent(at)) {
    const marked = all('a[href*="/in/"]', at).map(slug).filter(Boolean);
    if (marked.length) return at !== item && at.matches(MESSAGE_LISTS) ? null : marked[0]; // a list's links are those of other messages
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
// What an item says of its sender in words: "You", or exactly the person's name, alone or before "sent ...".
const isMineByName = (item) => {
  const leaves = all('*', item).filter((n) => !n.childElementCount && n.tagName !== 'P' && shown(n)).slice(0, 4).map((n) => squeeze(n.textContent));
  const said = [nameOf(item), ...lines(item).slice(0, 2), ...leaves, ...all('[aria-label], [title]', item).slice(0, 6).flatMap((n) => [n.getAttribute('aria-label'), n.getAttribute('title')])].filter(Boolean);
  if (said.some((text) => text.length <= 60 && starts(text, pack.you_words))) return true;
  const name = plain(given.name);
  return name && said.some((text) => plain(text) === name || (plain(text).startsWith(`${name} `) && CLOCK.test(text) && text.length < 120)) ? false : null;
};
// The heading of a day that stands in an item or is one: marked as a separator, or a time that is no time of day.
const dayHeading = (item) => {
  const times = all('time', item);
  const clocked = times.some((time) => CLOCK.test(squeeze(time.innerText)));
  const marked = [item, ...all('[role="separator"], time', item)].find((node) => {
    if (node.matches('[role="separator"]')) return squeeze(node.innerText) !== '';
    return node !== item && node.tagName === 'TIME' && squeeze(node.innerText) !== '' && !CLOCK.test(squeeze(node.innerText)) && !node.hasAttribute('datetime') && (clocked || parent(node) === item);
  });
  return marked ? squeeze(marked.innerText) : '';
};
// A card of the person, a notice with something to press, a bare heading: none of them is a message.
const isCard = (item) => all('a[href*="/in/"], h1, h2, h3, h4, [role="heading"], button, [role="button"]', item).length > 0 || item.matches('[role="note"], [role="status"], [role="alert"]');
const heading = (text) => ({ text, parts: [], mine: null, time: '', head: [text], heading: true });
const listedMessages = (items, root, me, person) => {
  let last = null;
  let stampedBefore = false;
  const made = [];
  const anyStamped = items.some((item) => all('time', item).length > 0 || lines(item).some((line) => line.length < 60 && CLOCK.test(line)));
  for (const item of items) {
    const classic = closest(item, any('classic_message'), root) || all(any('classic_message'), item)[0];
    const day = dayHeading(item);
    if (day) made.push(heading(day));
    const times = all('time', item).map((t) => t.getAttribute('datetime') || '').filter(Boolean);
    const every = lines(item);
    if (day && every.length === 1) continue;
    const stamped = all('time', item).length > 0 || every.some((line) => line.length < 60 && CLOCK.test(line));
    if (anyStamped && !stamped && !classic && (!stampedBefore || isCard(item)) && (isCard(item) || stampedBefore === false && all('a[href*="/in/"]', item).length > 0)) continue;
    stampedBefore = stampedBefore || stamped;
    const sender = senderOf(item, root);
    const inbound = classic && (closest(item, any('classic_inbound'), root) || all(any('classic_inbound'), item).length > 0);
    const outbound = classic && !inbound && (closest(item, any('classic_outbound'), root) || all(any('classic_outbound'), item).length > 0);
    let mine = inbound ? false : outbound ? true : null;
    if (mine === null && sender) mine = isMine(sender, me, person);
    if (mine === null) mine = isMineByName(item);
    if (mine === null && !sender && !(classic && last === false)) mine = last;
    last = mine;
    const body = lines(item, (node) => node.matches('button, time, a[href*="/in/"], h1, h2, h3, h4, [role="heading"]'));
    const leaves = all('p, span, div', item).filter((node) => [...node.children].every((c) => c.tagName === 'BR')).map((node) => node.innerText).filter((t) => squeeze(t));
    made.push({ text: body.join('\n'), parts: [...leaves, item.innerText].map((t) => t.trim()).slice(0, 16), mine, time: times[0] || '', head: every.filter((line) => line.length <= 40).slice(0, 6), heading: false });
  }
  return made;
};
const looseMessages = (regions, me, person) => {
  const made = [];
  for (const region of regions) {
    let sender = null; let clock = ''; let time = '';
    const visit = (node) => {
      if (!shown(node) || node.matches(`${BUTTONS}, [role="progressbar"]`)) return;
      if (node.matches('a[href*="/in/"]') && slug(node)) { sender = slug(node); clock = ''; return; }
      const text = squeeze(node.innerText);
      if (!text) return;
      if (node.matches('time')) { time = node.getAttribute('datetime') || time; clock = text; return; }
      if (node.matches('[role="separator"], h1, h2, h3, h4, [role="heading"], [role="alert"]')) { if (!node.matches('[role="alert"]')) { made.push(heading(text)); sender = null; } return; }
      const kids = children(node).filter((kid) => kid.tagName !== 'BR' && squeeze(kid.innerText));
      if (kids.length && !node.matches('p')) { kids.forEach(visit); return; }
      if (text.length < 14 && CLOCK.test(text)) { clock = text; return; }
      made.push({ text, parts: [node.innerText.trim()], mine: isMine(sender, me, person), time, head: [clock].filter(Boolean), heading: false });
    };
    visit(region);
  }
  return made;
};
const readMessages = (root, editor, me, person) => {
  const items = messageItems(root, editor);
  if (items.length) return listedMessages(items, root, me, person);
  const regions = all('*', root).filter((node) => (node.matches(LOGS) || scrolls(node)) && shown(node) && !within(editor, node) && node !== editor && !within(node, editor));
  return looseMessages(regions.filter((one) => !regions.some((other) => other !== one && within(one, other))), me, person);
};
const chipsIn = (root, header) => all('button[aria-label]', root).filter((b) => shown(b) && header(b) && holds(nameOf(b), pack.remove_words)).map(nameOf);
// What a conversation is where it is none between two people, as far as its structure tells it.
const kindOfConversation = (root, editor, header) => {
  const words = lines(root, (node) => node !== root && (node === editor || !header(node))).filter((line) => line.length < 40);
  const leaves = all('*', root).filter((n) => !n.childElementCount && usable(n) && header(n)).map((n) => plain(n.textContent));
  if (leaves.some((text) => pack.promoted_words.some((word) => text === plain(word)))) return 'sponsored';
  if (all('input[name="subject" i], input[aria-label*="subject" i], input[placeholder*="subject" i], input[name="objet" i], input[placeholder*="objet" i], input[placeholder*="betreff" i], input[placeholder*="asunto" i]', root).some(usable) || words.some((line) => /\binmail\b/i.test(line))) return 'inmail';
  const presses = all(BUTTONS, root).filter((b) => usable(b) && !inMessages(b, root)).map(nameOf);
  return presses.some((name) => starts(name, pack.accept_words)) && presses.some((name) => starts(name, pack.decline_words)) ? 'request' : '';
};
// Whether the composer itself says that Enter sends (a member's own option: no Send button then).
const enterHint = (root, editor) => {
  const said = [...lines(root, (node) => node === editor || (node !== root && inMessages(node, root))), ...['aria-label', 'aria-placeholder', 'placeholder', 'data-placeholder', 'title'].map((name) => editor.getAttribute(name) || ''), ...all('[aria-label]', root).filter((n) => !inMessages(n, root)).map(nameOf)];
  return said.some((text) => text.length < 80 && holds(text, pack.enter_words));
};
const composer = (editor, me, person) => {
  const root = rootOf(editor);
  const header = (node) => !inMessages(node, root) && node !== editor && !within(node, editor);
  const links = [...new Set(all('a[href*="/in/"]', root).filter(header).map(slug).filter(Boolean))];
  const marks = new Set();
  [root, ...all('*', root).filter(header)].forEach((node) => { if (!node.matches('a[href*="/in/"]')) attributeMembers(node).forEach((id) => marks.add(id)); });
  const sends = sendButtons(root, editor);
  const items = messageItems(root, editor);
  const chips = chipsIn(root, header);
  return {
    links, marks: [...marks],
    linkNames: [...new Set(all('a[href*="/in/"]', root).filter((a) => header(a) && slug(a) && shown(a)).map((a) => squeeze(lines(a).join(' '))).filter(Boolean))],
    names: all(HEADINGS, root).filter((h) => shown(h) && header(h)).map((h) => squeeze(lines(h).join(' '))).filter(Boolean),
    head: lines(root, (node) => node !== root && (node === editor || node.matches('time') || !header(node))).slice(0, 40),
    senders: [...new Set(items.map((item) => senderOf(item, root)).filter(Boolean))],
    chips,
    unaddressed: chips.length === 0 && all('input[role="combobox"], [role="combobox"] input, input[aria-autocomplete]', root).some((n) => usable(n) && header(n) && !closest(n, '[role="search"]', root)),
    kindOfConversation: kindOfConversation(root, editor, header),
    text: content(editor),
    used: {
      editor: usedOf(pack.selectors.editor, [editor]), composer: usedOf(pack.selectors.composer, [root]),
      ...(sends.length === 1 ? { send_button: usedOf(pack.selectors.send_button, sends) } : {}),
      ...(items.length ? { message_item: usedOf(pack.selectors.message_item, items) } : {}),
    },
    kind: editor.tagName === 'TEXTAREA' ? 'textarea' : 'rich',
    sends: sends.length,
    enterSends: sends.length === 0 && enterHint(root, editor),
    sendReached: sends.length === 1 ? reached(sends[0], root) : null,
    enabled: sends.length === 1 && !sends[0].disabled && sends[0].getAttribute('aria-disabled') !== 'true',
    reached: reached(editor, root),
    rest: sends.length === 1 ? restOf(sends[0]) : null,
    dialog: root.matches(COMPOSERS),
    label: squeeze(root.getAttribute('aria-label')),
    messages: readMessages(root, editor, me, person),
    headings: all('time, [role="separator"], ' + HEADINGS, root).filter((n) => shown(n)).map((n) => squeeze(n.innerText)).slice(-5),
    busy: busy(root),
    empty: all(any('empty_conversation'), root).filter((n) => usable(n) && header(n)).map((n) => squeeze(n.innerText)).filter(Boolean),
    alerts: all('[role="alert"]', document.documentElement).filter((n) => usable(n)).map((n) => squeeze(n.innerText)).filter(Boolean).slice(0, 4),
  };
};
// Same-origin frames large enough to hold a composer.
const innerFrames = () => all('iframe', document.documentElement).filter((frame) => {
  const box = frame.getBoundingClientRect();
  if (box.width < 120 || box.height < 80 || !usable(frame)) return false;
  try { return Boolean(frame.contentDocument); } catch { return false; }
}).length;
// Whether the message that shows this text says that it was not sent, in words or by a labelled mark.
const marredAt = (node) => {
  const item = closest(node, MESSAGES, null) || parent(parent(node) || node) || node;
  const [whole, own] = [squeeze(item.innerText), squeeze(node.innerText)];
  const marks = all('[aria-label], [title], [alt]', item).flatMap((one) => ['aria-label', 'title', 'alt'].map((name) => one.getAttribute(name) || ''));
  return whole.length < own.length + 400 && holds([whole.replace(own, ''), ...marks].join(' | '), pack.failed_words);
};
// The texts outside editors that may hold this text, with their depth in the tree and whether they say that they were
// not sent; whether one is the same text is decided by its caller.
const textsLike = (text) => {
  const longest = (text.match(/[A-Za-z]+/g) || text.match(/\S+/g) || ['']).reduce((best, word) => (word.length > best.length ? word : best), '');
  const most = 3 * text.length + 200;
  const found = [];
  const visit = (node, depth) => {
    if (node.matches(EDITORS) || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName)) return;
    if (!node.shadowRoot && !(node.textContent || '').includes(longest) && !all('*', node).some((n) => n.shadowRoot)) return;
    const words = (node.textContent || '').length <= most ? (node.innerText || node.textContent || '') : '';
    if (words.includes(longest) && squeeze(words) && found.length < 200 && shown(node)) found.push([depth, words, marredAt(node)]);
    children(node).forEach((kid) => visit(kid, depth + 1));
  };
  if (document.body) visit(document.body, 0);
  return found;
};
const lookNow = () => {
  counted.clear();
  const me = given.me || []; const person = given.person || [];
  if (given.watch) startWatch(given.watch.index, given.watch.wait); // first: what is watched is what is looked at below
  return {
    composers: editors().map((editor) => composer(editor, me, person)),
    state: pageState(),
    shown: given.text ? textsLike(given.text) : [],
    frames: innerFrames(),
  };
};
operations.composers = lookNow;
operations.awaitComposer = () => new Promise((resolve) => {
  // Answers as soon as a composer with a Send button stands there and rests, at the latest after given.wait ms. It is
  // looked for whenever the page changes, and now and then (in shadow roots nobody tells of changes).
  const asked = given;
  const until = Date.now() + given.wait;
  let [timer, last] = [0, 0];
  const changes = new MutationObserver(() => { if (performance.now() - last > 2) check(); else later(2); });
  const answer = () => { changes.disconnect(); clearTimeout(timer); resolve(lookNow()); };
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(check, ms); };
  const check = () => question(() => {
    given = asked;
    last = performance.now();
    counted.clear();
    const open = editors();
    const there = open.some((editor) => { const root = rootOf(editor); return sendButtons(root, editor).length > 0 && !busy(root); });
    if (there || Date.now() > until || innerFrames()) answer(); else later(8);
  });
  changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  check();
});
operations.editor = () => editors()[given.index || 0] || null;
const onlySend = (editor) => { const buttons = editor ? sendButtons(rootOf(editor), editor) : []; return buttons.length === 1 ? buttons[0] : null; };
operations.sendButton = () => onlySend(editors()[given.index || 0]);
operations.content = () => { const editor = editors()[given.index || 0]; return editor ? content(editor) : ''; };
// The controls of a composer's own frame, by name, hidden name or glyph. The frame is the dialog, or a block around the
// editor that is a part of the window only, and holds no other editor and no landmark.
const frameOf = (editor) => {
  const dialog = closest(editor, COMPOSERS, null);
  if (dialog) return dialog;
  let frame = rootOf(editor);
  for (let at = parent(frame); at && at !== document.body && at !== document.documentElement; at = parent(at)) {
    const box = at.getBoundingClientRect();
    if (box.width * box.height > 0.6 * innerWidth * innerHeight || surrounds(at, editor) || at.matches(MAIN) || all(EDITORS, at).filter((node) => node !== editor && editable(node)).length) break;
    frame = at;
  }
  return frame;
};
const GLYPH = /^[\s×✕✖✗⨯⛌❌xX]+$/;
const called = (button, words) => starts(nameOf(button), words) || starts(squeeze(button.textContent), words) || starts(button.getAttribute('title') || '', words)
  || all('[aria-label], [title], [alt]', button).some((n) => ['aria-label', 'title', 'alt'].some((name) => starts(n.getAttribute(name) || '', words)));
const headControl = (editor, right) => {
  if (!editor) return null;
  const frame = frameOf(editor);
  const controls = all(BUTTONS, frame).filter((b) => usable(b) && !inMessages(b, frame) && !within(b, editor) && !holds(nameOf(b), pack.remove_words));
  return controls.filter(right)[0] || null;
};
const closeControl = (editor) => headControl(editor, (b) => called(b, pack.close_words)) || headControl(editor, (b) => GLYPH.test(b.textContent || '') && squeeze(b.textContent) !== '' && !b.getAttribute('aria-label'));
operations.closeButton = () => closeControl(editors()[given.index || 0]);
const minimiseControl = (editor) => headControl(editor, (b) => called(b, pack.minimise_words)) || headControl(editor, (b) => b.getAttribute('aria-expanded') === 'true' && !b.hasAttribute('aria-haspopup') && closest(b, 'header, h1, h2, h3, [role="heading"]', null) !== null);
operations.minimiseButton = () => minimiseControl(editors()[given.index || 0]);
