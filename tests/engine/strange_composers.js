// Composers of the strange site. One shell, one editor, one head, one Send, one kind of answer and a few faults,
// chosen by the variant; nothing here is shared with the practice site.
(() => {
  const site = JSON.parse(document.getElementById('site').textContent);
  const wish = site.composer;
  const has = (fault) => wish.faults.includes(fault);
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const person = (member) => site.people.find((one) => one.member === member);
  const other = (member) => site.people.find((one) => one.member !== member);
  let opened = 0;

  const make = (doc, tag, attributes = {}, ...content) => {
    const node = doc.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'style') node.style.cssText = value;
      else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    node.append(...content);
    return node;
  };
  const written = (editor) => {
    if (editor.tagName === 'TEXTAREA') return editor.value;
    const rows = [];
    const row = (node) => [...node.childNodes].map((one) => (one.nodeName === 'BR' ? (one.nextSibling ? '\n' : '') : one.nodeType === 3 ? one.data : one.dataset && one.dataset.hint ? '' : row(one))).join('');
    if (editor.querySelector('p, div')) for (const part of editor.children) { if (!part.dataset.hint) rows.push(row(part)); } else rows.push(row(editor));
    return rows.join('\n').replace(/[\u200b\ufeff]/g, '').replace(/\u00a0/g, ' ');
  };
  const refill = (editor, text) => {
    if (editor.tagName === 'TEXTAREA') editor.value = text;
    else if (wish.editor === 'rich') editor.textContent = text;
    else editor.replaceChildren(make(editor.ownerDocument, 'p', {}, text || make(editor.ownerDocument, 'br')));
  };

  const makeEditor = (doc, who) => {
    const label = 'Write a message…';
    const draft = wish.draft ? `Happy birthday ${who.name.split(' ')[0]}!` : '';
    if (wish.editor === 'textarea') {
      const area = make(doc, 'textarea', { 'aria-label': label, rows: 4 });
      area.value = draft;
      return area;
    }
    const editor = make(doc, 'div', { contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, style: 'min-height:60px;border:1px solid;white-space:pre-wrap' });
    if (wish.editor === 'rich') editor.textContent = draft;
    else editor.append(make(doc, 'p', {}, draft || make(doc, 'br', { class: 'trailing' })));
    if (wish.editor === 'quill') {
      editor.addEventListener('keydown', (event) => { // every new line is a paragraph of its own
        if (event.key !== 'Enter') return;
        event.preventDefault();
        const selection = (editor.getRootNode().getSelection ? editor.getRootNode() : doc).getSelection();
        const row = make(doc, 'p', {}, make(doc, 'br'));
        let at = selection.anchorNode;
        while (at && at.parentNode !== editor) at = at.parentNode;
        (at || editor.lastChild).after(row);
        const range = doc.createRange(); range.setStart(row, 0); range.collapse(true);
        selection.removeAllRanges(); selection.addRange(range);
      });
    }
    if (wish.editor === 'zero-width') editor.replaceChildren(make(doc, 'p', {}, make(doc, 'span', {}, draft ? draft : '\ufeff'), '\u200b'));
    if (wish.editor === 'hinted') {
      editor.setAttribute('aria-placeholder', label);
      const hint = make(doc, 'p', { 'data-hint': '1', style: 'color:#999;pointer-events:none;position:absolute' }, label);
      editor.prepend(hint);
      editor.addEventListener('input', () => { // the hint goes while something is written, and is put back otherwise
        const full = written(editor).trim();
        const shown = editor.querySelector('[data-hint]');
        if (full && shown) shown.remove();
        if (!full && !shown) editor.prepend(hint);
      });
    }
    return editor;
  };

  const faultsOfEditor = (editor, who) => {
    let restored = 0;
    editor.addEventListener('input', () => {
      const now = written(editor);
      if (has('restores') && !now.trim() && restored++ < 5) setTimeout(() => { if (!written(editor).trim()) refill(editor, `Happy birthday ${who.name.split(' ')[0]}!`); }, 60);
      if (has('restores-late') && now.trim() && !restored++) setTimeout(() => refill(editor, `Happy birthday ${who.name.split(' ')[0]}! ${now}`), 700);
      if (has('short') && now.length > 40) refill(editor, now.slice(0, 40));
      if (has('quotes') && /["']/.test(now)) refill(editor, now.replace(/"/g, '”').replace(/'/g, '’'));
      if (has('autosave')) { clearTimeout(editor.saving); editor.saving = setTimeout(() => fetch('/messaging/api/drafts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ recipient: who.member, body: { text: written(editor) } }) }), 900); }
    });
  };

  const headOf = (doc, who) => {
    const head = make(doc, 'header', {});
    const link = (to, href) => make(doc, 'h2', {}, make(doc, 'a', { href }, to.name));
    const fill = (to) => {
      const bySlug = `/in/${encodeURIComponent(to.slug)}/?miniProfile=1`;
      const kinds = {
        id: () => [link(to, `/in/${to.member}/`)],
        slug: () => [link(to, location.origin + bySlug)],
        late: () => [link(to, bySlug)],
        previous: () => [link(to, bySlug)],
        name: () => [make(doc, 'h2', {}, to.name)],
        asked: () => [make(doc, 'h2', {}, to.name)],
        plain: () => [make(doc, 'div', {}, to.name)],
        marked: () => [make(doc, 'h2', { 'data-entity': `urn:li:fsd_profile:${to.member}` }, to.name)],
        chips: () => [make(doc, 'h2', {}, 'New message'), make(doc, 'span', {}, make(doc, 'a', { href: bySlug }, to.name), make(doc, 'button', { type: 'button', 'aria-label': `Remove ${to.name}` }, '×')), make(doc, 'span', {}, other(to.member).name, make(doc, 'button', { type: 'button', 'aria-label': `Remove ${other(to.member).name}` }, '×'))],
        group: () => [make(doc, 'h2', {}, make(doc, 'a', { href: bySlug }, `${to.name}, ${other(to.member).name}`))],
        crowd: () => [make(doc, 'h2', {}, make(doc, 'a', { href: bySlug }, to.name), ' and 2 others')],
      };
      head.replaceChildren(...kinds[wish.head]());
    };
    if (wish.head === 'late') { head.append(make(doc, 'h2', {}, ' ')); setTimeout(() => fill(who), 1500); }
    else if (wish.head === 'previous') { fill(other(who.member)); setTimeout(() => fill(who), 1000); }
    else fill(who);
    head.fill = fill;
    return head;
  };

  const thread = (doc, who) => {
    const list = make(doc, 'ul', { 'aria-label': 'Messages', style: 'max-height:140px;overflow:auto' });
    const add = (mine, text, at) => {
      const item = make(doc, 'li', {}, make(doc, 'a', { href: mine ? '/in/tester-self/' : `/in/${encodeURIComponent(who.slug)}/` }, mine ? 'Tester Self' : who.name), ' ', make(doc, 'time', { datetime: at }, at.slice(0, 10)), make(doc, 'p', {}, text));
      list.append(item);
      list.scrollTop = 1e6;
      return item;
    };
    add(true, 'It was good to see you at the fair.', '2024-05-02T10:00:00+00:00');
    for (const text of who.received) add(true, text, site.now);
    list.add = add;
    return list;
  };

  const post = (path, body) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const deliver = async (who, text, compose) => {
    const message = { recipient: who.member, also: ['chips', 'group', 'crowd'].includes(wish.head) ? other(who.member).member : '', message: { body: { text } } };
    const kind = wish.answer;
    const bubble = () => compose.list.add(true, text, site.now);
    const socket = (accept) => new Promise((done) => {
      const channel = new WebSocket(`ws://${location.host}/channel`);
      channel.onopen = () => { channel.send(JSON.stringify({ recipient: who.member, text, accept })); setTimeout(done, 200); };
    });
    if (kind === 'socket') { await socket(true); bubble(); return true; }
    if (kind === 'socket-fails') {
      await socket(false);
      const item = bubble();
      setTimeout(() => item.append(make(item.ownerDocument, 'span', { role: 'img', 'aria-label': 'Failed to send' }, '!'), make(item.ownerDocument, 'button', { type: 'button' }, 'Retry')), 3000);
      return true;
    }
    if (kind === 'silence') { bubble(); return true; }
    if (kind === 'autosaved') { await post('/messaging/api/drafts', { recipient: who.member, body: { text } }); return true; }
    if (kind === 'page-form') {
      const form = make(document, 'form', { method: 'post', action: '/messaging/submit' }, make(document, 'input', { name: 'recipient', value: who.member }), make(document, 'textarea', { name: 'text' }, text));
      form.style.display = 'none'; document.body.append(form); form.submit();
      return true;
    }
    if (kind === 'form') {
      const answer = await fetch('/messaging/api/send?shape=echo', { method: 'POST', body: new URLSearchParams({ recipient: who.member, text }) });
      if (answer.ok) bubble();
      return answer.ok;
    }
    const answer = await post(`/messaging/api/send?shape=${kind}`, message);
    if (answer.ok && kind !== 'nested-failure') bubble();
    return answer.ok;
  };

  const build = (doc, who, place, whole) => {
    const editor = makeEditor(doc, who);
    const list = thread(doc, who);
    const head = headOf(doc, who);
    const compose = { who, list };
    const sendTag = wish.send === 'input' ? make(doc, 'input', { type: 'submit', value: 'Send' })
      : wish.send === 'icon' ? make(doc, 'button', { type: 'button', 'aria-label': 'Send' }, make(doc, 'i', { style: 'display:inline-block;width:16px;height:16px;background:#06c' }))
      : wish.send === 'foreign' ? make(doc, 'button', { type: 'submit' }, 'Lähetä')
      : make(doc, 'button', { type: 'button' }, wish.send === 'two-step' ? 'Continue' : 'Send');
    if (wish.send === 'late') { sendTag.disabled = true; editor.addEventListener('input', () => setTimeout(() => { sendTag.disabled = !written(editor).trim(); }, 300)); }
    const press = async (event) => {
      event.preventDefault();
      if (wish.send === 'two-step' && sendTag.textContent === 'Continue') { sendTag.textContent = 'Send'; return; }
      const text = written(editor);
      if (!text.trim()) return;
      const fine = await deliver(compose.who, text, compose);
      if (!fine || wish.after === 'keeps') return;
      refill(editor, '');
      if (wish.after === 'toast') { document.body.append(make(document, 'div', { role: 'status', style: 'position:fixed;top:0;left:0;background:#fff' }, 'Message sent. ', make(document, 'a', { href: '/messaging/' }, 'View'))); }
      if (wish.after === 'toast' || wish.after === 'closes') place.remove();
    };
    if (has('rebinds')) sendTag.addEventListener('mouseenter', () => { compose.who = other(compose.who.member); head.fill(compose.who); }, { once: true });
    if (has('pops-up')) editor.addEventListener('input', () => { if (written(editor).length > 20 && opened < 2) { opened = 2; setTimeout(() => open(other(who.member).member, true), 40); } });
    if (has('pops-up-late')) sendTag.addEventListener('mouseenter', () => { if (opened < 2) { opened = 2; open(other(who.member).member, true); } });
    faultsOfEditor(editor, who);
    const close = make(doc, 'button', { type: 'button', 'aria-label': 'Close your conversation', onclick: () => {
      if (!has('discards') || !written(editor).trim()) { place.remove(); return; }
      const ask = make(doc, 'div', { role: 'alertdialog', 'aria-modal': 'true', style: 'position:fixed;inset:0;background:#fffc;z-index:99' }, 'Do you want to discard your message?', make(doc, 'button', { onclick: () => place.remove() }, 'Discard'), make(doc, 'button', { onclick: () => ask.remove() }, 'Go back'));
      place.append(ask);
    } }, '×');
    const lower = make(doc, wish.send === 'foreign' ? 'form' : 'div', { style: wish.send === 'below' ? 'padding-top:900px' : '' }, sendTag);
    if (wish.send === 'foreign') { lower.prepend(editor); lower.addEventListener('submit', press); } else sendTag.addEventListener('click', press);
    if (!whole) head.append(close);
    return [head, list, ...(wish.send === 'foreign' ? [] : [editor]), lower];
  };

  const FIXED = 'position:fixed;right:10px;bottom:0;width:420px;max-height:700px;overflow:auto;background:#fff;border:1px solid;z-index:9';
  const open = async (member, byItself) => {
    const who = person(has('opens-other') && !byItself ? other(member).member : member);
    if (!byItself) { opened = 1; document.querySelectorAll('[data-shell]').forEach((old) => old.remove()); }
    if (wish.head === 'asked') await fetch(`/messaging/api/conversation?recipient=${who.member}`);
    if (wish.first === 'pause') await sleep(400);
    const doc = document;
    if (wish.shell === 'dialog') {
      const dialog = make(doc, 'div', { role: 'dialog', 'aria-label': 'Messaging', 'data-shell': '1', style: FIXED + (byItself ? ';right:440px' : '') });
      dialog.append(...build(doc, who, dialog));
      doc.body.append(dialog);
    } else if (wish.shell === 'native') {
      const dialog = make(doc, 'dialog', { 'data-shell': '1' });
      dialog.append(...build(doc, who, dialog));
      doc.body.append(dialog);
      dialog.showModal();
    } else if (wish.shell === 'docked') {
      const dock = make(doc, 'div', { 'data-shell': '1', style: FIXED });
      dock.append(...build(doc, who, dock));
      (doc.querySelector('#app') || doc.body).append(dock);
    } else if (wish.shell === 'shadow') {
      const outer = make(doc, 'x-outlet', { 'data-shell': '1' });
      const inner = make(doc, 'x-chat', {});
      outer.attachShadow({ mode: 'open' }).append(inner);
      const box = make(doc, 'section', { style: FIXED });
      box.append(...build(doc, who, outer));
      inner.attachShadow({ mode: 'open' }).append(box);
      doc.body.append(outer);
    } else if (wish.shell === 'frames') {
      const outer = make(doc, 'iframe', { src: '/blank', 'data-shell': '1', style: FIXED + ';height:600px' });
      outer.onload = () => {
        outer.onload = null;
        const inner = make(outer.contentDocument, 'iframe', { src: '/blank', style: 'width:380px;height:560px' });
        inner.onload = () => { inner.onload = null; const root = make(inner.contentDocument, 'section', {}); inner.contentDocument.body.append(root); root.append(...build(inner.contentDocument, who, outer)); };
        outer.contentDocument.body.append(inner);
      };
      doc.body.append(outer);
    }
  };
  window.openComposer = open;

  if (site.whole) {
    const who = person(site.whole);
    const host = document.querySelector('#conversation');
    (wish.head === 'asked' ? fetch(`/messaging/api/conversation?recipient=${who.member}`) : Promise.resolve()).then(() => host.append(...build(document, who, host, true)));
    return;
  }
  if (has('comment-box')) {
    document.querySelector('main, #app').append(make(document, 'form', { onsubmit: (event) => event.preventDefault(), style: 'border:1px solid' }, make(document, 'div', { contenteditable: 'true', role: 'textbox', 'aria-label': 'Text editor for creating content', 'aria-placeholder': 'Add a comment…', style: 'min-height:30px' }), make(document, 'button', { type: 'submit' }, 'Comment')));
  }
  document.addEventListener('click', (event) => {
    const control = event.composedPath().find((one) => one.matches && one.matches('[data-opens], a[href*="/messaging/compose/"]'));
    if (!control) return;
    const member = control.dataset.opens || new URL(control.href).searchParams.get('recipient');
    if (wish.shell === 'page') { event.preventDefault(); location.href = `/messaging/compose/?recipient=${member}`; return; }
    event.preventDefault(); event.stopPropagation();
    open(member);
  }, true);
})();
