// Numbers and times as the reader writes them.

import { language, languages, t } from "./words.js";

export function shownNumber(number) {
  const brazilian = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(number);
  return brazilian ? `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}` : `+${number}`;
}

export const clockOf = (atMs) => new Intl.DateTimeFormat(languages[language][0], { hour: "2-digit", minute: "2-digit" }).format(atMs);

export function dayOf(atMs) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (atMs >= midnight) return t("today");
  if (atMs >= midnight - 86_400_000) return t("yesterday");
  return new Intl.DateTimeFormat(languages[language][0], { day: "numeric", month: "short", year: "numeric" }).format(atMs);
}

export const momentOf = (atMs) => `${dayOf(atMs)}, ${clockOf(atMs)}`;
export const briefOf = (atMs) => (dayOf(atMs) === t("today") ? clockOf(atMs) : dayOf(atMs));
