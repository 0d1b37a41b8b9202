// The key on one's own device. Its button waits until it can do something; whatever goes wrong is said beside it.
"use strict";

document.addEventListener("allauth.error", () => {
  document.querySelector("[data-key-error]").hidden = false;
});
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-key]")) button.disabled = false;
});
