// A new group: its name, and who is in it.

import { command, heard, phonePath } from "./control.js";
import { announce, button, field, follow, form, h, hashOf, header, say } from "./elements.js";
import { shownNumber } from "./figures.js";
import { t } from "./words.js";

export function groupScreen({ number }) {
  const top = header(t("newGroup"), "", [number, "new"]);
  const subject = h("input", { required: true, maxlength: 100, autocomplete: "off" });
  const list = h("ul", { class: "rows" });
  const chosen = new Set();
  const row = ({ number: other }) => {
    const name = h("strong");
    const box = h("input", { type: "checkbox", onchange: () => (box.checked ? chosen.add(other) : chosen.delete(other)) });
    return { element: h("li", {}, h("label", { class: "row choice" }, box, h("span", { class: "lines" }, name, h("span", { class: "under" }, shownNumber(other))))), update: (phone) => say(name, phone.name) };
  };
  const creation = form({ class: "creation" }, async () => {
    if (!subject.value.trim()) { subject.focus(); return; }
    if (chosen.size === 0) throw new Error(t("groupNeedsPeople"));
    const { id } = await command(phonePath(number, "/groups"), { subject: subject.value.trim(), members: [...chosen] });
    announce(t("groupCreated"));
    location.hash = hashOf(number, "chat", id);
  }, h("div", { class: "lead" }, field(t("groupName"), subject)), h("h3", { class: "group" }, t("groupPeople")), list,
  h("div", { class: "lead" }, button(t("createGroup"), { type: "submit", class: "button strong" })));
  const element = h("section", { class: "screen" }, top.element, h("div", { class: "scroll" }, creation.element));
  return { element, focus: subject, update(phone) {
    say(top.detail, phone.name);
    follow(list, heard.phones.filter((known) => known.number !== number), (known) => known.number, row);
  } };
}
