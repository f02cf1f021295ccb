// Calls without sound: one rings, is taken, refused or ended.

import { command, heard, nameOf, phonePath } from "./control.js";
import { button, form, h, icon, say } from "./elements.js";
import { t } from "./words.js";

/** Calls the other side of a chat. */
export function callButton(number, peer) {
  const calling = form({ class: "bare" }, () => command(phonePath(number, "/calls"), { to: [peer] }),
    h("button", { class: "round", "aria-label": t("call") }, icon("call")));
  return calling.element;
}

/** The call that rings or goes on at the phone, over whatever the screen shows; nothing otherwise. */
export function callBar(number) {
  const line = h("span", { class: "lines" });
  let call = null;
  const deed = (name, label, kind) => button(label, { class: `button ${kind}`, onclick: () => acting.attempt(name) });
  const accept = deed("accept", t("callAccept"), "strong"), reject = deed("reject", t("callReject"), "danger");
  const hangUp = deed("hang-up", t("callHangUp"), "danger");
  const acting = form({ class: "call", role: "status" }, (name) => command(phonePath(number, `/calls/${encodeURIComponent(call.id)}`), { deed: name }),
    line, h("span", { class: "buttons" }, accept, reject, hangUp));
  acting.element.hidden = true;
  return { element: acting.element, update({ airplane }) {
    call = heard.owner === number ? heard.calls.findLast(({ state }) => state === "ringing" || state === "accepted") : null;
    acting.element.hidden = !call || airplane;
    if (!call) return;
    const rings = call.state === "ringing";
    say(line, t(rings ? (call.fromMe ? "callingTo" : "callFrom") : "callWith", { name: nameOf(call.with) }));
    accept.hidden = reject.hidden = call.fromMe || !rings;
    hangUp.hidden = !call.fromMe && rings;
  } };
}
