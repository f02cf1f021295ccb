// A file that the reader picked: what it is, and what of it only a browser can know.

import { redrawn } from "./pictures.js";
import { t } from "./words.js";

/** How many bars a waveform has, as WhatsApp draws it. */
const BARS = 64;

/** The kind of message that a file becomes. */
export function kindOf({ type }) {
  const kind = type.split("/")[0];
  return ["image", "video", "audio"].includes(kind) && type !== "image/svg+xml" ? kind : "document";
}

/** What is sent: the file itself and what is said of it. Pictures that a phone does not take become JPEG. */
export async function readied(file, kind) {
  if (kind === "image") return { body: await asPhoto(file), about: {} };
  if (kind === "voice" || kind === "audio") return { body: file, about: await heardOf(file, kind === "voice") };
  if (kind === "video") return { body: file, about: await seenOf(file) };
  return { body: file, about: { name: file.name || t("unnamed") } };
}

async function asPhoto(file) {
  if (["image/jpeg", "image/png"].includes(file.type)) return file;
  const picture = await createImageBitmap(file).catch(() => { throw new Error(t("notPicture")); });
  return redrawn(picture, 1, "image/jpeg");
}

/** Length and loudness of a recording; nothing where the browser cannot decode it. */
async function heardOf(file, withWaveform) {
  const studio = new OfflineAudioContext(1, 1, 48_000);
  const sound = await studio.decodeAudioData(await file.arrayBuffer()).catch(() => null);
  if (!sound) return {};
  const seconds = Math.max(1, Math.round(sound.duration));
  return withWaveform ? { seconds, waveform: loudness(sound.getChannelData(0)).join(",") } : { seconds };
}

function loudness(samples) {
  const width = Math.max(1, Math.floor(samples.length / BARS));
  const bars = Array.from({ length: Math.min(BARS, samples.length) }, (_, bar) => {
    let sum = 0;
    for (let at = bar * width; at < (bar + 1) * width; at += 1) sum += samples[at] ** 2;
    return Math.sqrt(sum / width);
  });
  const loudest = Math.max(...bars, 1e-4);
  return bars.map((bar) => Math.round((bar / loudest) * 100));
}

/** Length and size of a film; nothing where the browser cannot play it. */
function seenOf(file) {
  const film = document.createElement("video"), address = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const done = (about) => { URL.revokeObjectURL(address); resolve(about); };
    film.preload = "metadata";
    film.onloadedmetadata = () => done({ width: film.videoWidth, height: film.videoHeight, ...(Number.isFinite(film.duration) && { seconds: Math.round(film.duration) }) });
    film.onerror = () => done({});
    film.src = address;
  });
}
