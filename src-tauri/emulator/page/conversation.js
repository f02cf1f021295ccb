// One chat of the phone: its messages, and a composer for either side of it.

import { airplaneNotice } from "./airplane.js";
import { callBar, callButton } from "./calls.js";
import { command, groupOf, heard, isGroup, nameOf, phoneOf, phonePath, tell } from "./control.js";
import { follow, form, h, header, icon, link, say, segments } from "./elements.js";
import { clockOf, dayOf, shownNumber } from "./figures.js";
import { t, words } from "./words.js";

/** What was typed and not sent, by writer and reader; it outlives the screen. */
const drafts = new Map();

export function conversationScreen({ number, peer, asContact }) {
  const top = header("", "", [number], isGroup(peer) ? null : callButton(asContact ? peer : number, asContact ? number : peer), link([number, "devices"], { class: "round", "aria-label": t("devices") }, icon("devices")));
  const scroll = h("div", { class: "scroll talk", tabindex: 0, role: "log" });
  const list = h("ol", { class: "messages" }), empty = h("p", { class: "empty", hidden: true }, t("noMessages"));
  const newest = h("button", { type: "button", class: "newest", hidden: true, onclick: () => toEnd() }, icon("down"), t("newest"));
  scroll.append(empty, list);
  const composer = composerOf(number, peer, asContact);
  const call = callBar(number), away = airplaneNotice();
  const element = h("section", { class: "screen" }, top.element, call.element, away.element, scroll, h("div", { class: "anchor" }, newest), composer.element);

  // Pinned: the reader is at the end, so the end stays in sight when messages come or the composer grows.
  let pinned = true;
  const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; newest.hidden = true; };
  scroll.addEventListener("scroll", () => {
    pinned = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
    if (pinned) newest.hidden = true;
  });
  new ResizeObserver(() => { if (pinned) toEnd(); }).observe(scroll);

  let lastId = null, reading = false;
  return { element, focus: matchMedia("(pointer: fine)").matches ? composer.focus : top.heading, leave: composer.leave, update(phone) {
    const chat = phone.chats.find((known) => known.with === peer);
    say(top.heading, nameOf(peer, chat));
    say(top.detail, chat?.typing ? t("typing") : chat?.recording ? t("recording") : isGroup(peer) ? (groupOf(peer)?.members ?? []).map((member) => member.name).join(", ") : shownNumber(peer));
    call.update(phone);
    away.update(phone);
    scroll.setAttribute("aria-label", t("messages", { name: nameOf(peer, chat) }));
    composer.update(phone, nameOf(peer, chat));
    if (heard.chat?.number !== number || heard.chat.peer !== peer) return;
    empty.hidden = heard.messages.length > 0;
    follow(list, linesOf(heard.messages), (line) => line.key, lineRow);
    const newId = heard.messages.at(-1)?.id ?? null;
    if (newId !== lastId) {
      if (pinned) toEnd();
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

function lineRow({ day, message }) {
  if (day) return { element: h("li", { class: "day" }, h("span", {}, day)) };
  const time = h("time", {}, clockOf(message.atMs)), twice = h("span", { class: "twice", hidden: true });
  const receipt = h("span", { class: "sr" }), tick = h("span", { class: "tick" });
  const inGroup = heard.chat && isGroup(heard.chat.peer) && !message.fromMe;
  const bubble = h("li", { class: message.fromMe ? "bubble mine" : "bubble" },
    inGroup ? h("span", { class: "sender" }, nameOf(message.sender)) : null,
    h("span", { class: "text" }, saidBy(message)), h("span", { class: "meta" }, twice, time, message.fromMe ? tick : null, message.fromMe ? receipt : null));
  let drawn = null;
  return { element: bubble, update({ message: { receipt: now, deliveries }, first }) {
    bubble.classList.toggle("first", first);
    twice.hidden = !(deliveries > 1);
    if (deliveries > 1) say(twice, t("twice", { n: deliveries }));
    if (!message.fromMe || now === drawn) return;
    drawn = now;
    tick.className = `tick ${now}`;
    tick.replaceChildren(icon(now === "sent" ? "tick" : "ticks", ""));
    say(receipt, t(now === "delivered" || now === "read" ? now : "sent"));
  } };
}

/** The words of a message, after the name of its kind where it is more than words. */
function saidBy({ text, content }) {
  if (content?.revoked) return t("deleted");
  const kind = content?.kind ?? "text";
  if (kind === "text") return text;
  const named = t(kind === "audio" && content.voice ? "kind_voice" : words[`kind_${kind}`] ? `kind_${kind}` : "kind_other");
  return [named, content.name ?? "", text].filter(Boolean).join("\n");
}

/** Shows the reader that the writer is typing, and so again every ten seconds, until a pause of three or `stop`. */
function typingOf() {
  let shownTo = null, pause = 0, saidAtMs = 0;
  const show = (writer, to, on) => tell(phonePath(writer, "/typing"), { to, on }).catch(() => {});
  const stop = () => {
    clearTimeout(pause);
    if (shownTo) show(...shownTo, false);
    shownTo = null;
  };
  return { stop, go(writer, to) {
    if (!shownTo || performance.now() - saidAtMs > 10_000) {
      show(writer, to, true);
      saidAtMs = performance.now();
    }
    shownTo = [writer, to];
    clearTimeout(pause);
    pause = setTimeout(stop, 3000);
  } };
}

/** The composer; where both sides are of this network, it asks who is writing. */
function composerOf(number, peer, asContact) {
  const speakers = h("div");
  const text = h("textarea", { rows: 1, maxlength: 60000, placeholder: t("message"), autocomplete: "off" });
  let writer = asContact ? peer : number, names = {};
  const reader = () => (writer === number ? peer : number);
  const draft = () => `${writer} ${reader()}`;
  const grow = () => { text.rows = 1; while (text.rows < 8 && text.scrollHeight > text.clientHeight + 2) text.rows += 1; };
  const typing = typingOf();
  const take = (chosen) => {
    typing.stop();
    writer = chosen;
    text.value = drafts.get(draft()) ?? "";
    text.setAttribute("aria-label", `${t("message")}, ${t("as", { name: names[writer] })}`);
    sending.element.classList.toggle("guest", writer === peer);
    requestAnimationFrame(grow);
  };

  const sending = form({ class: "composer" }, async () => {
    const said = text.value.trim(), kept = draft();
    if (!said) return;
    typing.stop();
    await command(phonePath(writer, "/send"), { to: reader(), text: said });
    drafts.delete(kept);
    if (draft() === kept && text.value.trim() === said) take(writer);
  }, speakers, h("div", { class: "write" }, text, h("button", { class: "round strong", "aria-label": t("send") }, icon("send"))));

  text.addEventListener("input", () => {
    drafts.set(draft(), text.value);
    grow();
    if (!text.value.trim()) typing.stop();
    else if (names.both) typing.go(writer, reader());
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sending.attempt();
  });
  return { element: sending.element, focus: text, leave: typing.stop, update(phone, peerName) {
    const both = phoneOf(peer) !== undefined;
    if (names[number] === phone.name && names[peer] === peerName && names.both === both) return;
    names = { [number]: phone.name, [peer]: peerName, both };
    take(both ? writer : number);
    const options = [number, peer].map((side) => [side, t("as", { name: names[side] })]);
    speakers.replaceChildren(...(both ? [segments("speaker", t("speaker"), options, writer, take)] : []));
  } };
}
