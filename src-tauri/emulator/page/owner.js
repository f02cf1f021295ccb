// Who answers at a phone: a person on this page, or a character that answers by itself.

import { command, phonePath } from "./control.js";
import { form, h } from "./elements.js";
import { t } from "./words.js";

const CHARACTERS = [["", "byHand"], ["echo", "echo"], ["customer", "customer"], ["chatterbox", "chatterbox"], ["quiet", "quiet"]];

export const characterOptions = () => CHARACTERS.map(([value, key]) => h("option", { value }, t(key)));

export function scriptChoice(number) {
  const choice = h("select", { onchange: () => choosing.attempt() }, ...characterOptions());
  const choosing = form({ class: "airplane" }, () => command(phonePath(number, "/script"), choice.value ? { script: choice.value } : {}),
    h("label", { class: "beside" }, h("span", {}, t("answers")), choice));
  return { element: choosing.element, update(phone) { if (document.activeElement !== choice) choice.value = phone.script ?? ""; } };
}
