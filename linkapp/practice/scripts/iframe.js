// Composer "iframe", the outer shell (2026-09-27): the classic application lives in a full-screen frame.
"use strict";
(() => {
  const { shells } = window.interop;
  const frame = document.querySelector('[data-testid="interop-iframe"]');
  const ready = new Promise((done) => {
    window.addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
      if (event.data.interop === "ready") done();
      if (event.data.interop === "close") frame.style.display = "none";
    });
  });

  function show() {
    frame.style.display = "block";
  }

  shells.iframe = async (option, draft) => {
    await ready;
    show();
    frame.contentWindow.postMessage({ interop: "open", option, draft }, location.origin);
  };

  if (location.pathname.startsWith("/messaging/")) show();
})();
