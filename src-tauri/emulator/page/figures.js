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
/** A time of today, a day as short as it can be said. */
export function briefOf(atMs) {
  const day = dayOf(atMs);
  if (day === t("today")) return clockOf(atMs);
  if (day === t("yesterday")) return day;
  return new Intl.DateTimeFormat(languages[language][0], { day: "2-digit", month: "2-digit", year: "2-digit" }).format(atMs);
}

export const lengthOf = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function sizeOf(bytes) {
  const [size, unit] = bytes < 1000 ? [bytes, "byte"] : bytes < 1e6 ? [bytes / 1000, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(languages[language][0], { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: size < 10 && unit !== "byte" ? 1 : 0 }).format(size);
}
