// Large keys beside a number: less, more. Without this file the number is simply typed.
"use strict";

document.querySelectorAll("[data-stepper]").forEach((stepper) => {
  const field = stepper.querySelector("input");
  const wide = Number(stepper.dataset.stepper);
  for (const key of stepper.querySelectorAll("[data-step]")) {
    key.hidden = false;
    key.addEventListener("click", () => {
      const up = Number(key.dataset.step);
      const steps = Number(field.value) / wide;
      const next = (up > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * wide;
      field.value = Math.min(Number(field.max), Math.max(wide, next));
    });
  }
});
