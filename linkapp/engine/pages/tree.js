// The page as a tree, through open shadow roots, and the words in it as a person sees them.
// One of the parts that script.py joins to the one script of LinkApp: it leaves nothing behind and changes nothing.
// It relies on address, role, aria and structure. What a thing is recognised by is in the pack's [selectors], in the
// order in which it is asked; where a page may mix several ways, all of them are accepted.
const operations = {};
let given = {};
const any = (...keys) => keys.flatMap((key) => pack.selectors[key]).join(', ');
// With what was learned on earlier pages: for reading lists only, never for what tells whom a message goes to.
const anyLearned = (key) => [...pack.selectors[key], ...pack.learned[key]].join(', ');
const EDITORS = any('editor');
const HEADINGS = any('heading');
const BUTTONS = any('button');
const MAIN = any('main');
const COMPOSERS = any('composer');
const MESSAGES = any('message_item');
const MESSAGE_LISTS = any('message_list');
const LOGS = any('message_log');
const MEMBER = /ACo[A-Za-z0-9_-]{4,}/g;

// ---- the tree, through open shadow roots ----
const children = (node) => [...(node.shadowRoot ? node.shadowRoot.children : []), ...node.children];
const parent = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
// Whether no shadow root stands in the page: the browser's own search then finds the same in the same order, in a tenth
// of the time. Known during one question only, in which no script of the page runs; what is asked later walks the tree.
let flat = false;
const question = (ask) => {
  flat = !Array.prototype.some.call(document.querySelectorAll('*'), (node) => node.shadowRoot);
  try { return ask(); } finally { flat = false; }
};
const all = (selector, root) => {
  if (flat && root.isConnected && root.ownerDocument === document) return [...root.querySelectorAll(selector)];
  const found = [];
  const visit = (node) => {
    for (let child = node.shadowRoot && node.shadowRoot.firstElementChild; child; child = child.nextElementSibling) see(child);
    for (let child = node.firstElementChild; child; child = child.nextElementSibling) see(child);
  };
  const see = (node) => {
    if (node.matches(selector)) found.push(node);
    visit(node);
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
// Words for screen readers only: clipped away, of no size, or moved off the side of the page.
const unseen = (style, node) => {
  if (style.opacity === '0' || parseFloat(style.fontSize) === 0) return true;
  if (style.position !== 'absolute' && style.position !== 'fixed') return false;
  const box = node.getBoundingClientRect();
  const clip = (style.clip.match(/-?[\d.]+px/g) || []).map(parseFloat);
  return (box.width <= 1 && box.height <= 1) || box.right + scrollX <= 0 || /^inset\((50|100)%/.test(style.clipPath)
    || (clip.length === 4 && (clip[2] - clip[0] <= 1 || clip[1] - clip[3] <= 1));
};
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
    if (unseen(style, node)) return;
    const block = !inline(style);
    if (block) flush();
    const slotted = node.tagName === 'SLOT' ? node.assignedNodes() : [];
    for (const child of node.shadowRoot ? node.shadowRoot.childNodes : slotted.length ? slotted : node.childNodes) visit(child);
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
  if (node.tagName === 'INPUT') return squeeze(node.value) || squeeze(node.getAttribute('title'));
  return squeeze(lines(node).join(' ')) || squeeze(node.getAttribute('title'));
};
const folded = new Map(); // the pack's words as they are compared: the same ones at every question
const asCompared = (word) => { if (!folded.has(word)) folded.set(word, plain(word)); return folded.get(word); };
const starts = (text, words) => { const p = plain(text); return words.map(asCompared).some((w) => p === w || (p.startsWith(w) && !/[\p{L}\p{N}]/u.test(p[w.length]))); };
const holds = (text, words) => { const p = plain(text); return words.map(asCompared).some((w) => p.includes(w)); };
