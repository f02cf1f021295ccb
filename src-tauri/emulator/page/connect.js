// Linking a device: by the QR's picture, by the QR's text, or by the code of eight characters.

import { command, phonePath } from "./control.js";
import { announce, button, field, form, h, hashOf, header, icon, link, say, segments } from "./elements.js";
import { redrawn } from "./pictures.js";
import { t } from "./words.js";

/** The longest side of a picture that is sent, in pixels. */
const LONGEST_SIDE = 4000;
/** The largest picture that is sent, in bytes; the emulator takes 2 MB. */
const LARGEST_PICTURE = 1_800_000;

/** What a phone shows when a device asked for a code for its number. */
export function codeNotice(number) {
  const element = link([number, "connect", "code"], { class: "row asked" }, icon("devices"),
    h("span", { class: "lines" }, h("strong", {}, t("codeAsked")), h("span", { class: "under" }, t("codeAskedHint"))), icon("next"));
  return { element, update: (phone) => { element.hidden = !phone.codeAsked; } };
}

/** `peer` is `code` where the reader came to type one. */
export function connectScreen({ number, peer }) {
  const top = header(t("connect"), "", [number, "devices"]);
  const qr = qrPanel(number), code = codePanel(number);
  const show = (kind) => { qr.element.hidden = kind !== "qr"; code.element.hidden = kind !== "code"; };
  const first = peer === "code" ? "code" : "qr";
  show(first);
  const kinds = segments("kind", t("connect"), [["qr", t("byQr")], ["code", t("byCode")]], first, show);
  const element = h("section", { class: "screen" }, top.element, h("div", { class: "scroll connect" }, kinds, qr.element, code.element));

  const paste = (event) => {
    const picture = [...event.clipboardData.files].find(({ type }) => type.startsWith("image/"));
    if (qr.element.hidden || !picture) return;
    event.preventDefault();
    qr.scan(picture);
  };
  const over = (event) => { event.preventDefault(); element.classList.toggle("dropping", event.type === "dragover"); };
  const drop = (event) => { over(event); if (event.dataTransfer.files[0]) qr.scan(event.dataTransfer.files[0]); };
  const leaving = new AbortController();
  const { signal } = leaving;
  document.addEventListener("paste", paste, { signal });
  document.addEventListener("dragover", over, { signal });
  document.addEventListener("dragleave", over, { signal });
  document.addEventListener("drop", drop, { signal });
  return { element, focus: first === "code" ? code.field : top.heading, leave: () => leaving.abort(), update: (phone) => say(top.detail, phone.name) };
}

function linked(number) {
  announce(t("linked"));
  location.hash = hashOf(number, "devices");
}

function qrPanel(number) {
  const text = h("textarea", { rows: 3, spellcheck: "false", autocomplete: "off", placeholder: "2@…" });
  const file = h("input", { type: "file", accept: "image/*", class: "sr", onchange: () => { if (file.files[0]) scan(file.files[0]); file.value = ""; } });
  const { element, attempt } = form({ class: "panel" }, async (picture) => {
    const typed = text.value.trim();
    if (!picture && !typed) { text.focus(); return; }
    announce(t("scanning"));
    await command(phonePath(number, "/scan"), picture ? await readable(picture) : { text: typed });
    linked(number);
  },
  h("label", { class: "drop" }, file, icon("qr", "icon large"), h("strong", {}, t("drop")), h("span", { class: "under" }, t("choose"))),
  h("p", { class: "under" }, t("pasteHint")), button(t("pastePicture"), { onclick: () => pasteCopied() }),
  field(t("qrText"), text), button(t("scanText"), { type: "submit" }));

  const scan = (picture) => attempt(picture);
  async function pasteCopied() {
    const copied = await copiedPicture().catch(() => null);
    if (copied instanceof Blob) return scan(copied);
    if (copied) { text.value = copied; return attempt(); }
    return attempt(Promise.reject(new Error(t("nothingCopied"))));
  }
  return { element, scan };
}

/** What the clipboard holds, where the browser allows asking: a picture, else a text that looks like a QR's. */
async function copiedPicture() {
  for (const item of await navigator.clipboard.read()) {
    const kind = item.types.find((type) => type.startsWith("image/"));
    if (kind) return item.getType(kind);
  }
  const text = (await navigator.clipboard.readText()).trim();
  return text.split(",").length >= 4 ? text : null;
}

/** Any picture that the browser can open, as one that the emulator reads: a PNG at twice its size, since the modules
    of a QR on a small screen are otherwise too few pixels, or less where that grows too large. */
async function readable(given) {
  const picture = await createImageBitmap(await given).catch(() => { throw new Error(t("notPicture")); });
  const largest = LONGEST_SIDE / Math.max(picture.width, picture.height);
  for (const [scale, kind] of [[2, "image/png"], [2, "image/jpeg"], [1, "image/png"], [1, "image/jpeg"], [0.5, "image/jpeg"]]) {
    const drawn = await redrawn(picture, Math.min(scale, largest), kind);
    if (drawn && drawn.size <= LARGEST_PICTURE) return drawn;
  }
  throw new Error(t("notPicture"));
}

function codePanel(number) {
  const code = h("input", { class: "code", maxlength: 9, autocapitalize: "characters", autocomplete: "off", spellcheck: "false", placeholder: "ABCD-1234" });
  const plain = () => code.value.replace(/[^0-9a-z]/gi, "").toUpperCase().slice(0, 8);
  code.addEventListener("input", () => {
    const typed = plain(), atEnd = code.selectionStart === code.value.length;
    if (atEnd) code.value = typed.length > 4 ? `${typed.slice(0, 4)}-${typed.slice(4)}` : typed;
  });
  const typing = form({ class: "panel" }, async () => {
    if (plain().length < 8) { code.focus(); throw new Error(t("codeShort", { n: 8 - plain().length })); }
    announce(t("linking"));
    await command(phonePath(number, "/code"), { code: plain() });
    linked(number);
  }, h("p", { class: "under" }, t("codeHint")), field(t("code"), code), button(t("connect"), { type: "submit", class: "button strong" }));
  return { ...typing, field: code };
}
