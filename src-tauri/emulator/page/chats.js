// The phone's chats, and the choice of whom to write to or as.

import { airplaneSwitch } from "./airplane.js";
import { callBar } from "./calls.js";
import { codeNotice } from "./connect.js";
import { heard, isGroup, nameOf } from "./control.js";
import { avatar, button, field, follow, form, h, hashOf, header, icon, link, say } from "./elements.js";
import { briefOf, shownNumber } from "./figures.js";
import { scriptChoice } from "./owner.js";
import { inOneLine } from "./said.js";
import { devicesOf, t } from "./words.js";

export function chatsScreen({ number }) {
  const top = header("", "", []);
  top.backLink.classList.add("narrow-only");
  const devices = h("span", { class: "under" }), empty = h("p", { class: "empty" }, t("noChats")), list = h("ul", { class: "rows" });
  const linked = link([number, "devices"], { class: "row" }, icon("devices"), h("span", { class: "lines" }, h("strong", {}, t("devices")), devices), icon("next"));
  const call = callBar(number), asked = codeNotice(number), airplane = airplaneSwitch(number), owner = scriptChoice(number);
  const chatRow = ({ with: peer }) => {
    const name = h("strong"), last = h("span", { class: "under" }), when = h("time"), badge = h("span", { class: "badge" });
    const row = link([number, "chat", peer], { class: "row" }, isGroup(peer) ? icon("group", "icon face") : avatar(peer, nameOf(peer)), h("span", { class: "lines" }, name, last), h("span", { class: "ends" }, when, badge));
    return { element: h("li", {}, row), update(chat) {
      say(name, nameOf(peer, chat));
      const busy = chat.typing ? t("typing") : chat.recording ? t("recording") : "";
      last.classList.toggle("typing", busy !== "");
      const text = chat.lastContent ? inOneLine({ text: chat.lastText, content: chat.lastContent }) : t("group");
      say(last, busy || (chat.lastFromMe ? t("you", { text }) : text));
      say(when, chat.lastAtMs ? briefOf(chat.lastAtMs) : "");
      badge.hidden = chat.unread === 0;
      say(badge, String(chat.unread));
      badge.setAttribute("aria-label", t("unread", { n: chat.unread }));
    } };
  };
  const element = h("section", { class: "screen" }, top.element, call.element, h("div", { class: "scroll" }, asked.element, linked, airplane.element, owner.element, h("h3", { class: "group" }, t("chats")), empty, list),
    h("footer", { class: "pair" }, link([number, "new"], { class: "button" }, icon("write"), t("newChat")), link([number, "as"], { class: "button" }, icon("contact"), t("asContact"))));
  return { element, focus: top.heading, update(phone) {
    say(top.heading, phone.name);
    say(top.detail, shownNumber(number));
    say(devices, devicesOf(phone));
    call.update(phone);
    asked.update(phone);
    airplane.update(phone);
    owner.update(phone);
    const chats = [...phone.chats, ...silentGroups(number, phone)];
    empty.hidden = chats.length > 0;
    follow(list, chats.sort((a, b) => (b.lastAtMs ?? 0) - (a.lastAtMs ?? 0)), (chat) => chat.with, chatRow);
  } };
}

/** Groups in which nobody has written yet. */
function silentGroups(number, phone) {
  if (heard.owner !== number) return [];
  const known = new Set(phone.chats.map((chat) => chat.with));
  return heard.groups.filter(({ id }) => !known.has(id)).map(({ id, createdAtMs }) => ({ with: id, lastText: "", lastAtMs: createdAtMs, unread: 0 }));
}

/** Chooses the other side of a chat: whom to write to (`new`), or who writes (`as`). */
export function pickScreen({ number, screen }) {
  const asContact = screen === "as";
  const top = header(t(asContact ? "asContact" : "newChat"), "", [number]);
  const to = (peer) => [number, "chat", peer, ...(asContact ? ["as"] : [])];
  const list = h("ul", { class: "rows" });
  const newGroup = link([number, "group"], { class: "row" }, icon("group", "icon face"), h("span", { class: "lines" }, h("strong", {}, t("newGroup"))), icon("next"));
  const other = h("input", { inputmode: "numeric", autocomplete: "off", placeholder: "55 11 90000-0009", required: true });
  const row = ({ number: peer }) => {
    const name = h("strong");
    return { element: h("li", {}, link(to(peer), { class: "row" }, avatar(peer, nameOf(peer)), h("span", { class: "lines" }, name, h("span", { class: "under" }, shownNumber(peer))))), update: (phone) => say(name, phone.name) };
  };
  const dial = form({ class: "dial" }, async () => {
    const digits = other.value.replace(/\D/g, "");
    if (digits) location.hash = hashOf(...to(digits));
    else other.focus();
  }, field(t("otherNumber"), other), button(t("open"), { type: "submit" }));
  const element = h("section", { class: "screen" }, top.element, h("div", { class: "scroll" }, asContact ? null : newGroup, list, asContact ? null : dial.element));
  return { element, focus: top.heading, update(phone) {
    say(top.detail, t(asContact ? "whoWrites" : "whoReceives", { name: phone.name }));
    follow(list, heard.phones.filter((known) => known.number !== number), (known) => known.number, row);
  } };
}
