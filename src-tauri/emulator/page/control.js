// The emulator as the page sees it: what was last heard, and commands.
//
// What is expected of the control API (JSON camelCase, times in milliseconds since the epoch):
//   GET  /control/phones                       [{number, name, script?, silent, refuseLogin?, codeAsked, devices, chats}]
//        devices: {id, name, online, linkedAtMs, lastSeenMs?}   chats: {with, name?, lastText, lastContent, lastFromMe, lastAtMs, unread, typing}
//   GET  /control/phones/{n}/chats/{with}      [{id, fromMe, sender, text, content: {kind, quoted?, file?, …}, atMs, deliveries, receipt}]
//   GET  /control/phones/{n}/chats/{with}/files/{id}   the file of a message
//   GET  /control/phones/{n}/groups            [{id, subject, members: [{number, name}], createdAtMs}]
//   GET  /control/phones/{n}/calls             [{id, with, fromMe, video, state, missed, atMs}]
//   POST /control/phones                       {name, number, script?}
//   POST /control/phones/{n}/scan              {text} or a picture · /code {code} · /unlink {device} · /send {to, text}
//        /send?to=… a file · /open {with, id} · /react {with, id, sign} · /edit {with, id, text} · /revoke {with, id} · /play {with, id}
//        /read {with} · /typing {to, on} · /drop · /silence {on} · /refuse-login {reason} · /airplane {on}
//        /groups {subject, members} · /calls {to} · /calls/{id} {deed}
// A refusal is any 4xx or 5xx with {code?, detail}: a code that words.js knows is said in the reader's language.

import { shownNumber } from "./figures.js";
import { t, words } from "./words.js";

/** What was last heard; screens draw from here and never ask the network themselves. */
export const heard = { loaded: false, reachable: true, phones: [], owner: null, groups: [], calls: [], chat: null, messages: null };

export const phonePath = (number, rest = "") => `/control/phones/${encodeURIComponent(number)}${rest}`;
export const phoneOf = (number) => heard.phones.find((phone) => phone.number === number);
/** A group that the phone on the screen is in. */
export const groupOf = (id) => heard.groups.find((group) => group.id === id);
export const isGroup = (peer) => peer.includes("@");
export const nameOf = (peer, chat) => groupOf(peer)?.subject || chat?.name || phoneOf(peer)?.name || shownNumber(peer);

async function control(path, options = {}) {
  const text = await (await answered(path, options)).text();
  try { return text ? JSON.parse(text) : null; } catch { return null; }
}

/** The network's answer; a refusal is thrown, in the reader's language where it has a known code. */
async function answered(path, options) {
  const answer = await fetch(path, { cache: "no-store", ...options }).catch(() => {
    throw new Error(t("unreachable"));
  });
  if (answer.ok) return answer;
  const text = await answer.text();
  let body = null;
  try { body = text ? JSON.parse(text) : null; } catch { /* Words instead of JSON: shown as they are below. */ }
  const known = words[`refused_${body?.code}`] && t(`refused_${body.code}`);
  const reason = known || body?.detail || body?.error || (body ? "" : text.slice(0, 300)) || t("failed", { status: answer.status });
  throw Object.assign(new Error(reason), { status: answer.status });
}

const read = (path) => control(path, { signal: AbortSignal.timeout(5000) });

/** Commands the network without hearing it again at once. */
export const tell = (path, body) => control(path, posting(body));

function posting(body) {
  const isFile = body instanceof Blob;
  const kind = isFile ? body.type || "application/octet-stream" : "application/json";
  return { method: "POST", headers: { "content-type": kind }, body: isFile ? body : JSON.stringify(body ?? {}) };
}

/** Where the file of a message is had, by whoever's phone shows it. */
export const filePath = (number, peer, id) => phonePath(number, `/chats/${encodeURIComponent(peer)}/files/${encodeURIComponent(id)}`);

/** Opens what opens once. */
export async function openOnce(number, peer, id) {
  const file = await (await answered(phonePath(number, "/open"), posting({ with: peer, id }))).blob();
  refresh();
  return file;
}

/** Sends a file; `about` is what is said of it. */
export const sendFile = (number, about, body) => command(phonePath(number, `/send?${new URLSearchParams(about)}`), body);

export async function command(path, body) {
  const result = await tell(path, body);
  await refresh();
  return result;
}

/** A chat that nobody has written in may be unknown to the network: that is an empty chat, not a failure. */
function nothingYet(refusal) {
  if (refusal.status === 404) return [];
  throw refusal;
}

let reader = { place: () => ({ number: "" }), draw: () => {} };
let asked = 0;

/** `place` says whose phone is on the screen and which chat, as `{number, peer?}`; `draw` is called after each hearing. */
export function attach(place, draw) {
  reader = { place, draw };
}

/** Hears the network once and draws what changed. The answer to a question asked before a newer one is dropped. */
export async function refresh() {
  const turn = (asked += 1);
  const { number, peer } = reader.place();
  const ofPhone = (path) => (number ? read(phonePath(number, path)).catch(nothingYet) : []);
  try {
    const [phones, groups, calls, messages] = await Promise.all([
      read("/control/phones"),
      ofPhone("/groups"),
      ofPhone("/calls"),
      peer ? ofPhone(`/chats/${encodeURIComponent(peer)}`) : null,
    ]);
    if (turn !== asked) return;
    const chat = peer ? { number, peer } : null;
    Object.assign(heard, { loaded: true, reachable: true, phones, owner: number, groups, calls, chat, messages });
  } catch {
    if (turn !== asked) return;
    heard.reachable = false;
  }
  reader.draw();
}

export async function listen() {
  if (!document.hidden) await refresh();
  setTimeout(listen, 1000);
}
