// „Nachrichten auf dieses Gerät“: asks the browser once, tells us its address, and takes both back.
"use strict";

const box = document.querySelector("[data-push]");

function showPush(state) {
  for (const part of box.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
}

async function send(way, subscription) {
  const body = new FormData(box.querySelector("form"));
  const { endpoint, keys } = subscription.toJSON();
  body.set("endpoint", endpoint);
  body.set("key", keys?.p256dh || "");
  body.set("auth", keys?.auth || "");
  return fetch(way, { method: "POST", body, redirect: "manual" });
}

async function turnOn(registration) {
  if ((await Notification.requestPermission()) !== "granted") return showPush("blocked");
  const key = Uint8Array.from(atob(box.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const answer = await send(box.dataset.add, subscription);
  if (answer.ok) return showPush("on");
  await subscription.unsubscribe();
  showPush("failed");
}

async function turnOff(registration) {
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) {
    await send(box.dataset.remove, subscription);
    await subscription.unsubscribe();
  }
  showPush("off");
}

async function startPush() {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return showPush("unsupported");
  const registration = await navigator.serviceWorker.ready;
  const failed = () => showPush("failed");
  box.querySelectorAll("[data-turn=on]").forEach((button) => button.addEventListener("click", () => turnOn(registration).catch(failed)));
  box.querySelectorAll("[data-turn=off]").forEach((button) => button.addEventListener("click", () => turnOff(registration).catch(failed)));
  if (Notification.permission === "denied") return showPush("blocked");
  showPush((await registration.pushManager.getSubscription()) ? "on" : "off");
}

if (box) startPush().catch(() => showPush("unsupported"));
