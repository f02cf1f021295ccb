// One chat of the phone: its messages, and a composer for either side of it.

import { airplaneNotice } from "./airplane.js";
import { bubbleRow } from "./bubble.js";
import { callBar, callButton } from "./calls.js";
import { composerOf } from "./composer.js";
import { command, groupOf, heard, isGroup, nameOf, phonePath } from "./control.js";
import { follow, h, header, icon, link, say } from "./elements.js";
import { dayOf, shownNumber } from "./figures.js";
import { t } from "./words.js";

export function conversationScreen({ number, peer, asContact }) {
  const top = header("", "", [number], isGroup(peer) ? null : callButton(asContact ? peer : number, asContact ? number : peer), link([number, "devices"], { class: "round", "aria-label": t("devices") }, icon("devices")));
  const scroll = h("div", { class: "scroll talk", tabindex: 0, role: "log" });
  const list = h("ol", { class: "messages" }), empty = h("p", { class: "empty", hidden: true }, t("noMessages"));
  const newest = h("button", { type: "button", class: "newest", hidden: true, onclick: () => toEnd() }, icon("down"), t("newest"));
  scroll.append(empty, list);
  const composer = composerOf(number, peer, asContact);
  const call = callBar(number), away = airplaneNotice();
  const element = h("section", { class: "screen" }, top.element, call.element, away.element, scroll, h("div", { class: "anchor" }, newest), composer.element);
  const takeFiles = (event, files) => {
    if (!files?.length) return;
    event.preventDefault();
    composer.take(files);
  };
  const over = (event) => { event.preventDefault(); element.classList.toggle("dropping", event.type === "dragover"); };
  element.addEventListener("paste", (event) => takeFiles(event, event.clipboardData?.files));
  element.addEventListener("dragover", over);
  element.addEventListener("dragleave", over);
  element.addEventListener("drop", (event) => { over(event); takeFiles(event, event.dataTransfer?.files); });

  // Pinned: the reader is at the end, so the end stays in sight when messages come or the composer grows.
  let pinned = true;
  const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; newest.hidden = true; };
  scroll.addEventListener("scroll", () => {
    pinned = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
    if (pinned) newest.hidden = true;
  });
  const grown = new ResizeObserver(() => { if (pinned) toEnd(); });
  grown.observe(scroll);
  grown.observe(list);

  let lastId = null, reading = false;
  const row = ({ day, message }) => (day ? dayRow(day) : bubbleRow(number, peer, message, composer));
  return { element, focus: matchMedia("(pointer: fine)").matches ? composer.focus : top.heading, leave: composer.leave, update(phone) {
    const chat = phone.chats.find((known) => known.with === peer);
    say(top.heading, nameOf(peer, chat));
    say(top.detail, chat?.recording ? t("recording") : chat?.typing ? t("typing") : isGroup(peer) ? (groupOf(peer)?.members ?? []).map((member) => member.name).join(", ") : shownNumber(peer));
    call.update(phone);
    away.update(phone);
    scroll.setAttribute("aria-label", t("messages", { name: nameOf(peer, chat) }));
    composer.update(phone, nameOf(peer, chat));
    if (heard.chat?.number !== number || heard.chat.peer !== peer) return;
    empty.hidden = heard.messages.length > 0;
    follow(list, linesOf(heard.messages), (line) => line.key, row);
    const newId = heard.messages.at(-1)?.id ?? null;
    if (newId !== lastId) {
      if (pinned || heard.messages.at(-1)?.fromMe) toEnd();
      else newest.hidden = false;
      lastId = newId;
    }
    if (chat?.unread > 0 && !reading && !phone.airplane && !document.hidden) {
      reading = true;
      command(phonePath(number, "/read"), { with: peer }).catch(() => {}).finally(() => { reading = false; });
    }
  } };
}

/** Messages with a line for each new day before them; `first` begins a run of one writer. */
function linesOf(messages) {
  const lines = [];
  let day = null, writer = null;
  for (const message of messages) {
    const today = dayOf(message.atMs);
    if (today !== day) lines.push({ key: `day ${today}`, day: today });
    lines.push({ key: `message ${message.id} ${message.fromMe}`, message, first: today !== day || message.sender !== writer });
    day = today;
    writer = message.sender;
  }
  return lines;
}

const dayRow = (day) => ({ element: h("li", { class: "day" }, h("span", {}, day)) });
