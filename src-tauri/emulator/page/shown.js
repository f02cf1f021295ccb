// The file of a message as the chat shows it: pictures to look at, recordings to play, documents to save.

import { filePath, openOnce, phonePath, tell } from "./control.js";
import { announce, h, icon, say } from "./elements.js";
import { lengthOf, sizeOf } from "./figures.js";
import { kindName } from "./said.js";
import { t } from "./words.js";

/** A picture in a bubble is at most this large, in pixels. */
const WIDEST = 280, HIGHEST = 320;

export function shownFile(number, peer, message) {
  const { content } = message;
  if (content.viewOnce) return once(number, peer, message);
  const address = filePath(number, peer, message.id);
  if (content.kind === "image" || content.kind === "sticker") return picture(address, message);
  if (content.kind === "video") return film(address, content);
  if (content.kind === "audio") return recording(address, content, () => heard(number, peer, message));
  return saved(address, content);
}

/** A place of the right size from the beginning, so that nothing moves when the picture is there. */
function placeOf({ width = 4, height = 3 } = {}) {
  const scale = Math.min(WIDEST / width, HIGHEST / height, Math.max(1, WIDEST / width));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function picture(address, { text, content }) {
  const isSticker = content.kind === "sticker";
  const size = isSticker ? { width: 144, height: 144 } : placeOf(content.file);
  const image = h("img", { src: address, alt: text || kindName(content), loading: "lazy", decoding: "async", ...size });
  const frame = h("button", { type: "button", class: isSticker ? "picture sticker" : "picture", "aria-label": t("openPicture", { what: text || kindName(content) }), onclick: () => look(h("img", { src: address, alt: text || kindName(content) }), address) }, image);
  image.addEventListener("error", () => frame.replaceWith(lost()));
  return frame;
}

function film(address, { gif, file }) {
  const player = h("video", { src: address, controls: !gif, loop: gif, autoplay: gif, muted: gif, playsinline: true, preload: "metadata", "aria-label": t("kind_video"), class: "film", ...placeOf(file) });
  player.muted = Boolean(gif);
  player.addEventListener("error", () => player.replaceWith(lost()));
  return player;
}

/** A recording with its waveform as WhatsApp draws it: a button, bars, and how long it plays. */
function recording(address, { voice, seconds, file }, onplayed) {
  const sound = new Audio();
  sound.preload = "none";
  const wave = file?.waveform?.length ? file.waveform : new Array(48).fill(12);
  const bars = wave.map((part) => h("i", {}));
  bars.forEach((bar, at) => bar.style.setProperty("--loud", wave[at] / 100));
  const left = h("span", { class: "length" }), label = voice ? "kind_voice" : "kind_audio";
  const go = h("button", { type: "button", class: "round", onclick: () => (sound.paused ? play() : sound.pause()) });
  const draw = () => {
    const total = Number.isFinite(sound.duration) ? sound.duration : seconds;
    const part = sound.ended || !total ? 0 : sound.currentTime / total;
    bars.forEach((bar, at) => bar.classList.toggle("heard", at < part * bars.length));
    say(left, lengthOf(sound.currentTime > 0 && !sound.ended ? sound.currentTime : seconds || sound.duration || 0));
    go.replaceChildren(icon(sound.paused ? "play" : "pause"));
    go.setAttribute("aria-label", t(sound.paused ? "playIt" : "pauseIt", { what: t(label) }));
  };
  const play = () => {
    if (!sound.src) sound.src = address;
    sound.play().then(onplayed).catch(() => element.replaceWith(lost()));
  };
  for (const change of ["play", "pause", "ended", "timeupdate", "loadedmetadata"]) sound.addEventListener(change, draw);
  const element = h("div", { class: "recording" }, go, h("span", { class: "wave", "aria-hidden": true }, ...bars), left);
  draw();
  return element;
}

/** Its sender learns that it was played. */
function heard(number, peer, { id, fromMe, receipt }) {
  if (!fromMe && receipt !== "played") tell(phonePath(number, "/play"), { with: peer, id }).catch(() => {});
}

function saved(address, { name, file }) {
  return h("a", { class: "document", href: address, download: name || t("unnamed") }, icon("file", "icon face"),
    h("span", { class: "lines" }, h("strong", {}, name || t("unnamed")), h("span", { class: "under" }, file?.bytes ? sizeOf(file.bytes) : t("kind_document"))), icon("save"));
}

/** What opens once: closed, or open before. */
function once(number, peer, { id, fromMe, content, receipt }) {
  const name = h("span", { class: "lines" }, h("strong", {}, kindName(content)), h("span", { class: "under" }, t(content.opened || (fromMe && receipt === "played") ? "opened" : fromMe ? "onceSent" : "onceTap")));
  if (fromMe || content.opened) return h("span", { class: "once" }, icon("once"), name);
  return h("button", { type: "button", class: "once", onclick: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const file = URL.createObjectURL(await openOnce(number, peer, id));
      const tag = content.kind === "image" ? "img" : content.kind === "video" ? "video" : "audio";
      look(h(tag, { src: file, ...(tag === "img" ? { alt: kindName(content) } : { controls: true, autoplay: true }) }), null).addEventListener("close", () => URL.revokeObjectURL(file));
    } catch (refusal) {
      announce(refusal.message);
      button.disabled = false;
    }
  } }, icon("once"), name);
}

/** Shows something over everything else; Escape, the cross and a click beside it close it. */
function look(shown, address) {
  const close = h("button", { type: "button", class: "round", "aria-label": t("close"), autofocus: true, onclick: () => dialog.close() }, icon("close"));
  const save = address ? h("a", { class: "round", href: address, download: "", "aria-label": t("save") }, icon("save")) : null;
  const dialog = h("dialog", { class: "viewer", "aria-label": t("viewer"), onclose: () => dialog.remove(), onclick: (event) => { if (event.target === dialog) dialog.close(); } },
    h("span", { class: "tools" }, ...[save, close].filter(Boolean)), shown);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const lost = () => h("p", { class: "lost" }, t("fileLost"));
