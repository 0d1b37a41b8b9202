// What piAno does on a telephone without a network, and what it shows when a word arrives while it is closed.
// It keeps one page without anybody's data, what that page looks like, and today's visits of whoever is signed in.
"use strict";

const SHELL = "piano-shell-{{ version }}";
const TODAY = "piano-today";
const PAGE = "{% url 'requests:offline' %}";
const VISITS = "{% url 'requests:today' %}";
const LOGOUT = "{% url 'account_logout' %}";
const ICON = "{% load static %}{% static 'img/icon-192.png' %}";
const KEEP_MINUTES = 10;

const dayNow = () => new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" });
const forget = () => caches.delete(TODAY);

async function keepShell() {
  const shell = await caches.open(SHELL);
  const page = await fetch(PAGE, { cache: "reload" });
  const parts = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await shell.put(PAGE, page);
  await shell.addAll(parts);
}

async function dropOldShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("piano-shell-") && name !== SHELL).map((name) => caches.delete(name)));
}

// Whoever reads another language since reads it without a network, too. True when the page was fetched anew.
async function keepLanguage(language) {
  const page = await caches.match(PAGE, { cacheName: SHELL, ignoreVary: true });
  const isOther = Boolean(language && page) && page.headers.get("Content-Language")?.toLowerCase() !== language.toLowerCase();
  if (isOther) await keepShell();
  return isOther;
}

// Today's visits, asked for anew after some minutes, for another person at once.
async function keepToday(whose, isNew) {
  const kept = await readToday();
  if (!isNew && kept && kept.for === whose && Date.now() - kept.at < KEEP_MINUTES * 60000) return;
  const answer = await fetch(VISITS, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) return forget();
  const body = JSON.stringify({ ...(await answer.json()), at: Date.now() });
  const cache = await caches.open(TODAY);
  await cache.put(VISITS, new Response(body, { headers: { "Content-Type": "application/json" } }));
}

// What is of another day is thrown away as soon as anybody looks.
async function readToday() {
  const kept = await (await caches.match(VISITS, { cacheName: TODAY }))?.json();
  if (kept && kept.day !== dayNow()) {
    await forget();
    return null;
  }
  return kept;
}

// Whoever signs out of this browser hears no more on it; the house forgets its address as well.
async function goSilent() {
  const subscription = await self.registration.pushManager.getSubscription();
  await subscription?.unsubscribe();
}

async function withoutNetwork() {
  await readToday();
  return (await caches.match(PAGE, { cacheName: SHELL, ignoreVary: true })) || Response.error();
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => event.waitUntil(dropOldShells().then(readToday).then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  const { whose, language } = event.data || {};
  const told = keepLanguage(language).catch(() => false);
  event.waitUntil(told.then((isNew) => (whose ? keepToday(whose, isNew).catch(() => {}) : forget())));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === LOGOUT) return event.waitUntil(Promise.all([forget(), goSilent()]));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(withoutNetwork));
  else if (pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request, { cacheName: SHELL, ignoreVary: true })) || Response.error()));
  }
});

// A word from us names nobody and nothing: it says that there is one, and leads to the own page.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // without words it still says that something came
  }
  const title = said.title || "Neue Nachricht von piAno";
  event.waitUntil(self.registration.showNotification(title, { icon: ICON, badge: ICON, tag: said.tag || "piano", lang: said.lang || "de", data: { way: said.way || "/heim/" } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const way = new URL(event.notification.data?.way || "/heim/", location.origin);
  event.waitUntil(way.origin === location.origin ? self.clients.openWindow(way.href) : Promise.resolve());
});
