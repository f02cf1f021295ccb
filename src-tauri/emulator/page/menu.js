// What one can do with a message: react, answer, change, delete.

import { command, groupOf, phonePath } from "./control.js";
import { announce, ask, button, form, h, icon } from "./elements.js";
import { inOneLine } from "./said.js";
import { t } from "./words.js";

const SIGNS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** `side` is who acts and with whom: `{writer, reader}`; `reply` and `edit` put the composer to it. */
export function messageMenu(message, side, { reply, edit }) {
  const { writer, reader } = side, { id, content } = message;
  const mine = message.sender === writer, reacted = content.reactions?.[writer] ?? "";
  const act = (what, body) => command(phonePath(writer, what), { with: reader, id, ...body });
  const doing = form({ class: "sheet" }, async (what, body, said) => {
    await act(what, body);
    dialog.close();
    if (said) announce(said);
  },
  h("p", { class: "under" }, inOneLine(message)),
  h("div", { class: "signs", role: "group", "aria-label": t("react") }, ...SIGNS.map((sign) =>
    h("button", { type: "button", "aria-pressed": String(sign === reacted), "aria-label": sign === reacted ? t("unreact", { sign }) : t("reactWith", { sign }), onclick: () => doing.attempt("/react", { sign: sign === reacted ? "" : sign }) }, sign))),
  item("reply", t("reply"), () => { dialog.close(); reply(message); }),
  mine && content.kind === "text" ? item("write", t("edit"), () => { dialog.close(); edit(message); }) : "",
  mine || isAdmin(writer, reader) ? item("delete", t("revoke"), () => { dialog.close(); askToRevoke(message, act); }, "danger") : "",
  h("div", { class: "buttons" }, button(t("cancel"), { onclick: () => dialog.close() })));
  const dialog = ask(doing.element);
  dialog.setAttribute("aria-label", t("actions"));
}

/** In groups admins take back what others wrote. */
const isAdmin = (who, chat) => groupOf(chat)?.members.some(({ number, role }) => number === who && role !== "member") ?? false;

const item = (shape, label, onclick, kind = "") => h("button", { type: "button", class: `item ${kind}`, onclick }, icon(shape), label);

function askToRevoke(message, act) {
  const deleting = form({}, async () => {
    await act("/revoke");
    dialog.close();
  }, h("p", {}, t("revokeAsk", { what: inOneLine(message) })),
  h("div", { class: "buttons" }, button(t("cancel"), { autofocus: true, onclick: () => dialog.close() }), button(t("revoke"), { type: "submit", class: "button danger" })));
  const dialog = ask(deleting.element);
}
