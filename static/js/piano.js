// Small comforts. Every page works without this file.
"use strict";

const storageKey = (form) => `piano:${location.pathname}:${form.dataset.keep}`;

// Text that is not sent yet survives a closed window: <form data-keep="name">. Only in this tab, gone once sent.
function keepText(form) {
  const key = storageKey(form);
  const fields = form.querySelectorAll("textarea, input[type=text]");
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  const returned = [...fields].filter((field) => field.name && !field.value && kept[field.name]);
  for (const field of returned) field.value = kept[field.name];
  form.querySelector("[data-kept]")?.toggleAttribute("hidden", !returned.length);
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-forget]")) return;
    sessionStorage.removeItem(key);
    for (const field of returned) field.value = "";
    form.querySelector("[data-kept]").hidden = true;
  });
  form.addEventListener("input", () => {
    const now = {};
    for (const field of fields) if (field.name && field.value) now[field.name] = field.value;
    sessionStorage.setItem(key, JSON.stringify(now));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

// A second click on a sent form does nothing; coming back frees it again.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  else form.setAttribute("aria-busy", "true");
}

// Larger text and colours at once; the button stays for everybody else.
function showDisplay(form) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", (event) => {
    document.documentElement.dataset[event.target.name] = event.target.value;
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  });
}

function isWriting(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function listenForShortcuts(dialog) {
  const opener = document.querySelector("[data-shortcuts-open]");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === "?") return dialog.open || dialog.showModal();
    const link = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
}

// A number of help was followed: noted beside, so that the call itself waits for nothing.
function noteWay(link) {
  const form = document.querySelector("form[data-ways]");
  if (!form) return;
  const body = new FormData(form);
  body.set("kind", link.dataset.way);
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => {});
}

document.querySelectorAll("a[data-way]").forEach((link) => link.addEventListener("click", () => noteWay(link)));
document.querySelectorAll("form[data-keep]").forEach(keepText);
document.querySelectorAll("form[data-display]").forEach(showDisplay);
document.querySelectorAll("dialog[data-shortcuts]").forEach(listenForShortcuts);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
document.querySelector("[data-focus]")?.focus();
document.querySelectorAll(".bar__fold a[href^='#']").forEach((link) => {
  link.addEventListener("click", () => link.closest("details").removeAttribute("open"));
});
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".bar__menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
