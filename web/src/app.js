// Makes pages pleasanter; every page works without it.
"use strict";

document.documentElement.classList.add("scripted");

// A slow line invites a second click: a form goes out once. The server would
// answer a repeat with the first answer anyhow.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Coming back by the browser's button shows the form as it was: it may go again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// After a refused form the reader, sighted or not, starts at the summary.
document.querySelector('.ds-error-summary[tabindex="-1"]')?.focus();

// Typed text is not lost by a slip: forms that ask for it warn before leaving.
const touched = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep !== undefined) touched.add(form);
});
window.addEventListener("beforeunload", (event) => {
  for (const form of touched) {
    if (form.isConnected && form.dataset.sent === undefined) event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
