// What stops a visitor: a sign-in form, a security check, a restriction, a limit, told by the page's own body. What is
// counted is what a person sees now: a template that waits, a frame of no size and a badge in the corner are no wall.
// Words are only gathered here, from where no other person's words can stand: what they mean is in the pack's [stops].
const pathOf = (address) => { try { const url = new URL(address, document.baseURI); return ownHost(url) ? url.pathname : ''; } catch { return ''; } };
const leadsTo = (path, doors) => Boolean(path) && doors.some((door) => path === door || path.startsWith(`${door.replace(/\/$/, '')}/`));
const begins = (path, doors) => Boolean(path) && doors.some((door) => path.startsWith(door)); // of forms: "/login-submit"
// Whether it stands where a person sees it: shown, on the page, and not cut away by what holds it.
const onPage = (node) => {
  if (!usable(node)) return false;
  let { left, top, right, bottom } = node.getBoundingClientRect();
  if (right + scrollX <= 0 || bottom + scrollY <= 0) return false;
  for (let at = parent(node); at && at !== document.body && at !== document.documentElement; at = parent(at)) {
    if (getComputedStyle(at).overflow === 'visible') continue;
    const box = at.getBoundingClientRect();
    [left, top, right, bottom] = [Math.max(left, box.left), Math.max(top, box.top), Math.min(right, box.right), Math.min(bottom, box.bottom)];
    if (scrolls(at)) continue; // what is scrolled away can be scrolled back
    if (right - left <= 1 || bottom - top <= 1) return false;
  }
  return true;
};
const MEMBERS_ONLY = '[data-testid="primary-nav"], #primaryNavLinksComponentRef, #global-nav';
const MEMBERS_PLACES = ['/messaging', '/mynetwork', '/notifications'];
const WALL_PARTS = `input, form, iframe, button, [role="button"], a[href], ${MEMBERS_ONLY}`;
const CAPTCHA = /captcha|funcaptcha|arkose|turnstile|challenges\.cloudflare/i;
const CODE = /(^|[\W_])(otp|totp|pin|passcode)([\W_]|$)|verification.?(pin|code)|one.?time.?(code|pin|pass)|(two|2).?(step|factor)/i;
const attributes = (node, ...names) => names.map((name) => node.getAttribute(name) || '').join(' ');
// A captcha to be solved: large enough for it, and not the badge that stands in the corner of pages that watch only.
const captchaFrame = (frame) => {
  if (!CAPTCHA.test(attributes(frame, 'src', 'title', 'id', 'name')) || /[?&]size=invisible/i.test(frame.getAttribute('src') || '')) return false;
  const box = frame.getBoundingClientRect();
  if (box.width < 100 || box.height < 40 || closest(frame, '.grecaptcha-badge', null) || !onPage(frame)) return false;
  for (let at = frame; at; at = parent(at)) {
    const held = at.getBoundingClientRect();
    if (getComputedStyle(at).position === 'fixed' && held.width <= 262 && held.height <= 84) return false;
  }
  return true;
};
const captchaForm = (form) => {
  if (!CAPTCHA.test(attributes(form, 'id', 'name', 'class', 'action')) && !all('input[name*="captcha" i]:not([type="hidden"])', form).some(onPage)) return false;
  return onPage(form) && all('button, input:not([type="hidden"]), iframe, img, canvas', form).some(onPage);
};
const asksForCode = (input) => /^(text|tel|number|password|)$/.test(input.type) && (input.autocomplete === 'one-time-code' || CODE.test(attributes(input, 'name', 'id', 'autocomplete'))) && onPage(input);
const headingsIn = (root, but) => all(HEADINGS, root).filter((node) => onPage(node) && !closest(node, but, null)).map((node) => squeeze(node.innerText)).filter(Boolean);
// A dialog that nobody writes in and that is about nobody: the site's own words.
const ownDialogs = () => all(COMPOSERS, document.documentElement).filter((node) => onPage(node) && all(EDITORS, node).length === 0 && !all('a[href*="/in/"]', node).some(slug));
// The ways in which the site itself lets a dialog be put away without a word: its own close control.
const closeControls = (dialog) => all(BUTTONS, dialog).filter((button) => onPage(button) && starts(nameOf(button), pack.close_words) && !button.disabled);
const wallState = () => {
  const root = document.documentElement;
  const parts = all(WALL_PARTS, root);
  const links = parts.filter((node) => node.tagName === 'A');
  const forms = parts.filter((node) => node.tagName === 'FORM');
  const inputs = parts.filter((node) => node.tagName === 'INPUT');
  const member = parts.some((node) => node.matches(MEMBERS_ONLY) && onPage(node)) || links.some((node) => leadsTo(pathOf(node.getAttribute('href')), MEMBERS_PLACES) && pathOf(node.getAttribute('href')) !== location.pathname && onPage(node));
  const writes = links.some((node) => composeHref(node) && shown(node)) || all(EDITORS, root).some((node) => editable(node) && onPage(node));
  const about = writes || mains().some((main) => all('a[href*="/in/"]', main).some((node) => slug(node) && shown(node)));
  const actions = forms.filter((form) => form.hasAttribute('action') && all('input, button', form).some(onPage)).map((form) => pathOf(form.getAttribute('action')));
  const dialogs = ownDialogs();
  const closable = dialogs.filter((dialog) => closeControls(dialog).length > 0);
  const walls = dialogs.filter((dialog) => !closable.includes(dialog));
  const controls = (member || writes ? [] : parts).concat(...walls.map((dialog) => all('button, [role="button"], a[href]', dialog))).filter((node) => node.matches('button, [role="button"], a[href]') && onPage(node));
  const open = mains();
  const said = walls.map((dialog) => squeeze(dialog.innerText).slice(0, 600));
  if (!about) said.push(...open.flatMap((main) => headingsIn(main, COMPOSERS)));
  if (!about && !member) {
    said.push(document.title);
    const body = open[0] || document.body || root;
    const text = squeeze(body.innerText);
    // A bare paragraph may be anybody's: the site's own notice has something to press, or no main part around it.
    if (text.length < 2000 && (!open[0] || all('button, [role="button"], a[href], input:not([type="hidden"])', body).some(onPage))) said.push(text);
  }
  return {
    own: parts.some((node) => node.matches(MEMBERS_ONLY) && onPage(node)),
    password: inputs.some((node) => node.type === 'password' && onPage(node)),
    captcha: parts.some((node) => node.tagName === 'IFRAME' && captchaFrame(node)) || forms.some(captchaForm),
    code: inputs.some(asksForCode),
    checks: actions.some((path) => begins(path, pack.doors.security_check) && !begins(path, pack.doors.sign_in_steps)),
    signIn: actions.some((path) => begins(path, pack.doors.signed_out) || begins(path, pack.doors.sign_in_steps)),
    agrees: parts.some((node) => node.id === 'content__button--primary--muted' && onPage(node)),
    limits: all('div[class*="ip-fuse-limit-alert"]', root).some(onPage),
    led: controls.some((node) => node.tagName === 'A' && leadsTo(pathOf(node.getAttribute('href')), pack.doors.signed_out)),
    controls: controls.map((node) => nameOf(node)).filter((name) => name && name.length < 60).slice(0, 40),
    said,
    offered: closable.map((dialog) => squeeze(dialog.innerText).slice(0, 600)),
  };
};
