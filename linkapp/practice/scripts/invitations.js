// Sent invitations: more rows, the question, the withdrawal, and what the site says about it.
"use strict";
(() => {
  const { el, call, toast, words } = window.interop;
  const list = document.querySelector("[data-list]");
  const native = list.dataset.native === "1";
  let shown = list.querySelectorAll("[componentkey]").length;

  document.querySelector("button[data-more]")?.addEventListener("click", async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    const response = await call(`/mynetwork/invitation-manager/sent/?_fragment=1&start=${shown}`);
    if (!response.ok) {
      button.disabled = false;
      return;
    }
    list.insertAdjacentHTML("beforeend", await response.text());
    shown = list.querySelectorAll("[componentkey]").length;
    if (response.headers.get("x-more") === "1") button.disabled = false;
    else button.remove();
  });

  function ask(row, name) {
    const close = () => (native ? dialog : overlay).remove();
    const confirm = el("button", { type: "button", class: "artdeco-button--primary" }, words.withdraw);
    const inside = [
      el("h2", { id: "withdraw-title" }, words.withdraw_question),
      el("p", {}, words.withdraw_text.replace("{name}", name)),
      el("button", { type: "button", onclick: close }, words.cancel),
      confirm,
    ];
    const dialog = native
      ? el("dialog", { "data-testid": "dialog", "aria-labelledby": "withdraw-title" },
          el("div", { "data-sdui-screen": "com.linkedin.sdui.flagshipnav.mynetwork.WithdrawConfirmationDialog" }, inside))
      : el("div", { role: "dialog", "aria-modal": "true", class: "artdeco-modal", "aria-labelledby": "withdraw-title",
          style: "background:#fff;margin:90px auto;width:400px;padding:12px" }, inside);
    const overlay = el("div", { class: "artdeco-modal-overlay", style: "position:fixed;inset:0;background:rgba(0,0,0,.5)" });
    if (native) {
      document.querySelector("[data-floating-ui-portal]").append(dialog);
      dialog.showModal();
    } else {
      overlay.append(dialog);
      document.body.append(overlay);
    }
    confirm.addEventListener("click", async () => {
      confirm.disabled = true;
      const response = await call("/voyager/api/voyagerRelationshipsDashInvitations?action=withdraw", {
        method: "POST",
        body: JSON.stringify({ componentKey: row.getAttribute("componentkey") }),
      }).catch(() => ({ ok: false }));
      close();
      if (response.ok) {
        row.remove();
        shown -= 1;
      }
      toast((response.ok ? words.withdrawn : words.not_withdrawn).replace("{name}", name));
    });
  }

  list.addEventListener("click", (event) => {
    const control = event.target.closest("[aria-label]");
    const row = event.target.closest("[componentkey]");
    if (!control || !row || !row.contains(control)) return;
    event.preventDefault();
    const name = Array.from(row.querySelectorAll('a[href^="/in/"]'), (one) => one.textContent.trim()).find(Boolean);
    ask(row, name);
  });
})();
