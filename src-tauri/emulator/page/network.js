// The list of the network's phones, and the making of new ones.

import { command, heard, nameOf } from "./control.js";
import { ask, avatar, button, field, follow, form, h, hashOf, icon, link, say } from "./elements.js";
import { shownNumber } from "./figures.js";
import { characterOptions } from "./owner.js";
import { where } from "./place.js";
import { devicesOf, language, languages, scriptName, t } from "./words.js";

/** `relabel` is called with the language that was chosen. */
export function networkPane(relabel) {
  let wanted = "";
  const search = h("input", { type: "search", placeholder: t("find"), "aria-label": t("find"), oninput: () => { wanted = search.value.trim().toLowerCase(); update(); } });
  const finder = h("div", { class: "finder" }, search);
  const banner = h("p", { class: "banner", role: "status", hidden: true }, t("unreachable"));
  const empty = h("p", { class: "empty" });
  const groups = [["phones", (phone) => !phone.script], ["contacts", (phone) => phone.script]].map(([title, belongs]) => {
    const list = h("ul", { class: "rows" });
    return { belongs, list, element: h("section", {}, h("h2", { class: "group" }, t(title)), list) };
  });
  const tongue = h("select", { "aria-label": t("language"), onchange: () => relabel(tongue.value) },
    ...languages.map(([tag, name], index) => h("option", { value: tag, lang: tag, selected: index === language }, name)));
  const element = h("div", { class: "network" },
    h("header", {}, h("h1", {}, t("title")), h("p", {}, t("about"))), banner, finder, empty,
    h("nav", { "aria-label": t("title") }, ...groups.map((group) => group.element)),
    h("footer", {}, button(t("newPhone"), { onclick: askForPhone }, icon("plus")), tongue));
  function update() {
    banner.hidden = heard.reachable;
    finder.hidden = heard.phones.length < 9;
    say(empty, heard.loaded ? (heard.phones.length ? "" : t("noPhones")) : t("loading"));
    const matching = heard.phones.filter((phone) => `${phone.name} ${phone.number}`.toLowerCase().includes(wanted));
    for (const { belongs, list, element: group } of groups) {
      const members = matching.filter(belongs);
      group.hidden = members.length === 0;
      follow(list, members, (phone) => phone.number, phoneRow);
    }
  }
  return { element, update };
}

function phoneRow({ number }) {
  const name = h("strong"), detail = h("span", { class: "under" }), badge = h("span", { class: "badge" });
  const row = link([number], { class: "row" }, avatar(number, nameOf(number)), h("span", { class: "lines" }, name, h("span", { class: "under" }, shownNumber(number)), detail), badge);
  return { element: h("li", {}, row), update(phone) {
    say(name, phone.name);
    say(detail, phone.airplane ? t("airplane") : phone.script ? scriptName(phone.script) : devicesOf(phone));
    const unread = phone.script ? 0 : phone.chats.reduce((sum, chat) => sum + chat.unread, 0);
    badge.hidden = unread === 0;
    say(badge, String(unread));
    badge.setAttribute("aria-label", t("unread", { n: unread }));
    if (where().number === number) row.setAttribute("aria-current", "page");
    else row.removeAttribute("aria-current");
  } };
}

function askForPhone() {
  const name = h("input", { required: true, maxlength: 100, autocomplete: "off" });
  const number = h("input", { required: true, inputmode: "numeric", autocomplete: "off", placeholder: "55 11 90000-0009" });
  const script = h("select", {}, ...characterOptions());
  const creation = form({}, async () => {
    const digits = number.value.replace(/\D/g, "");
    await command("/control/phones", { name: name.value.trim(), number: digits, ...(script.value && { script: script.value }) });
    dialog.close();
    location.hash = hashOf(digits);
  }, h("h2", {}, t("newPhone")), field(t("name"), name), field(t("number"), number), field(t("answers"), script),
  h("div", { class: "buttons" }, button(t("cancel"), { onclick: () => dialog.close() }), button(t("create"), { type: "submit", class: "button strong" })));
  const dialog = ask(creation.element);
}
