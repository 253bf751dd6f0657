// The page as structure only: what it is made of, and nothing that a person wrote or is called.
// Words become their shape ("Aaaa aaa 99") unless they are the site's own, which the pack knows; addresses keep the
// parts that every member's address has; marks lose ids. Reads only; changes nothing.
const PLACES = new Set(('in mynetwork catch-up birthday all work_anniversaries job_changes messaging compose thread feed'
  + ' notifications jobs search results people preload custom-invite interop login checkpoint challenge authwall signup'
  + ' uas company school groups premium settings invitation-manager sent received invite-connect connections analytics'
  + ' profile-views overlay contact-info edit intro details recent-activity update help legal games events learning'
  + ' about content home mypreferences logout m psettings services talent sales posts pulse newsletters').split(' '));
const STATES = new Set(('expanded busy hidden modal live haspopup selected checked pressed disabled current multiline readonly required'
  + ' invalid atomic orientation level sort autocomplete').split(' '));
const MARKS = ['data-testid', 'data-sdui-screen', 'data-view-name'];
const NOT_SHOWN = ['SCRIPT', 'STYLE', 'LINK', 'META', 'NOSCRIPT', 'TEMPLATE', 'BASE', 'TITLE'];
const FLAGS = ['disabled', 'open', 'inert', 'hidden', 'contenteditable', 'required', 'popover'];
const SAID = ['thanks_words', 'you_words'];
const KEPT_SIBLINGS = [10, 2];

const lettersOf = (text) => [...text].slice(0, 200).map((sign) => /\p{Lu}/u.test(sign) ? 'A' : /[\p{L}\p{M}]/u.test(sign) ? 'a' : /\p{N}/u.test(sign) ? '9'
  : /[\s.,:;!?'’"«»()·•/%+&|…–-]/u.test(sign) ? sign : '*').join('').replace(/([Aa])a{3,}/g, '$1aaa').replace(/A{4,}/g, 'AAA').replace(/9{4,}/g, '9999');
let phrases = null;
const siteWords = () => {
  phrases = phrases || [...(given.words || []), ...Object.entries(pack.words || pack).filter(([name, words]) => !SAID.includes(name) && Array.isArray(words))
    .flatMap(([, words]) => words)].filter((word) => typeof word === 'string').map(plain).sort((a, b) => b.length - a.length);
  return phrases;
};
// The shape of a text, 40 signs of it; what the site's own words begin stays.
const textShape = (text, own) => {
  const words = squeeze(text);
  if (!words) return '';
  const known = own ? '' : siteWords().find((word) => plain(words).startsWith(word) && !/[\p{L}\p{N}]/u.test(plain(words)[word.length] || ' '));
  return (known ? known + lettersOf(words.slice(known.length)) : lettersOf(words)).slice(0, 40);
};
const idless = (text) => text.replace(/ACo[A-Za-z0-9_-]{4,}/g, '{id}').replace(/[0-9a-f]{8}-[0-9a-f-]{20,}/gi, '{id}')
  .replace(/[A-Za-z0-9=]{6,}/g, (long) => (long.match(/\d/g) || []).length > 1 ? '{id}' : long).replace(/\d{3,}/g, '{id}');
// The people whom the page's addresses name, as words that no mark may hold.
const namedOn = (root) => {
  const names = new Set();
  for (const anchor of all('a[href*="/in/"]', root)) {
    let key = (anchor.getAttribute('href').split('/in/')[1] || '').split(/[/?#]/)[0];
    try { key = decodeURIComponent(key); } catch { /* as it is */ }
    for (const part of [key, ...key.split(/[^\p{L}\p{N}]+/u)]) if (part.length > 1) names.add(part.toLowerCase());
    for (const part of squeeze(anchor.textContent).split(/[^\p{L}\p{N}]+/u)) if (part.length > 2 && /^\p{Lu}/u.test(part)) names.add(part.toLowerCase());
  }
  return names;
};
let people = new Set();
const CONSTANT = /^(com|linkedin|sdui|flagshipnav|profile|card|ref|state|invitation|urn|li|member|connect|pending|withdrawn|key|id|root|main|list|item|auto|component|navigation|search|results|feed|mynetwork|message|messaging)$/;
// A mark: constants in it stay, anything that could be a person or an id does not.
const markShape = (text, strict) => idless(text.slice(0, 200)).split(/([^\p{L}\p{N}{}]+)/u).map((part) => {
  if (!part || /^[^\p{L}\p{N}{}]+$/u.test(part) || part === '{id}') return part;
  const bare = part.replace(/\{id\}/g, '');
  if (people.has(bare.toLowerCase()) || !/^[A-Za-z0-9]*$/.test(bare)) return '{name}';
  if (strict && !CONSTANT.test(bare) && !/^([A-Za-z]*[a-z])?([A-Z][a-z]+){1,}[A-Z]?[A-Za-z]*$/.test(bare)) return '{a}';
  if (strict && /^[A-Z][a-z]+$/.test(bare)) return '{a}';
  return part;
}).join('').slice(0, 120);
const hrefShape = (text) => {
  if (!text) return text === '' ? '' : null;
  let url;
  try { url = new URL(text, document.baseURI); } catch { return '{unreadable}'; }
  if (!/^https?:$/.test(url.protocol)) return url.protocol;
  const place = url.origin === location.origin ? '' : '{elsewhere}';
  const path = url.pathname.split('/').map((part) => {
    let word = part;
    try { word = decodeURIComponent(part); } catch { /* as it is */ }
    if (!part || (PLACES.has(word) && !people.has(word))) return part;
    return /\d/.test(word) ? '{id}' : '{slug}';
  }).join('/').slice(0, 160);
  const keys = [...new Set([...url.searchParams.keys()])].filter((key) => /^[A-Za-z_][\w.-]{0,30}$/.test(key) && !people.has(key.toLowerCase())).slice(0, 12);
  const kind = (decodeURIComponentSafe(url.search).match(/urn:li:prop:\(([A-Z_]{3,30}),/) || [])[1];
  return place + path + (keys.length ? `?${keys.join('&')}` : '') + (kind ? ` (${kind})` : '') + (url.hash ? '#' : '');
};
const decodeURIComponentSafe = (text) => { try { return decodeURIComponent(text); } catch { return ''; } };
const inEditor = (node) => closest(node, EDITORS, null) !== null;
const nodeOutline = (node) => {
  const made = { t: node.tagName.toLowerCase().slice(0, 40) };
  if (!/^[a-z][a-z0-9-]*$/.test(made.t) || [...people].some((name) => name.length > 3 && made.t.includes(name))) made.t = '{tag}';
  const role = node.getAttribute('role');
  if (role) made.r = /^[a-z ]{1,40}$/.test(role) ? role : '{role}';
  const names = {};
  for (const { name, value } of node.attributes) {
    if (!/^aria-[a-z]{2,24}$/.test(name)) continue;
    const state = STATES.has(name.slice(5)) && /^[a-z0-9-]{0,20}$/.test(value);
    names[name] = state ? value : ['aria-label', 'aria-roledescription', 'aria-placeholder'].includes(name) ? textShape(value, false) : true;
  }
  if (Object.keys(names).length) made.a = names;
  for (const mark of MARKS) if (node.hasAttribute(mark)) (made.m = made.m || {})[mark] = markShape(node.getAttribute(mark), false);
  if (node.hasAttribute('componentkey')) (made.m = made.m || {}).componentkey = markShape(node.getAttribute('componentkey'), true);
  for (const name of ['href', 'src', 'action']) if (node.hasAttribute(name) && node.tagName !== 'IMG') made[name] = hrefShape(node.getAttribute(name));
  if (node.hasAttribute('type')) made.type = /^[a-z/-]{1,20}$/i.test(node.type || '') ? node.type : '{type}';
  const flags = FLAGS.filter((name) => node.hasAttribute(name));
  if (flags.length) made.f = flags;
  if (node.hasAttribute('placeholder')) made.placeholder = textShape(node.getAttribute('placeholder'), false);
  const own = squeeze([...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.data).join(' '));
  if (own) made.x = textShape(own, inEditor(node));
  if (['INPUT', 'TEXTAREA', 'SELECT'].includes(node.tagName) && node.value) made.value = node.type === 'password' ? '{value}' : lettersOf(String(node.value)).slice(0, 20);
  const box = node.getBoundingClientRect();
  made.b = [box.x, box.y, box.width, box.height].map(Math.round);
  if (!shown(node)) made.hidden = true;
  return made;
};
// A list of elements in document order, each with its depth `d`; `shadow` marks those that begin a shadow tree. Chosen
// breadth first, so that what a page appends at its end (a composer, a dialog) is not starved by a long list before it.
operations.outline = () => {
  const root = document.documentElement;
  people = namedOn(root);
  let left = given.nodes; let room = given.room; let cut = false;
  const top = { made: { d: 0 }, inner: [], node: root };
  const waiting = [top];
  for (let at = 0; at < waiting.length; at++) {
    const place = waiting[at];
    if (left <= 0 || room <= 0) { cut = true; place.made = null; continue; }
    Object.assign(place.made, nodeOutline(place.node));
    left -= 1; room -= JSON.stringify(place.made).length + 2;
    if (place.node.tagName.toLowerCase() === 'svg') continue;
    for (const [from, shadow] of [[place.node.shadowRoot, true], [place.node, false]]) {
      const inner = from ? [...from.children].filter((child) => !NOT_SHOWN.includes(child.tagName)) : [];
      const [first, last] = KEPT_SIBLINGS;
      const many = inner.length > 4 * (first + last);
      inner.forEach((node, number) => {
        if (many && number >= first && number < inner.length - last) {
          if (number === first) place.inner.push({ made: { d: place.made.d + 1, left_out: inner.length - first - last }, inner: [] });
          return;
        }
        const next = { made: { d: place.made.d + 1, ...(shadow && number === 0 ? { shadow: true } : {}) }, inner: [], node };
        place.inner.push(next);
        waiting.push(next);
      });
    }
  }
  const nodes = [];
  const rest = [top];
  while (rest.length) {
    const place = rest.pop();
    if (!place.made) continue;
    nodes.push(place.made);
    rest.push(...[...place.inner].reverse());
  }
  const screens = [...new Set(all('[data-sdui-screen]', root).map((node) => markShape(node.getAttribute('data-sdui-screen'), false)))].slice(0, 10);
  const language = (root.getAttribute('lang') || '').slice(0, 20);
  return {
    language: /^[A-Za-z-]*$/.test(language) ? language : '', path: hrefShape(location.href), screens, cut,
    view: [innerWidth, innerHeight], nodes,
  };
};
