// Elements of the page: made from text only, changed only where something changed.

import { t } from "./words.js";

/** Makes an element: `on…` are listeners, `true` an empty attribute, strings among the children are text. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name, kind = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Changes text only where it differs, so that selections and screen readers are left in peace. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const rowsOf = new WeakMap();

/** Makes the children of `list` follow `items`; rows that stay keep their element, focus and state. */
export function follow(list, items, keyOf, makeRow) {
  const rows = rowsOf.get(list) ?? new Map();
  rowsOf.set(list, rows);
  const focused = document.activeElement;
  const wanted = new Set(items.map(keyOf));
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue;
    row.element.remove();
    rows.delete(key);
  }
  let place = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    if (!rows.has(key)) rows.set(key, makeRow(item));
    const row = rows.get(key);
    row.update?.(item);
    if (row.element === place) place = place.nextElementSibling;
    else list.insertBefore(row.element, place);
  }
  if (focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
}

let saidTimer = 0;
function hush() {
  clearTimeout(saidTimer);
  const said = document.getElementById("said");
  said.className = "sr";
  said.textContent = "";
}

/** Says it to screen readers and, for a moment, on the screen. */
export function announce(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.className = "toast";
  clearTimeout(saidTimer);
  saidTimer = setTimeout(hush, 4000);
}

export const hashOf = (...parts) => `#/${parts.join("/")}`;
export const link = (to, attributes, ...children) => h("a", { href: hashOf(...to), ...attributes }, ...children);

/** The round first letters of a name; its hue follows the number, so that one contact looks the same everywhere. */
export function avatar(number, name) {
  const letters = name.replace(/^\+/, "").split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  return h("span", { class: `avatar hue-${[...number].reduce((sum, digit) => sum + Number(digit), 0) % 6}`, "aria-hidden": true }, letters);
}

export function header(title, under, back, ...actions) {
  const heading = h("h2", { tabindex: -1 }, title);
  const detail = h("p", { class: "under" }, under);
  const backLink = link(back, { class: "round", "aria-label": t("back") }, icon("back"));
  return { element: h("header", { class: "bar" }, backLink, h("div", { class: "who" }, heading, detail), ...actions.filter(Boolean)), heading, detail, backLink };
}

/** A form that shows its own refusal under its fields and keeps what was typed. */
export function form(attributes, submit, ...children) {
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const element = h("form", { novalidate: true, ...attributes }, ...children, problem);
  const attempt = async (...given) => {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    problem.hidden = true;
    try {
      await submit(...given);
    } catch (refusal) {
      hush();
      problem.hidden = false;
      problem.textContent = refusal.message;
    }
    element.removeAttribute("aria-busy");
  };
  element.addEventListener("submit", (event) => { event.preventDefault(); attempt(); });
  return { element, attempt };
}

export const field = (label, input) => h("label", { class: "field" }, h("span", {}, label), input);
export const button = (label, attributes = {}, ...icons) => h("button", { type: "button", class: "button", ...attributes }, ...icons, label);

/** One choice of few, as radio buttons that look like a segmented control. */
export function segments(name, legend, options, chosen, onchange) {
  const choice = ([value, label]) =>
    h("label", {}, h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onchange(value) }), h("span", {}, label));
  return h("fieldset", { class: "segments" }, h("legend", { class: "sr" }, legend), ...options.map(choice));
}

/** Asks in the middle of the screen; the person may always say no with Escape. */
export function ask(...content) {
  const dialog = h("dialog", { onclose: () => dialog.remove() }, ...content);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
