// The phone page: a phone for people without one. It speaks to the emulator through `/control/…` only, writes text
// by `textContent` only, and keeps nothing but the reader's language. This file chooses the screen and keeps it live.

import { chatsScreen, pickScreen } from "./chats.js";
import { connectScreen } from "./connect.js";
import { attach, heard, listen, phoneOf, refresh } from "./control.js";
import { conversationScreen } from "./conversation.js";
import { devicesScreen } from "./devices.js";
import { h, say } from "./elements.js";
import { groupScreen } from "./group.js";
import { networkPane } from "./network.js";
import { wide, where } from "./place.js";
import { chooseLanguage, t } from "./words.js";

const screens = { __proto__: null, chats: chatsScreen, new: pickScreen, as: pickScreen, chat: conversationScreen, devices: devicesScreen, connect: connectScreen, group: groupScreen };

let pane = null;
let shown = { key: "", update() {} };

/** Draws what was heard: a new screen where the reader went elsewhere, otherwise only what changed. */
function draw() {
  const place = where();
  const phone = phoneOf(place.number);
  const key = phone ? JSON.stringify(place) : heard.loaded ? "nobody" : "loading";
  document.body.dataset.open = place.chosen ? "phone" : "network";
  pane.update();
  if (key !== shown.key) {
    const moved = shown.key.startsWith("{");
    shown.leave?.();
    shown = { key, ...(phone ? (screens[place.screen] ?? chatsScreen)(place) : notice()) };
    document.getElementById("phone").replaceChildren(shown.element);
    if (phone) shown.update(phone);
    if (moved) shown.focus?.focus({ preventScroll: true });
  } else if (phone) shown.update(phone);
  document.title = phone ? `${phone.name} · ${t("title")}` : t("title");
}

function notice() {
  const line = h("p", { class: "empty" });
  const waiting = !heard.loaded;
  say(line, t(waiting ? (heard.reachable ? "loading" : "unreachable") : where().chosen ? "gone" : "pick"));
  return { element: h("section", { class: "screen" }, line), update() {} };
}

/** Draws everything anew in the language of `tag`. */
function start(tag) {
  chooseLanguage(tag);
  pane = networkPane((chosen) => { localStorage.setItem("language", chosen); start(chosen); });
  shown.leave?.();
  shown = { key: "", update() {} };
  document.getElementById("network").replaceChildren(pane.element);
  document.getElementById("stage").replaceChildren(h("div", { id: "phone" }));
  draw();
}

attach(() => { const { number, screen, peer } = where(); return { number, peer: screen === "chat" ? peer : null }; }, draw);
start(localStorage.getItem("language") ?? navigator.language);
window.addEventListener("hashchange", () => { draw(); refresh(); });
wide.addEventListener("change", draw);
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
listen();
