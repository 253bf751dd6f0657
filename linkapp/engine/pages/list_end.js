// Where a list ends, and whether the page itself says that there is nobody: signs that more is still to come, what the
// page announces, and notices that it is empty. Only signs: what they mean is judged in list_end.py.

// Inside a part of the page that is no list's: its words and spinners say nothing about the list.
const inCard = (node, cards) => {
  if (!cards.areas) cards.areas = new Set(cards.map((card) => card.area));
  for (let at = node; at; at = parent(at)) if (cards.areas.has(at)) return true;
  return false;
};
const besideList = (node, main, cards) => inCard(node, cards) || aside(node, main);
// A bar that says how far something is has a value; one that only says "wait" has none.
const measured = (node) => node.hasAttribute('aria-valuenow') || (node.tagName === 'PROGRESS' && node.hasAttribute('value'));
// A place kept for somebody who is not there yet: an item of the list without words, links, controls and pictures.
const placeholder = (item) => usable(item) && children(item).length > 0 && item.getBoundingClientRect().height >= 24 && blank(item);
// A block with nothing in it but its own drawing, of a size that a person would see.
const blank = (node) => {
  const height = node.getBoundingClientRect().height;
  return height >= 8 && height <= 400 && !squeeze(node.innerText) && !node.matches('img, iframe, video, canvas') && !all(`a[href], img, iframe, video, canvas, ${BUTTONS}, ${EDITORS}`, node).length;
};
const waits = (main, cards) => {
  if (main.matches('[aria-busy="true"]') || all(any('busy'), main).some((node) => usable(node) && !measured(node) && !besideList(node, main, cards))) return true;
  if (all(any('placeholder'), main).some((node) => !besideList(node, main, cards) && usable(node) && blank(node))) return true;
  const ellipsis = (text) => plain(text).replace(/[\s.…]+$/, '');
  const says = (node) => pack.loading_words.some((word) => ellipsis(lines(node).join(' ')) === ellipsis(word));
  const leaf = (node) => node.childElementCount === 0 || node.matches('[role="status"], [role="alert"], p, span, div');
  if (all('*', main).some((node) => !['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName) && node.textContent.length < 60 && leaf(node)
    && pack.loading_words.some((word) => holds(node.textContent, [word])) && usable(node) && !besideList(node, main, cards) && says(node))) return true;
  const listsOfCards = new Set(cards.map((card) => closest(parent(card.area), LISTS, main)).filter(Boolean));
  return [...listsOfCards].some((list) => all(CARDS, list).some((item) => !aside(item, main) && placeholder(item)));
};
// Frames of this site, large enough for a list, whose own page has not come.
const framesMissing = (main) => all('iframe', main).filter((frame) => {
  const box = frame.getBoundingClientRect();
  if (!usable(frame) || aside(frame, main) || box.width < 120 || box.height < 80) return false;
  const wanted = frame.getAttribute('src');
  if (!wanted || /^about:|^data:|^javascript:/i.test(wanted)) return false;
  let address;
  try { address = new URL(wanted, document.baseURI); } catch { return false; }
  if (address.origin !== self.origin) return false;
  const inner = frame.contentDocument;
  return !inner || inner.URL === 'about:blank' || inner.readyState === 'loading';
}).length;
// Headings and the chosen tab, where they hold a number: the page may say how many there are.
const announcements = (main, cards) => all(`h1, h2, h3, h4, [role="heading"], [aria-selected="true"], [aria-current]`, main)
  .filter((node) => usable(node) && !besideList(node, main, cards)).map((node) => squeeze(lines(node).join(' '))).filter((text) => /\d/.test(text) && text.length <= 80);
// Which places of its list each item says that it has: [list, place, size].
const places = (main, cards) => {
  const found = [];
  const listsOfCards = [...new Set(cards.map((card) => closest(parent(card.area), `${LISTS}, table, [role="grid"], [role="table"]`, main)).filter(Boolean))];
  listsOfCards.forEach((list, which) => {
    for (const item of all('[aria-posinset][aria-setsize], [aria-rowindex]', list)) {
      const counted = item.hasAttribute('aria-posinset');
      const holder = counted ? item : closest(item, '[aria-rowcount]', null);
      const place = Number(item.getAttribute(counted ? 'aria-posinset' : 'aria-rowindex'));
      const size = holder ? Number(holder.getAttribute(counted ? 'aria-setsize' : 'aria-rowcount')) : 0;
      if (place > 0 && size > 0) found.push([which, place, size]);
    }
  });
  return found;
};
// A control that offers to try again: what should stand there did not come.
const retryOffered = (main, cards) => all(BUTTONS, main).some((button) => !besideList(button, main, cards) && starts(nameOf(button), pack.retry_words) && usable(button));
// "Show more" that cannot be pressed (any more, or not yet).
const moreHeldBack = (main, cards) => cards.length > 0 && all(MORE_BUTTONS, main).some((button) => (button.disabled || button.getAttribute('aria-disabled') === 'true') && !besideList(button, main, cards) && isMore(button) && usable(button) && order(button, cards[cards.length - 1].area) > 0);

// What says that there is nobody: its words, what stands above it, and whether it is part of an advertisement.
const emptyNotices = (main, cards) => {
  const marked = all(any('empty_state'), main);
  const spoken = all('*', main).filter((node) => !['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName) && holds(node.textContent, pack.empty_phrases)
    && !children(node).some((child) => holds(child.textContent, pack.empty_phrases)));
  const headings = all('h1, h2, h3, h4, h5, h6, [role="heading"]', main).filter(shown);
  const sold = (node) => {
    for (let at = node, steps = 0; at && at !== main && steps < 5; at = parent(at), steps += 1) {
      if (lines(at).some((line) => pack.promoted_words.some((word) => plain(line).replace(/[\s·•.:]+$/, '') === plain(word)))) return true;
    }
    return false;
  };
  return [...new Set([...spoken, ...marked])].filter((node) => usable(node) && !besideList(node, main, cards) && lines(node).length).map((node) => {
    const above = headings.filter((heading) => order(heading, node) < 0 && !within(heading, node));
    const labels = [];
    for (let at = node; at && at !== main; at = parent(at)) if (at.hasAttribute('aria-label') || at.hasAttribute('aria-labelledby')) labels.push(nameOf(at));
    return { text: lines(node).join(' '), above: above.length ? lines(above[above.length - 1]).join(' ') : '', labels, sold: sold(node) };
  });
};
// Rows of a list that hold somebody's words but no link that a card could be made of.
const unreadRows = (main, cards) => all(CARDS, main).filter((item) => usable(item) && !besideList(item, main, cards) && !cards.some((card) => within(card.area, item))
  && !closest(item, '[role="tablist"], nav, [role="navigation"], [role="menu"]', main)).slice(0, 60).map((item) => lines(item).join(' ').slice(0, 300)).filter(Boolean);

// Somebody is signed in: the site's own navigation leads to places that only members have, and not to a sign-in.
operations.signedIn = () => all(any('own_navigation'), document.documentElement).some((nav) => {
  if (!shown(nav) || closest(nav, 'main, [role="main"], aside, [role="complementary"], [role="dialog"], dialog, article, [role="listitem"]', null)) return false;
  const paths = all('a[href]', nav).map(addressOf).filter((url) => url && ownHost(url)).map((url) => url.pathname);
  if (paths.some((path) => /^\/(login|signup|authwall|checkpoint|uas\/login)(\/|$)/.test(path))) return false;
  const members = new Set(paths.map((path) => (path.match(/^\/(feed|mynetwork|messaging|notifications)(?:\/|$)/) || [])[1]).filter(Boolean));
  return paths.some((path) => /^\/in\/[^/]+/.test(path)) || members.size >= 2;
});
