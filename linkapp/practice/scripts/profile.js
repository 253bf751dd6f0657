// Profile: the address settles on the slug; contact info fills its dialog late; message buttons without an address.
"use strict";
(() => {
  const { el, call, press, toast, words, shell } = window.interop;
  const facts = JSON.parse(document.getElementById("profile-facts").textContent);
  const portal = document.querySelector("[data-floating-ui-portal]");
  if (!facts.open && location.pathname !== facts.path) history.replaceState(null, "", facts.path + location.search);

  for (const button of document.querySelectorAll("main [componentkey] > button:only-child")) {
    const key = button.parentElement.getAttribute("componentkey");
    button.addEventListener("click", () => press(key).catch(() => toast(shell.words.send_failed)));
  }

  async function contactInfo() {
    const inside = el("div", {}, el("div", { role: "progressbar", "aria-label": words.loading }));
    const dialog = el("dialog", { "data-testid": "dialog" },
      el("button", { type: "button", "aria-label": words.close, onclick: () => dialog.remove() }, "×"), inside);
    portal.append(dialog);
    dialog.showModal();
    const response = await call(`${facts.path}?_fragment=contact-info`);
    await new Promise((done) => setTimeout(done, 400));
    if (response.ok) inside.innerHTML = await response.text();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href$="/overlay/contact-info/"]');
    if (link) {
      event.preventDefault();
      contactInfo().catch(() => {});
    }
    const more = event.target.closest("[data-more]");
    if (more) {
      const open = more.getAttribute("aria-expanded") === "true";
      portal.querySelector('[role="menu"]')?.remove();
      more.setAttribute("aria-expanded", String(!open));
      if (!open) portal.append(el("div", { role: "menu" }, el("div", { role: "menuitem", tabindex: "0" }, "PDF")));
    }
  });
  if (facts.open) contactInfo().catch(() => {});
})();
