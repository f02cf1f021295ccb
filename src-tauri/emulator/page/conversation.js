// One chat of the phone: its messages, and a composer for either side of it.

import { command, heard, nameOf, phoneOf, phonePath } from "./control.js";
import { follow, form, h, header, icon, link, say, segments } from "./elements.js";
import { clockOf, dayOf, shownNumber } from "./figures.js";
import { t } from "./words.js";

/** What was typed and not sent, by writer and reader; it outlives the screen. */
const drafts = new Map();

export function conversationScreen({ number, peer, asContact }) {
  const top = header("", "", [number], link([number, "devices"], { class: "round", "aria-label": t("devices") }, icon("devices")));
  const scroll = h("div", { class: "scroll talk", tabindex: 0, role: "log" });
  const list = h("ol", { class: "messages" }), empty = h("p", { class: "empty", hidden: true }, t("noMessages"));
  const newest = h("button", { type: "button", class: "newest", hidden: true, onclick: () => toEnd() }, icon("down"), t("newest"));
  scroll.append(empty, list);
  const composer = composerOf(number, peer, asContact);
  const element = h("section", { class: "screen" }, top.element, scroll, newest, composer.element);

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
  const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; newest.hidden = true; };
  scroll.addEventListener("scroll", () => { if (atEnd()) newest.hidden = true; });

  let lastId = null, reading = false;
  return { element, focus: matchMedia("(pointer: fine)").matches ? composer.focus : top.heading, update(phone) {
    const chat = phone.chats.find((known) => known.with === peer);
    say(top.heading, nameOf(peer, chat));
    say(top.detail, shownNumber(peer));
    scroll.setAttribute("aria-label", t("messages", { name: nameOf(peer, chat) }));
    composer.update(phone, nameOf(peer, chat));
    if (heard.chat?.number !== number || heard.chat.peer !== peer) return;
    const wasAtEnd = atEnd();
    empty.hidden = heard.messages.length > 0;
    follow(list, linesOf(heard.messages), (line) => line.key, lineRow);
    const newId = heard.messages.at(-1)?.id ?? null;
    if (newId !== lastId) {
      if (wasAtEnd || lastId === null) toEnd();
      else newest.hidden = false;
      lastId = newId;
    }
    if (chat?.unread > 0 && !reading && !document.hidden) {
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
    lines.push({ key: `message ${message.id} ${message.fromMe}`, message, first: today !== day || message.fromMe !== writer });
    day = today;
    writer = message.fromMe;
  }
  return lines;
}

function lineRow({ day, message }) {
  if (day) return { element: h("li", { class: "day" }, h("span", {}, day)) };
  const time = h("time", {}, clockOf(message.atMs)), twice = h("span", { class: "twice", hidden: true });
  const receipt = h("span", { class: "sr" }), tick = h("span", { class: "tick" });
  const bubble = h("li", { class: message.fromMe ? "bubble mine" : "bubble" },
    h("span", { class: "text" }, message.text), h("span", { class: "meta" }, twice, time, message.fromMe ? tick : null, message.fromMe ? receipt : null));
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

/** The composer; where both sides are of this network, it asks who is writing. */
function composerOf(number, peer, asContact) {
  const speakers = h("div");
  const text = h("textarea", { rows: 1, maxlength: 60000, placeholder: t("message"), autocomplete: "off" });
  let writer = asContact ? peer : number, labelled = "";
  const reader = () => (writer === number ? peer : number);
  const draft = () => `${writer} ${reader()}`;
  const grow = () => { text.rows = 1; while (text.rows < 8 && text.scrollHeight > text.clientHeight + 2) text.rows += 1; };
  const recall = () => { text.value = drafts.get(draft()) ?? ""; requestAnimationFrame(grow); };

  const sending = form({ class: "composer" }, async () => {
    const said = text.value.trim(), kept = draft();
    if (!said) return;
    await command(phonePath(writer, "/send"), { to: reader(), text: said });
    drafts.delete(kept);
    if (draft() === kept && text.value.trim() === said) recall();
  }, speakers, h("div", { class: "write" }, text, h("button", { class: "round strong", "aria-label": t("send") }, icon("send"))));

  text.addEventListener("input", () => { drafts.set(draft(), text.value); grow(); });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sending.attempt();
  });
  recall();
  return { element: sending.element, focus: text, update(phone, peerName) {
    const label = `${phone.name}\n${peerName}\n${phoneOf(peer) ? "both" : ""}\n${writer}`;
    if (label === labelled) return;
    labelled = label;
    text.setAttribute("aria-label", `${t("message")}: ${t("as", { name: writer === number ? phone.name : peerName })}`);
    if (!phoneOf(peer)) { writer = number; speakers.replaceChildren(); return; }
    const options = [[number, t("as", { name: phone.name })], [peer, t("as", { name: peerName })]];
    const change = (chosen) => { writer = chosen; sending.element.classList.toggle("guest", writer === peer); recall(); };
    sending.element.classList.toggle("guest", writer === peer);
    if (speakers.dataset.label === options.join()) return;
    speakers.dataset.label = options.join();
    speakers.replaceChildren(segments("speaker", t("speaker"), options, writer, change));
  } };
}
