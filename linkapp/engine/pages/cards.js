// The catch-up page: whose card is where, what it says, and how to see more of them.
// Where the list may lie: the main part; a frame has none of its own sometimes, then all of it.
const grounds = () => { const found = mains(); return found.length || window === window.top || !document.body ? found : [document.body]; };
const CARDS = anyLearned('card');
const LISTS = anyLearned('list');
const MORE_BUTTONS = any('more_button');
const BESIDE = any('beside');
const FURNITURE = any('beside', 'furniture');
// Beside the list: landmarks, and a header or footer that is the page's, not a card's.
const aside = (node, main) => {
  if (closest(node, BESIDE, main)) return true;
  const edge = closest(node, 'header, footer', main);
  return edge !== null && !closest(parent(edge), `${CARDS}, section`, main);
};
const boundary = (node, main) => node === main || node.matches(LISTS) || node.matches(`${MAIN}, body, html`);
const occasionIn = (href) => (new URL(href).search.replace(/%3A/gi, ':').replace(/%28/g, '(').match(/urn:li:prop:\(([A-Z_]+)/) || [])[1] || '';
// Whom the links in a block name; counted once per block and question, for blocks are asked about again and again.
const counted = new Map();
const peopleIn = (node) => {
  if (counted.has(node)) return counted.get(node);
  const slugs = new Set(); const members = new Set(); const occasions = new Set();
  const note = (anchor) => {
    const s = slug(anchor); if (s) slugs.add(s);
    const c = composeHref(anchor); if (c) { members.add(recipientKey(c)); if (occasionIn(c)) occasions.add(occasionIn(c)); }
  };
  if (node.matches('a[href]')) note(node);
  all('a[href]', node).forEach(note);
  counted.set(node, { slugs, members, occasions });
  return counted.get(node);
};
const isMore = (node) => node.matches(MORE_BUTTONS) && holds(nameOf(node), pack.more_words);
// The largest block around a link that is still one card: it ends below lists, at the first card mark, before it would
// take in what belongs to the page (its title, tabs, landmarks, "load more"), and where `accepts` says no.
const grow = (from, main, accepts) => {
  let at = from;
  for (let up = parent(at); up && !boundary(up, main) && within(up, main) && !at.matches(CARDS); up = parent(up)) {
    if (!accepts(up)) break;
    if (all(FURNITURE, up).some((node) => !within(node, at)) || all(MORE_BUTTONS, up).some((node) => !within(node, at) && isMore(node))) break;
    at = up;
  }
  return at;
};
// Whether `text` holds `part` as whole words.
const mentions = (text, part) => {
  const [whole, wanted] = [plain(text), plain(part)];
  if (!wanted) return false;
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    if (!/[\p{L}\p{N}]$/u.test(whole.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(whole.slice(at + wanted.length))) return true;
  }
  return false;
};
const isButton = (node) => node.matches(BUTTONS);
const linkWords = (link) => lines(link, isButton);
// Of several people linked in one card: the one whom the card's own words beside the links, or the label of its
// control, name. None if that is nobody or more than one.
const ownerOf = (area) => {
  const links = all('a[href]', area).filter((a) => slug(a));
  const labels = all(`a[href][aria-label], ${BUTTONS}`, area).filter((node) => composeHref(node) || isButton(node)).map(nameOf)
    .filter((label) => holds(label, pack.message_words) && !starts(label, pack.not_message_starts));
  const beside = lines(area, (node) => node !== area && (isButton(node) || (node.matches('a[href]') && (slug(node) !== null || composeHref(node) !== null))));
  const of = (texts) => [...new Set(links.filter((link) => linkWords(link).some((words) => texts.some((text) => mentions(text, words)))).map(slug))];
  const named = of(labels).length ? of(labels) : of(beside);
  return named.length === 1 ? named[0] : null;
};
const cardAreas = (main) => {
  const areas = new Map(); // element -> {owner, several}
  const anchors = all('a[href]', main).filter((anchor) => shown(anchor) && !aside(anchor, main));
  const inOne = (node) => { for (let at = node; at && at !== main; at = parent(at)) if (areas.has(at)) return true; return false; };
  const one = (found) => found.members.size <= 1 && found.occasions.size <= 1;
  for (const anchor of anchors.filter(composeHref)) {
    const area = grow(anchor, main, (up) => { const p = peopleIn(up); return one(p) && p.slugs.size <= 1; });
    const wide = grow(anchor, main, (up) => one(peopleIn(up)));
    if (peopleIn(wide).slugs.size <= 1) { if (!areas.has(area)) areas.set(area, {}); continue; }
    const owner = ownerOf(wide); // a mutual contact, say, is linked in the card too
    const kept = owner || wide.matches(CARDS) ? wide : area;
    if (!areas.has(kept)) areas.set(kept, { owner, several: true });
  }
  for (const anchor of anchors.filter((a) => slug(a))) {
    if (inOne(anchor)) continue;
    const item = closest(anchor, CARDS, main);
    if (item && !aside(item, main)) {
      const inside = peopleIn(item);
      const owner = inside.slugs.size > 1 && inside.members.size === 0 && !all(CARDS, item).length ? ownerOf(item) : null;
      if (owner) { areas.set(item, { owner, several: true }); continue; }
    }
    const area = grow(anchor, main, (up) => { const p = peopleIn(up); return p.slugs.size <= 1 && p.members.size === 0; });
    if (!areas.has(area)) areas.set(area, {});
  }
  return areas;
};
const describe = (area, hint) => {
  const inside = (selector) => [...(area.matches(selector) ? [area] : []), ...all(selector, area)];
  const profileLinks = inside('a[href]').filter((a) => slug(a) && !(hint.several && slug(a) !== hint.owner));
  const slugs = [...new Set(profileLinks.map(slug))];
  const compose = inside('a[href]').filter(composeHref);
  const members = [...new Set(compose.map((a) => recipientKey(composeHref(a))))];
  const skip = (node) => node !== area && (node.matches(`${BUTTONS}, ${COMPOSERS}, ${EDITORS}`) || (node.matches('a[href]') && composeHref(node) !== null));
  const text = lines(area, skip);
  const label = compose.map((a) => a.getAttribute('aria-label') || '').find(Boolean) || '';
  const writers = all(BUTTONS, area).filter((b) => !b.disabled && shown(b));
  const named = (name) => writers.filter((b) => mentions(nameOf(b), name) && holds(nameOf(b), pack.message_words) && !starts(nameOf(b), pack.not_message_starts));
  const name = cardName(area, { profileLinks, text, label, named, several: hint.several, slugs });
  const buttons = members.length === 0 && name ? named(name) : [];
  const marked = new Set();
  inside('*').forEach((node) => attributeMembers(node).forEach((id) => marked.add(id)));
  return {
    name, lines: text, slugs, members,
    marked: [...marked],
    label: label || (buttons.length === 1 ? nameOf(buttons[0]) : ''),
    href: compose.length ? composeHref(compose[0]) : '',
    control: members.length === 1 ? 'link' : buttons.length === 1 ? 'button' : 'none',
    several: Boolean(hint.several) && !hint.owner,
    promoted: text.map((line) => plain(line).replace(/[\s·•.:]+$/, '')).some((line) => pack.promoted_words.some((word) => line === asCompared(word))),
    area, compose, buttons,
  };
};
// The name a card gives its person. The words of the profile link if the control's label says them; else those that
// the card says once more (in its sentence, a heading, a picture); else the link's only words. A picture's text alone
// is no name: it may say "Photo of". Where several people are linked and nobody is named, there is no name.
const cardName = (area, { profileLinks, text, label, named, several, slugs }) => {
  const words = profileLinks.flatMap(linkWords);
  const said = (name) => text.some((line) => plain(line) !== plain(name) && mentions(line, name));
  const pictures = profileLinks.flatMap((link) => all('img[alt], [role="img"][aria-label]', link).map((img) => squeeze(img.getAttribute('alt') || img.getAttribute('aria-label')))).filter(Boolean);
  const labelled = words.find((line) => label && mentions(label, line)) || text.filter((line) => label && mentions(label, line)).sort((a, b) => b.length - a.length)[0] || words.find((line) => named(line).length);
  if (labelled) return labelled;
  const headings = all(any('card_heading'), area).filter(shown).flatMap((heading) => lines(heading));
  const pictured = (line) => pictures.some((picture) => mentions(picture, line));
  const twice = words.find(said) || headings.find((line) => said(line) || pictured(line)) || words.find(pictured) || text.find((line) => line.length > 1 && pictured(line)) || pictures.find(said);
  if (twice) return twice;
  if (several) return '';
  if (words.length) return words[0];
  if (headings.length === 1) return headings[0];
  return slugs.length === 0 ? text[0] || '' : '';
};
// The last words before each card that stand outside every card (a day heading, where the page groups its cards by day),
// and the last real heading before it: words of an advertisement may have come between.
const GROUP_HEADINGS = 'h1, h2, h3, h4, h5, h6, [role="heading"]';
const aboveOf = (main, cards) => {
  const areas = new Set(cards.map((card) => card.area));
  const around = new Set();
  for (const area of areas) for (let at = parent(area); at && at !== parent(main); at = parent(at)) around.add(at);
  const above = new Map();
  let last = '';
  let section = '';
  const visit = (node) => {
    if (areas.has(node)) { above.set(node, { last, section }); return; }
    if (around.has(node)) {
      for (const part of [...(node.shadowRoot ? node.shadowRoot.childNodes : []), ...node.childNodes]) {
        if (part.nodeType === Node.TEXT_NODE) last = squeeze(part.data) || last;
        else if (part.nodeType === Node.ELEMENT_NODE) visit(part);
      }
      return;
    }
    if (!shown(node) || hiddenByMark(node)) return;
    const words = lines(node);
    if (words.length && !(node.matches(CARDS) && words.length > 1)) last = words[words.length - 1];
    const heading = node.matches(GROUP_HEADINGS) ? node : node.matches(CARDS) || aside(node, main) ? null : all(GROUP_HEADINGS, node).filter(shown).pop();
    if (heading) section = lines(heading).join(' ').slice(0, 200);
  };
  visit(main);
  return above;
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
  const rank = (button) => pack.selectors.more_button.findIndex((way) => button.matches(way));
  return all(MORE_BUTTONS, main).filter((button) => {
    if (!usable(button) || inCard(button) || aside(button, main) || button.disabled || button.hasAttribute('aria-haspopup') || button.hasAttribute('aria-expanded')) return false;
    if (order(button, last) < 0) return false;
    if (isMore(button)) return true;
    if (holds(nameOf(button), pack.message_words) || starts(nameOf(button), pack.send_words)) return false;
    // In a language without words here: the last child of the list, if it is this button and nothing else.
    const list = closest(button, LISTS, main);
    const end = list && list.lastElementChild;
    return Boolean(end) && within(button, end) && cards.some((card) => within(card.area, list))
      && squeeze(end.innerText) === squeeze(button.innerText) && all('a[href]', end).length === 0 && [end, ...all('*', end)].filter(isButton).length === 1;
  }).sort((a, b) => rank(a) - rank(b));
};
const scrollerOf = (main, cards) => {
  for (let at = cards.length ? cards[0].area : main; at; at = parent(at)) {
    const style = getComputedStyle(at);
    if (/(auto|scroll|overlay)/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 1) return at;
  }
  return document.scrollingElement || document.documentElement;
};
operations.catchUp = () => {
  const main = grounds();
  if (!main.length) return { hasMain: false, cards: [], more: 0, notices: [], busy: busy(document.documentElement) };
  const cards = main.flatMap(cardsOf);
  const host = main[0];
  number(document.documentElement);
  const more = main.flatMap((m) => moreButtons(m, cards.filter((c) => within(c.area, m))));
  const above = new Map(main.flatMap((m) => [...aboveOf(m, cards.filter((c) => within(c.area, m)))]));
  const groupOf = (area) => closest(parent(area), LISTS, null) || parent(area);
  const groups = [...new Set(cards.map((card) => groupOf(card.area)))];
  const scroller = scrollerOf(host, cards);
  const box = scroller === document.scrollingElement ? { left: 0, top: 0, width: innerWidth, height: innerHeight } : scroller.getBoundingClientRect();
  return {
    hasMain: true,
    cards: cards.map(({ area, compose, buttons, ...card }) => ({ ...card, above: (above.get(area) || { last: '' }).last, section: (above.get(area) || { section: '' }).section, group: groups.indexOf(groupOf(area)) })),
    more: more.length,
    notices: cards.some((card) => card.control !== 'none') ? [] : main.flatMap((m) => emptyNotices(m, cards)),
    unread: cards.some((card) => card.control !== 'none') ? [] : main.flatMap((m) => unreadRows(m, cards)),
    busy: main.some((m) => waits(m, cards)),
    frames: main.map(framesMissing).reduce((sum, one) => sum + one, 0),
    announced: main.flatMap((m) => announcements(m, cards)),
    places: main.flatMap((m) => places(m, cards)),
    retry: main.some((m) => retryOffered(m, cards)),
    held: main.some((m) => moreHeldBack(m, cards)),
    links: main.flatMap((m) => all('a[href]', m)).length,
    scroll: { top: scroller.scrollTop, view: scroller.clientHeight, height: scroller.scrollHeight },
    point: { x: Math.max(5, Math.min(innerWidth - 5, box.left + box.width / 2)), y: Math.max(5, Math.min(innerHeight - 5, box.top + box.height / 2)) },
    language: document.documentElement.lang || '',
    screen: all('[data-sdui-screen]', document.documentElement).map((n) => n.getAttribute('data-sdui-screen')),
    rows: main.flatMap((m) => all(CARDS, m)).length,
    controls: main.flatMap((m) => all(BUTTONS, m)).filter((b) => usable(b) && holds(nameOf(b), pack.message_words)).length,
  };
};
operations.scrollBy = () => {
  const main = grounds();
  const cards = main.flatMap(cardsOf);
  (main.length ? scrollerOf(main[0], cards) : document.scrollingElement).scrollBy(0, given.by);
};
operations.moreButton = () => {
  const main = grounds(); const cards = main.flatMap(cardsOf);
  number(document.documentElement);
  return main.flatMap((m) => moreButtons(m, cards.filter((c) => within(c.area, m))))[0] || null;
};
operations.control = () => {
  // The one control that writes to exactly this person: by the id in its address, or, where it is a button, by the
  // profile address of the card it stands in and the name in its label. None while anything else is open.
  if (editors().length || all('input[type="password"]', document.documentElement).some(usable)) return null;
  const found = [];
  for (const main of grounds()) {
    if (given.member) {
      for (const anchor of all('a[href*="/messaging/"]', main)) {
        if (aside(anchor, main) || !composeHref(anchor) || recipientKey(composeHref(anchor)) !== given.member || !usable(anchor)) continue;
        const label = anchor.getAttribute('aria-label') || '';
        const card = grow(anchor, main, (up) => peopleIn(up).members.size <= 1);
        const slugs = [...peopleIn(card).slugs].map(plain);
        if (given.profile && slugs.length && !slugs.includes(plain(given.profile))) continue;
        if (!label || plain(label).includes(plain(given.name)) || slugs.length) found.push(anchor);
      }
    }
    if (given.profile && !found.length) {
      for (const card of cardsOf(main)) {
        if (card.control === 'button' && card.slugs.length === 1 && plain(card.slugs[0]) === plain(given.profile) && plain(card.name) === plain(given.name)) found.push(card.buttons[0]);
      }
    }
  }
  // Of several copies the one that nothing covers and that stands in the window.
  const clear = found.filter((control) => reached(control, control) === true);
  const fit = (controls) => controls.find((control) => composeHref(control) && occasionIn(composeHref(control)) === given.occasion) || controls[0];
  return fit(clear) || fit(found.filter((control) => reached(control, control) === null)) || fit(found) || null;
};
operations.messageLinks = () => {
  // On a profile: the Message addresses that stand with the person's name, in the largest block around it that holds
  // no link to anybody else. Side rails and lists of other people lie outside it.
  const found = new Set();
  for (const main of mains()) {
    const named = (h) => shown(h) && plain(squeeze(h.innerText)).includes(plain(given.name));
    const heading = pack.selectors.profile_heading.map((way) => all(way, main).find(named)).find(Boolean);
    if (!heading) continue;
    for (let at = heading; at && within(at, main); at = parent(at)) {
      if ([...peopleIn(at).slugs].some((one) => plain(one) !== plain(given.profile))) break;
      for (const anchor of all('a[href]', at)) if (composeHref(anchor)) found.add(composeHref(anchor));
      if (at === main) break;
    }
  }
  return [...found];
};
operations.profileMessage = () => {
  // On a profile: the first of its own Message addresses that can be pressed and names exactly this member.
  if (editors().length || all('input[type="password"]', document.documentElement).some(usable)) return null;
  const own = new Set(operations.messageLinks());
  for (const main of mains())
    for (const anchor of all('a[href]', main))
      if (own.has(composeHref(anchor)) && recipientKey(composeHref(anchor)) === given.member && usable(anchor)) return anchor;
  return null;
};
// On a profile: the name in its heading: the one that the page's title names, else the first of the kind that stands
// first in the pack.
const profileHeading = (main) => {
  const named = pack.selectors.profile_heading.flatMap((way) => all(way, main).filter((h) => usable(h) && squeeze(h.innerText)));
  return named.find(titledBy) || named[0];
};
const titledBy = (heading) => plain(document.title).includes(plain(squeeze(heading.innerText)));
operations.profile = () => {
  for (const main of mains()) {
    const heading = profileHeading(main);
    if (heading) return { name: squeeze(heading.innerText), titled: titledBy(heading) };
  }
  return null;
};
// The same of a profile that the person opened, with what stands beside the name. `addresses`: whose contact information
// it leads to. `lines` stand between the name and the place, `worked` in the experience section; `sections` are the
// headings of an open dialog that names this profile, each with its text. `mine`: the page offers to edit it.
const CONTACT_INFO = 'a[href*="/overlay/contact-info"]';
const between = (block, first, last) => all('p, li, span, div', block).filter((node) => usable(node) && !node.children.length
  && first.compareDocumentPosition(node) & 4 && node.compareDocumentPosition(last) & 4 && !node.contains(last));
operations.shownProfile = () => {
  for (const main of mains()) {
    const heading = profileHeading(main);
    if (!heading) continue;
    const links = all(CONTACT_INFO, main).filter(usable);
    const link = links.find((a) => heading.compareDocumentPosition(a) & 4);
    const line = link && (closest(link, 'p, li', main) || parent(link));
    let block = heading;
    while (block && link && !within(link, block)) block = parent(block);
    const beside = parent(heading);
    const lines = link && !all('button', block).some((b) => usable(b) && b.compareDocumentPosition(link) & 4 && heading.compareDocumentPosition(b) & 4)
      ? between(block, heading, line).filter((node) => !within(node, beside)).map((node) => squeeze(node.innerText)).filter(Boolean) : [];
    const worked = all('[componentkey*="ExperienceTopLevelSection"] p', main).filter(usable).map((node) => squeeze(node.innerText)).slice(0, 60);
    // A dialog of this profile's, and none in which somebody writes; of two around each other the inner one.
    const naming = all('dialog[open], [role="dialog"]', document.body).filter((d) => usable(d) && !all(EDITORS, d).length
      && all('a[href*="/in/"]', d).some((a) => given.paths.includes(a.pathname.replace(/\/+$/, ''))));
    const dialogs = naming.filter((d) => !naming.some((other) => other !== d && within(other, d)));
    const sections = dialogs.length === 1 ? all('h2, h3, h4', dialogs[0]).filter(usable).map((h) => {
      const around = parent(h);
      const alone = around !== dialogs[0] && all('h1, h2, h3, h4', around).length === 1;
      return [squeeze(h.innerText), alone ? squeeze([...around.children].filter((c) => c !== h && usable(c)).map((c) => c.innerText).join(' ')) : ''];
    }) : [];
    return {
      name: squeeze(heading.innerText), titled: titledBy(heading), addresses: [...new Set(links.map((a) => a.href))],
      lines: lines.slice(0, 6), worked, sections,
      place: link ? squeeze(line.innerText.replace(link.innerText, '')) : '',
      mine: all('a[href*="/edit/intro"]', main).some(usable),
      loaded: (performance.getEntriesByType('navigation')[0] || { name: '' }).name,
    };
  }
  return null;
};
// ---- which ways led to what was read, for their statistics; and forms that no way of the pack has ----
// A bit for each way of a key that led to one of these.
const usedOf = (ways, nodes) => ways.reduce((bits, way, place) => bits | (nodes.some((node) => node.matches(way)) ? 1 << place : 0), 0);
const SAYS_LITTLE = ['presentation', 'none', 'button', 'link', 'img', 'group', 'region', 'dialog', 'main', 'generic'];
const formsOf = (node) => ['role', 'data-testid'].map((name) => [name, node.getAttribute(name) || ''])
  .filter(([, value]) => /^[a-z][a-z-]{1,40}$/i.test(value) && !SAYS_LITTLE.includes(value)).map(([name, value]) => `[${name}="${value}"]`);
// Forms that at least two of these have, and nothing else in the main part that `alike` does not accept.
const shared = (nodes, main, alike) => {
  const count = new Map();
  for (const node of new Set(nodes)) for (const form of formsOf(node)) count.set(form, (count.get(form) || 0) + 1);
  return [...count].filter(([form, times]) => alike.least <= times && main.flatMap((m) => all(form, m)).every(alike.accepts)).map(([form]) => form);
};
operations.recognised = () => {
  const main = grounds();
  const areas = main.flatMap(cardsOf).map((card) => card.area);
  const used = { main: usedOf(pack.selectors.main, main) };
  const seen = {};
  if (areas.length) {
    const lists = areas.map((area) => closest(parent(area), LISTS, null));
    used.card = usedOf([...pack.selectors.card, ...pack.learned.card], areas);
    used.list = usedOf([...pack.selectors.list, ...pack.learned.list], lists.filter(Boolean));
    const inArea = (node) => areas.some((area) => area === node);
    seen.card = shared(areas.filter((area) => !area.matches(CARDS)), main, { least: 2, accepts: inArea });
    const holders = areas.filter((area, place) => !lists[place]).map(parent).filter((node) => node && !main.includes(node));
    const holdsTwo = (node) => areas.filter((area) => parent(area) === node).length >= 2;
    seen.list = shared(holders.filter(holdsTwo), main, { least: 1, accepts: holdsTwo });
    number(document.documentElement);
    const cards = areas.map((area) => ({ area }));
    const more = main.flatMap((m) => moreButtons(m, cards.filter((card) => within(card.area, m))));
    if (more.length) used.more_button = usedOf(pack.selectors.more_button, more.slice(0, 1));
  } else if (main.some((m) => emptyNotices(m, []).length)) {
    used.empty_state = usedOf(pack.selectors.empty_state, main.flatMap((m) => all(any('empty_state'), m)).filter((node) => usable(node) && squeeze(node.textContent)));
  }
  return { used, seen };
};
