// The live board: shows by itself what is new while nobody is reading, and marks it. The page works without it.
"use strict";

const AT_REST = 30_000; // nothing was touched for so long
let touched = Date.now();
let seen = new Set();

// What a row says, but for the minutes that are counted down.
function said(row) {
  const copy = row.cloneNode(true);
  copy.querySelectorAll("[data-countdown], input").forEach((part) => part.remove());
  return copy.innerHTML;
}

const rows = () => [...document.querySelectorAll("#tafel .row")];

["pointermove", "keydown", "scroll", "touchstart"].forEach((kind) => {
  addEventListener(kind, () => (touched = Date.now()), { passive: true });
});

function isAtRest() {
  return Date.now() - touched > AT_REST && scrollY === 0 && !document.activeElement.closest("#tafel, form");
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "tafel") seen = new Set(rows().map(said));
});

document.addEventListener("htmx:afterSettle", () => {
  const news = document.querySelector("[data-news]");
  if (news && isAtRest()) return news.click();
  if (seen.size) rows().filter((row) => !seen.has(said(row)) && !row.dataset.state).forEach((row) => (row.dataset.state = "fresh"));
  seen = new Set();
});
