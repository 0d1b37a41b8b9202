// Fills the page without a network with what the service worker kept for today; nothing else is shown, nothing is sent.
"use strict";

async function showToday() {
  const kept = await (await caches.match("/heute.json", { cacheName: "piano-today" }))?.json();
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" });
  if (!kept || kept.day !== today) return;
  const sheet = document.querySelector("[data-today]");
  const say = (name, words) => (sheet.querySelector(`[data-${name}]`).textContent = words);
  say("says", kept.says);
  for (const visit of kept.visits) {
    const line = document.createElement("li");
    line.className = "list__item";
    const time = document.createElement("strong");
    time.textContent = visit.time;
    line.append(time, ` ${visit.words}`);
    sheet.querySelector("[data-visits]").append(line);
  }
  sheet.querySelector("[data-none]").hidden = kept.visits.length > 0;
  if (kept.number) {
    say("label", kept.label);
    say("number", kept.said);
    sheet.querySelector("[data-number]").href = `tel:${kept.number}`;
    sheet.querySelector("[data-call]").hidden = false;
  }
  sheet.hidden = false;
}

if ("caches" in self) showToday().catch(() => {});
addEventListener("online", () => location.reload());
