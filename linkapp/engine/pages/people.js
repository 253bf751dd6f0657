// Keys of people in addresses and attributes, and the page as a whole.
const addressOf = (anchor) => { try { return new URL(anchor.getAttribute('href'), document.baseURI); } catch { return null; } };
// The site's own addresses: this host and port, or another host of the same site ("www." and "fr." of one name).
const ownHost = (url) => {
  const here = new URL(self.origin === 'null' ? document.baseURI : self.origin);
  const site = (host) => (/^[\d.:[\]]+$/.test(host) ? host : host.split('.').slice(-2).join('.'));
  return /^https?:$/.test(url.protocol) && url.port === here.port && site(url.hostname) === site(here.hostname);
};
const slugIn = (url) => {
  if (!url || !ownHost(url)) return null;
  const match = url.pathname.match(/^(?:\/[a-z]{2}(?:[-_][A-Za-z]{2})?|\/mwlite)?\/in\/([^/]+)/);
  if (!match) return null;
  try { return decodeURIComponent(match[1]).normalize('NFC'); } catch { return null; }
};
const composeIn = (url) => {
  if (!url || url.origin !== self.origin) return null;
  return /^\/messaging\/(compose|thread\/new)/.test(url.pathname) && (url.searchParams.get('recipient') || url.searchParams.get('profileUrn')) ? url.href : null;
};
// What addresses say, by their text: each is asked about again and again, and says the same as long as the page's own
// address does not change.
const said = new Map();
let saidAt = '';
const whatSays = (anchor) => {
  if (saidAt !== document.baseURI || said.size > 5000) { said.clear(); saidAt = document.baseURI; }
  const text = anchor.getAttribute('href');
  if (!said.has(text)) { const url = addressOf(anchor); said.set(text, { slug: slugIn(url), compose: composeIn(url) }); }
  return said.get(text);
};
const slug = (anchor) => whatSays(anchor).slug;
const composeHref = (anchor) => whatSays(anchor).compose;
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
  for (const nav of all(any('own_navigation'), document.documentElement)) {
    if (closest(nav, 'main, [role="main"], aside, [role="complementary"], [role="dialog"], dialog, article, [role="listitem"]', null)) continue;
    for (const anchor of all('a[href*="/in/"]', nav)) if (slug(anchor) && slug(anchor) !== 'me') keys.add(slug(anchor));
  }
  return keys.size <= 2 ? [...keys] : [];
};

const mains = () => {
  const found = all(MAIN, document.documentElement).filter(shown);
  return found.filter((main) => !found.some((other) => other !== main && within(main, other)));
};
const busy = (root) => all(any('busy'), root).some(usable);
const pageState = () => {
  const hasMain = mains().length > 0;
  const text = hasMain || !document.body ? '' : squeeze(document.body.innerText);
  return {
    hasMain,
    text: text.slice(0, 2000),
    length: text.length,
    ...wallState(),
    me: ownKeys(),
    language: (document.documentElement.lang || "").slice(0, 12),
  };
};
operations.state = () => pageState();
