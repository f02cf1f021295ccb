// A file that the reader picked: what it is, and what of it only a browser can know.

import { redrawn } from "./pictures.js";
import { t } from "./words.js";

/** How many bars a waveform has, as WhatsApp draws it. */
const BARS = 64;
const PREVIEW_SIDE = 96, FILM_PATIENCE_MS = 5000;

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

/** Length, size and first picture of a film; nothing where the browser cannot play it. */
async function seenOf(file) {
  const film = document.createElement("video"), address = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => {
      Object.assign(film, { preload: "auto", muted: true, onloadeddata: resolve, onerror: reject, src: address });
      setTimeout(reject, FILM_PATIENCE_MS);
    });
    const { videoWidth: width, videoHeight: height, duration } = film;
    const small = await redrawn(film, PREVIEW_SIDE / Math.max(width, height), "image/jpeg", { width, height });
    return { width, height, ...(Number.isFinite(duration) && { seconds: Math.round(duration) }), preview: await inBase64(small) };
  } catch {
    return {};
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** As it stands in addresses. */
async function inBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
