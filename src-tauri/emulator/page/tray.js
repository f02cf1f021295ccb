// Files that the reader picked and has not sent: chosen, dropped or pasted, seen before they go.

import { h, icon, say } from "./elements.js";
import { sizeOf } from "./figures.js";
import { kindOf } from "./picked.js";
import { t } from "./words.js";

/** `changed` is called whenever there are more or fewer files. */
export function filesTray(changed) {
  let picked = [];
  const list = h("ul", { class: "picked" });
  const once = h("input", { type: "checkbox" }), onceLabel = h("label", { class: "choice" }, once, h("span", {}, t("once")));
  const voice = h("input", { type: "checkbox" }), voiceLabel = h("label", { class: "choice" }, voice, h("span", {}, t("asVoice")));
  const element = h("div", { class: "tray", role: "group", "aria-label": t("picked"), hidden: true }, list, onceLabel, voiceLabel);
  const input = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { add(input.files); input.value = ""; } });
  const button = h("button", { type: "button", class: "round", "aria-label": t("attach"), onclick: () => input.click() }, icon("clip"));

  function add(files) {
    picked.push(...[...files].map((file) => ({ file, kind: kindOf(file), row: rowOf(file) })));
    draw();
  }

  function rowOf(file) {
    const kind = kindOf(file), preview = kind === "image" ? URL.createObjectURL(file) : null;
    const name = h("strong"), row = h("li", {}, preview ? h("img", { src: preview, alt: "", width: 44, height: 44 }) : icon(kind === "audio" ? "voice" : kind === "video" ? "play" : "file", "icon face"),
      h("span", { class: "lines" }, name, h("span", { class: "under" }, sizeOf(file.size))),
      h("button", { type: "button", class: "round", "aria-label": t("removeFile", { name: file.name }), onclick: () => { picked = picked.filter((one) => one.row !== row); if (preview) URL.revokeObjectURL(preview); draw(); } }, icon("close")));
    say(name, file.name || t("unnamed"));
    return row;
  }

  function draw() {
    list.replaceChildren(...picked.map(({ row }) => row));
    element.hidden = picked.length === 0;
    onceLabel.hidden = !picked.some(({ kind }) => kind === "image" || kind === "video");
    voiceLabel.hidden = !picked.some(({ kind }) => kind === "audio");
    if (element.hidden) once.checked = voice.checked = false;
    changed();
  }

  return { element, button, input, add,
    get files() { return picked.map(({ file, kind }) => ({ file, kind: kind === "audio" && voice.checked ? "voice" : kind, once: once.checked && ["image", "video"].includes(kind) })); },
    /** Takes away what was sent. */
    sent(file) { picked = picked.filter((one) => one.file !== file); draw(); } };
}
