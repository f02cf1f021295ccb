// What a message says, in a line.

import { momentOf, shownNumber } from "./figures.js";
import { t, words } from "./words.js";

const LARGER_THAN_WORDS = ["image", "video", "audio", "document", "sticker"];

export const hasFile = ({ content }) => !content.revoked && LARGER_THAN_WORDS.includes(content.kind);

export const kindName = ({ kind, voice }) => t(kind === "audio" && voice ? "kind_voice" : words[`kind_${kind}`] ? `kind_${kind}` : "kind_other");

/** A message in one line, for lists and quotes. */
export function inOneLine({ text, content }) {
  if (content.revoked) return t("deleted");
  if (content.kind === "text") return text;
  return [kindName(content), text || content.name].filter(Boolean).join(" · ");
}

/** The words of a message that is no file. */
export const inFull = ({ text, content }) => [content.kind === "contacts" && content.cards.length === 1 ? "" : text, ...details(content)].filter(Boolean).join("\n");

function details({ kind, options = [], cards = [], address, description, startsAtS, button }) {
  if (kind === "poll") return options.map(({ name, voters }) => (voters.length ? `○ ${name} · ${voters.length}` : `○ ${name}`));
  if (kind === "buttons" || kind === "list") return [button, ...options.map(({ title }) => `▸ ${title}`)];
  if (kind === "contacts") return cards.map(({ name, number }) => [name, number && shownNumber(number)].filter(Boolean).join("\n"));
  if (kind === "event") return [momentOf(startsAtS * 1000), description];
  return kind === "location" ? [address] : [];
}
