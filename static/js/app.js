// On a telephone: lets the service worker keep today's visits of whoever is signed in, and throw them away for everybody else.
"use strict";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("/sw.js", { scope: "/" })
    .then(() => navigator.serviceWorker.ready)
    .then((found) => found.active.postMessage({ whose: document.documentElement.dataset.whose || "", language: document.documentElement.lang }))
    .catch(() => {});
}
