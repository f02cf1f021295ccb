// Where the reader is: `#/{number}/{screen}/{peer}/{as}`.

import { heard } from "./control.js";

/** Wide enough for the list beside the phone; below it one of the two is seen. */
export const wide = matchMedia("(min-width: 760px)");

export function where() {
  const [number = "", screen = "chats", peer = "", speaker = ""] = location.hash.slice(2).split("/");
  const first = wide.matches ? heard.phones[0]?.number : "";
  return { number: number || first || "", screen, peer, asContact: speaker === "as", chosen: number !== "" };
}
