// One touch for each person, at once on the screen. What a slow net did not carry yet is sent again; the form says what shall be,
// so that the same again changes nothing. Without this file every touch is a page.
"use strict";

const PAUSE = 3000;
const unsent = new Map();

function show(button, isHere) {
  button.setAttribute("aria-pressed", String(isHere));
  button.form.elements.da.value = isHere ? "0" : "1";
  const list = button.closest("[data-attendance]");
  list.querySelector("[data-came]").textContent = list.querySelectorAll('[aria-pressed="true"]').length;
  list.querySelector("[data-unsent]").hidden = !unsent.size;
}

async function send(form) {
  const said = unsent.get(form.action);
  const body = new FormData(form);
  body.set("da", said);
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
    if (unsent.get(form.action) === said) unsent.delete(form.action);
    else send(form);
  } catch {
    setTimeout(send, PAUSE, form);
  }
  show(form.querySelector("button"), form.elements.da.value === "0");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-attendance]")) return;
  event.preventDefault();
  const said = form.elements.da.value;
  const waits = unsent.has(form.action);
  unsent.set(form.action, said);
  show(form.querySelector("button"), said === "1");
  if (!waits) send(form);
}, true);

window.addEventListener("beforeunload", (event) => {
  if (unsent.size) event.preventDefault();
});
