// What is pressed: whether it rests, that its composer stays the same until the click, and that nothing else takes it.
// Whether an animation can move what it animates: one that is under way, and changes more than how it looks.
const LOOKS = /^(opacity|visibility|filter|backdropFilter|boxShadow|textShadow|fill|stroke|transition.*|(background|color|outline|caret|textDecoration).*|border.*(Color|Radius)|(computedO|o)ffset|easing|composite)$/;
const moves = (animation) => {
  if (animation.playState !== 'running' && !animation.pending) return false;
  try { return animation.effect.getKeyframes().some((step) => Object.keys(step).some((name) => !LOOKS.test(name))); } catch { return true; }
};
// Where a button stands, in its window and those around it; null while an animation may move it or what holds it.
const placeOf = (button) => {
  const boxes = [];
  for (let shownIn = button; shownIn; shownIn = shownIn.ownerDocument.defaultView && shownIn.ownerDocument.defaultView.frameElement) {
    for (let at = shownIn; at; at = parent(at)) if (at.getAnimations().some(moves)) return null;
    const box = shownIn.getBoundingClientRect();
    boxes.push(box.left, box.top, box.width, box.height);
  }
  return boxes.join(' ');
};
// A Send button is watched from picture to picture of the page, until the click or some seconds after the last question
// about it. Two looks alone tell nothing: both may lie between two pictures, or between two steps of what moves it.
const REST_PICTURES = 3; const REST_MS = 50; const REST_WATCHED_MS = 10000;
const rests = new Map();
const standsStill = (rest) => {
  const place = placeOf(rest.button);
  if (place === null || place !== rest.place) { rest.pictures = 0; rest.since = performance.now(); }
  rest.place = place;
  return place !== null && rest.pictures >= REST_PICTURES && performance.now() - rest.since >= REST_MS;
};
const watchRest = (button) => {
  const known = rests.get(button);
  const until = performance.now() + REST_WATCHED_MS;
  if (known && performance.now() < known.until) { known.until = until; return known; }
  const rest = { button, place: null, pictures: 0, since: 0, until };
  const picture = () => {
    if (rests.get(button) !== rest) return;
    if (!button.isConnected || performance.now() > rest.until) { rests.delete(button); return; }
    rest.pictures += 1;
    standsStill(rest);
    requestAnimationFrame(picture);
  };
  rests.set(button, rest);
  requestAnimationFrame(picture);
  return rest;
};
// How a button stands: its place where it has rested there for some pictures and some time, and whether its middle is in
// the window and under nothing else.
const restOf = (button) => {
  const rest = watchRest(button);
  const box = button.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const hit = usable(button) && x > 0 && y > 0 && x < innerWidth && y < innerHeight ? topmost(x, y) : null;
  return { place: standsStill(rest) ? rest.place : null, free: Boolean(hit) && within(hit, button) };
};
operations.awaitRest = () => new Promise((resolve) => {
  // Answers as soon as the Send button rests, at the latest after given.wait ms; with null where there is none.
  const [index, until] = [given.index || 0, performance.now() + given.wait];
  const check = () => question(() => {
    counted.clear();
    const button = onlySend(editors()[index]);
    const rest = button && restOf(button);
    if (!rest || rest.place !== null || performance.now() > until) resolve(rest); else setTimeout(check, 8);
  });
  check();
});
let watched = null;
const endWatch = () => watched && (watched.end(), watched.stopped);
// Watches the composer through the click itself: an event that would reach it while it names somebody else, or holds
// another text, than a moment ago is stopped before the page sees it. It ends with the click, or after so many ms.
const startWatch = (index, wait) => {
  endWatch();
  watched = null;
  const editor = editors()[index];
  if (!editor) return;
  const root = rootOf(editor);
  const inHead = (node) => !inMessages(node, root) && !within(node, editor);
  const named = () => JSON.stringify([
    all('a[href*="/in/"]', root).filter((a) => slug(a) && inHead(a)).map(slug),
    all(HEADINGS, root).filter(inHead).map((heading) => squeeze(heading.innerText)),
    [...new Set([root, ...all('*', root).filter(inHead)].flatMap((node) => [...attributeMembers(node)]))],
    chipsIn(root, inHead),
  ]);
  const watch = { stopped: false };
  const [before, text] = [named(), content(editor)];
  const pressing = ['pointerdown', 'mousedown', 'keydown'];
  const kinds = [...pressing, 'pointerup', 'mouseup', 'click', 'keypress', 'keyup', 'submit'];
  const judge = (event) => {
    const presses = pressing.includes(event.type); // after it the page may well have sent, cleared and closed
    const same = editor.isConnected ? named() === before && !(presses && content(editor) !== text) : !presses;
    if (!same) watch.stopped = true;
    if (watch.stopped) { event.stopImmediatePropagation(); event.preventDefault(); }
  };
  for (const kind of kinds) window.addEventListener(kind, judge, true);
  watch.end = () => { for (const kind of kinds) window.removeEventListener(kind, judge, true); };
  setTimeout(watch.end, wait);
  watched = watch;
  watch.send = onlySend(editor);
};
operations.endWatch = () => {
  rests.clear();
  const changed = Boolean(endWatch());
  if (aimed) aimed.end();
  return { changed, missed: Boolean(aimed && aimed.missed) };
};
// One click that may reach this control and nothing else: where something has come between, the whole press is stopped
// before the page sees it. It ends with the press, or after AIMED_MS. What a page does by itself is not looked at.
const AIMED_MS = 1500;
let aimed = null;
const aimAt = (control) => {
  if (aimed) aimed.end();
  const aim = { missed: false };
  const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  const judge = (event) => {
    if (!event.isTrusted) return;
    if (event.type === 'pointerdown' || (event.type === 'click' && !aim.missed)) aim.missed = !event.composedPath().includes(control);
    if (aim.missed) { event.stopImmediatePropagation(); event.preventDefault(); }
    if (event.type === 'pointerup') setTimeout(aim.end, 0); // the click comes with it
  };
  aim.end = () => { for (const kind of kinds) window.removeEventListener(kind, judge, true); };
  for (const kind of kinds) window.addEventListener(kind, judge, true);
  setTimeout(aim.end, AIMED_MS);
  aimed = aim;
};
const inTheOpen = (control) => (control && !control.disabled && control.getAttribute('aria-disabled') !== 'true' ? restOf(control) : { free: false });
// Whether Send still rests where it did, in the open: then the next click is its own or nobody's. Else nothing is begun.
operations.aimSend = () => {
  const send = watched && watched.send;
  const { free, place } = inTheOpen(send);
  if (!free || place === null || place !== given.place) return false;
  aimAt(send);
  return true;
};
// The same of what closes a composer, which may well move with what was sent: a click that misses it is nobody's.
operations.aimClose = () => {
  const control = closeControl(editors()[given.index || 0]);
  if (!inTheOpen(control).free) return false;
  aimAt(control);
  return true;
};
