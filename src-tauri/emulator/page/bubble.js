// One message of a chat, and what became of it since.

import { heard, isGroup, nameOf } from "./control.js";
import { h, icon, say } from "./elements.js";
import { clockOf } from "./figures.js";
import { messageMenu } from "./menu.js";
import { hasFile, inFull, inOneLine, kindName } from "./said.js";
import { shownFile } from "./shown.js";
import { t } from "./words.js";

/** `composer` is who acts on the message, and where it is answered or changed. */
export function bubbleRow(number, peer, { id, fromMe, sender }, composer) {
  const time = h("time"), twice = h("span", { class: "twice", hidden: true }), edited = h("span", { hidden: true });
  const receipt = h("span", { class: "sr" }), tick = h("span", { class: "tick" });
  const body = h("div", { class: "body" }), signs = h("span", { class: "reactions", hidden: true });
  const inGroup = isGroup(peer) && !fromMe;
  const more = h("button", { type: "button", class: "round more", "aria-haspopup": "dialog", onclick: () => messageMenu(now, composer.side(), composer) }, icon("more"));
  const bubble = h("li", { class: fromMe ? "bubble mine" : "bubble", "data-id": id },
    inGroup ? h("span", { class: "sender" }, nameOf(sender)) : null, body,
    h("span", { class: "meta" }, twice, edited, time, fromMe ? tick : null, fromMe ? receipt : null), signs, more);
  bubble.addEventListener("contextmenu", (event) => {
    if (more.hidden || event.target.closest("img, video, a")) return;
    event.preventDefault();
    more.click();
  });
  let now = null, drawn = null, ticked = null;
  return { element: bubble, update({ message, first }) {
    now = message;
    bubble.classList.toggle("first", first);
    twice.hidden = !(message.deliveries > 1);
    if (message.deliveries > 1) say(twice, t("twice", { n: message.deliveries }));
    say(time, clockOf(message.atMs));
    edited.hidden = !message.content.edited || message.content.revoked;
    say(edited, edited.hidden ? "" : t("edited"));
    more.hidden = message.content.revoked;
    more.setAttribute("aria-label", t("actionsOf", { what: inOneLine(message) }));
    drawReactions(signs, message.content);
    // Played again or scrolled to, a file stays the element that it is; only another content is drawn anew.
    const content = JSON.stringify([message.text, { ...message.content, reactions: null }, message.content.viewOnce && message.receipt, quotedBy(message)?.text]);
    if (content !== drawn) {
      drawn = content;
      bubble.classList.toggle("gone", message.content.revoked);
      bubble.classList.toggle("filed", hasFile(message));
      body.replaceChildren(...bodyOf(number, peer, message));
    }
    if (!fromMe || message.receipt === ticked) return;
    ticked = message.receipt;
    tick.className = `tick ${ticked}`;
    tick.replaceChildren(icon(ticked === "sent" ? "tick" : "ticks", ""));
    say(receipt, t(ticked));
  } };
}

const quotedBy = ({ content }) => (content.quoted ? heard.messages?.find(({ id }) => id === content.quoted) : null);

function bodyOf(number, peer, message) {
  const { content, text } = message;
  const parts = [];
  if (content.revoked) return [h("span", { class: "text" }, t("deleted"))];
  if (content.forwarded) parts.push(h("span", { class: "forwarded" }, icon("forwarded"), t("forwarded")));
  if (content.quoted) parts.push(quote(quotedBy(message)));
  if (!hasFile(message)) return [...parts, content.kind === "text" ? "" : h("span", { class: "kind" }, kindName(content)), h("span", { class: "text" }, inFull(message))];
  parts.push(shownFile(number, peer, message));
  // A document without words goes by its name, which is shown.
  if (text && text !== content.name) parts.push(h("span", { class: "text" }, text));
  return parts;
}

function quote(original) {
  if (!original) return h("span", { class: "quote" }, h("span", { class: "under" }, t("quotedGone")));
  const go = () => {
    const there = document.querySelector(`[data-id="${CSS.escape(original.id)}"]`);
    there?.scrollIntoView({ block: "center" });
    there?.querySelector("button")?.focus({ preventScroll: true });
  };
  return h("button", { type: "button", class: "quote", onclick: go }, h("strong", {}, nameOf(original.sender)), h("span", { class: "under" }, inOneLine(original)));
}

function drawReactions(element, { reactions = {} }) {
  const signs = Object.values(reactions);
  element.hidden = signs.length === 0;
  say(element, [...new Set(signs)].join("") + (signs.length > 1 ? ` ${signs.length}` : ""));
  if (signs.length) element.setAttribute("title", Object.entries(reactions).map(([who, sign]) => `${nameOf(who)} ${sign}`).join(", "));
}
