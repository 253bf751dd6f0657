// What lies over the page so that it cannot be used: an offer, a tour, a notice. Only looks; what closes it is its own.
const CROSS = /^[×✕✖✗⨯🗙xX]$/u;
const topmost = (x, y) => {
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot) { const deeper = hit.shadowRoot.elementFromPoint(x, y); if (!deeper || deeper === hit) break; hit = deeper; }
  return hit;
};
const layerOf = (node) => {
  let layer = null;
  for (let at = node; at && at !== document.body && at !== document.documentElement; at = parent(at)) {
    if (at.matches(MAIN)) return null;
    if (at.matches(`${COMPOSERS}, [aria-modal="true"]`) || getComputedStyle(at).position === 'fixed') layer = at;
  }
  return layer;
};
// The layer that takes most clicks: at four or more of nine places in the window.
const coverLayer = () => {
  const hits = new Map();
  for (const fx of [0.2, 0.5, 0.8]) for (const fy of [0.25, 0.5, 0.75]) {
    const hit = topmost(innerWidth * fx, innerHeight * fy);
    const layer = hit && layerOf(hit);
    if (layer) hits.set(layer, (hits.get(layer) || 0) + 1);
  }
  const [found, count] = [...hits].sort((a, b) => b[1] - a[1])[0] || [null, 0];
  return count >= 4 ? found : null;
};
const writesIn = (layer) => all(EDITORS, layer).some((node) => shown(node)) || all('input', layer).some((node) => !/^(button|submit|checkbox|radio|hidden|reset)$/.test(node.type) && shown(node) && node.value);
const coverCloses = (layer) => all(BUTTONS, layer).filter((button) => {
  const name = nameOf(button);
  if (!onPage(button) || button.disabled || button.tagName === 'A' || holds(name, pack.binding_words)) return false;
  const form = closest(button, 'form', layer);
  if (form && button.type === 'submit' && form.method !== 'dialog') return false;
  return CROSS.test(name) || starts(name, pack.close_words);
});
operations.cover = () => { const layer = coverLayer(); return layer ? { writes: writesIn(layer), closes: coverCloses(layer).length } : null; };
operations.coverClose = () => { const layer = coverLayer(); return (layer && !writesIn(layer) && coverCloses(layer)[0]) || null; };
