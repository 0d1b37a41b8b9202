// The telephone intake by keyboard alone. Without this file the same page works with its buttons.
"use strict";

const form = document.getElementById("aufnahme");
const search = document.getElementById("suche-text");
const results = document.getElementById("treffer");
let isWaiting = false; // Enter was pressed before the answer came

const found = () => [...results.querySelectorAll("a")];
const isCurrent = () => results.querySelector("[data-query]")?.dataset.query === search.value;

function choose(number) {
  const link = found()[number];
  if (link) link.click();
  return Boolean(link);
}

function searchKey(event) {
  if (event.key === "ArrowDown" && found().length) {
    event.preventDefault();
    found()[0].focus();
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && search.value.trim().length > 1) {
    event.preventDefault();
    isWaiting = !(isCurrent() && choose(0));
    if (isWaiting) htmx.trigger(search, "suchen");
  } else if (event.altKey && /^[1-9]$/.test(event.key) && choose(event.key - 1)) event.preventDefault();
}

function resultKey(event) {
  const links = found();
  const here = links.indexOf(document.activeElement);
  if (here < 0) return;
  const next = { ArrowDown: links[here + 1], ArrowUp: here ? links[here - 1] : search }[event.key];
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (/^[1-9]$/.test(event.key) && choose(event.key - 1)) event.preventDefault();
}

// 1 to 18 choose in a list, also with two digits one after the other.
function numberKey(select) {
  let typed = "";
  let forget;
  select.addEventListener("keydown", (event) => {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    clearTimeout(forget);
    typed = select.options[Number(typed + event.key)] ? typed + event.key : event.key;
    forget = setTimeout(() => (typed = ""), 900);
    if (!select.options[Number(typed)]) return;
    select.selectedIndex = Number(typed);
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}

function press(target) {
  const box = target.matches("input[type=search], summary, a, button") ? target : target.querySelector("input");
  if (box.matches("input[type=search]")) box.select();
  else box.click();
  box.focus();
  if (box.matches("summary")) box.parentElement.querySelector("input")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return form.requestSubmit();
  }
  const target = /^F\d$/.test(event.key) && document.querySelector(`[data-hotkey="${event.key}"]`);
  if (target) {
    event.preventDefault();
    press(target);
  }
});
if (search) {
  search.addEventListener("keydown", searchKey);
  results.addEventListener("keydown", resultKey);
  results.addEventListener("htmx:afterSwap", () => {
    if (isWaiting && isCurrent()) isWaiting = !choose(0);
  });
}
form.querySelectorAll("select[data-numbers]").forEach(numberKey);
