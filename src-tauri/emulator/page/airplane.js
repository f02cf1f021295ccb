// Airplane mode: the phone itself is off the network, its devices go on.

import { command, phonePath } from "./control.js";
import { form, h } from "./elements.js";
import { t } from "./words.js";

export function airplaneSwitch(number) {
  const box = h("input", { type: "checkbox", role: "switch", onchange: () => switching.attempt() });
  const switching = form({ class: "airplane" }, () => command(phonePath(number, "/airplane"), { on: box.checked }),
    h("label", { class: "switch" }, box, h("span", {}, t("airplane"), h("span", { class: "under" }, t("airplaneHint")))));
  return { element: switching.element, update(phone) { if (document.activeElement !== box) box.checked = Boolean(phone.airplane); } };
}

/** A line over the composer of a phone that is away. */
export function airplaneNotice() {
  const element = h("p", { class: "notice", role: "status", hidden: true }, t("airplaneOn"));
  return { element, update: (phone) => { element.hidden = !phone.airplane; } };
}
