// The phone's linked devices: which they are, unlinking them, and trouble to try them with.

import { codeNotice } from "./connect.js";
import { command, heard, phonePath } from "./control.js";
import { announce, ask, button, field, follow, form, h, header, icon, link, say } from "./elements.js";
import { momentOf } from "./figures.js";
import { t } from "./words.js";

export function devicesScreen({ number }) {
  const top = header(t("devices"), "", [number]);
  const empty = h("p", { class: "empty" }, t("noDevicesYet")), list = h("ul", { class: "rows" });
  const trouble = troubleOf(number), asked = codeNotice(number);
  const element = h("section", { class: "screen" }, top.element, h("div", { class: "scroll" }, asked.element,
    h("div", { class: "lead" }, link([number, "connect"], { class: "button strong" }, icon("qr"), t("connect"))), empty, list, trouble.element));
  const deviceRow = ({ id }) => {
    const name = h("strong"), seen = h("span", { class: "under" }), since = h("span", { class: "under" }), dot = h("span", { class: "dot" });
    let known = null;
    const unlink = button(t("unlink"), { onclick: () => askToUnlink(number, known) });
    return { element: h("li", { class: "row" }, icon("devices"), h("span", { class: "lines" }, name, h("span", { class: "under" }, dot, seen), since), unlink), update(device) {
      known = device;
      say(name, device.name);
      dot.classList.toggle("on", device.online);
      say(seen, device.online ? t("active") : device.lastSeenMs ? t("lastSeen", { when: momentOf(device.lastSeenMs) }) : t("linking"));
      say(since, device.linkedAtMs ? t("linkedAt", { when: momentOf(device.linkedAtMs) }) : "");
      unlink.setAttribute("aria-label", `${t("unlink")}: ${device.name}`);
      unlink.dataset.device = id;
    } };
  };
  return { element, focus: top.heading, update(phone) {
    say(top.detail, phone.name);
    empty.hidden = phone.devices.length > 0;
    follow(list, phone.devices, (device) => device.id, deviceRow);
    asked.update(phone);
    trouble.update(phone);
  } };
}

function askToUnlink(number, device) {
  const phone = heard.phones.find((known) => known.number === number);
  const unlinking = form({}, async () => {
    await command(phonePath(number, "/unlink"), { device: device.id });
    dialog.close();
    announce(t("unlinked", { name: device.name }));
  }, h("p", {}, t("unlinkAsk", { name: device.name, phone: phone?.name ?? number })),
  h("div", { class: "buttons" }, button(t("cancel"), { autofocus: true, onclick: () => dialog.close() }), button(t("unlink"), { type: "submit", class: "button danger" })));
  const dialog = ask(unlinking.element);
}

/** What goes wrong in life, on demand: a cut, a mute network, a login that is refused. */
function troubleOf(number) {
  const cut = form({}, async () => {
    await command(phonePath(number, "/drop"));
    announce(t("dropped"));
  }, button(t("dropNow"), { type: "submit" }));
  const mute = h("input", { type: "checkbox", role: "switch", onchange: () => muting.attempt() });
  const muting = form({}, () => command(phonePath(number, "/silence"), { on: mute.checked }),
    h("label", { class: "switch" }, mute, h("span", {}, t("silence"), h("span", { class: "under" }, t("silenceHint")))));
  const reasons = h("select", { onchange: () => refusing.attempt() }, h("option", { value: "" }, t("accept")),
    ...[401, 402, 403, 503].map((reason) => h("option", { value: reason }, t(`refuse${reason}`))));
  const refusing = form({}, () => command(phonePath(number, "/refuse-login"), { reason: reasons.value ? Number(reasons.value) : null }), field(t("refuse"), reasons));
  const element = h("details", { class: "trouble" }, h("summary", {}, t("trouble")), cut.element, muting.element, refusing.element);
  return { element, update(phone) {
    if (document.activeElement !== mute) mute.checked = Boolean(phone.silent);
    if (document.activeElement !== reasons) reasons.value = phone.refuseLogin ?? "";
  } };
}
