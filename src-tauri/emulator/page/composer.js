// Where messages are written: words, files, a recording; an answer to a message, or other words for one's own.

import { command, nameOf, phoneOf, phonePath, sendFile, tell } from "./control.js";
import { form, h, icon, say, segments } from "./elements.js";
import { readied } from "./picked.js";
import { inOneLine } from "./said.js";
import { filesTray } from "./tray.js";
import { voiceRecorder } from "./voice.js";
import { t } from "./words.js";

/** What was typed and not sent, by writer and reader; it outlives the screen. */
const drafts = new Map();

/** The reader's phone forgets who is typing after a while; until then it is told again. */
const SAID_AGAIN_MS = 10_000, PAUSE_MS = 3000;

/** Shows the reader that the writer is typing until a pause, or recording, until `stop`. */
function typingOf() {
  let shown = null, pause = 0, again = 0;
  const say = (on) => tell(phonePath(shown.writer, "/typing"), { to: shown.to, on, recording: shown.recording }).catch(() => {});
  const stop = () => {
    clearTimeout(pause);
    clearInterval(again);
    if (shown) say(false);
    shown = null;
  };
  return { stop, go(writer, to, recording = false) {
    if (!shown) {
      shown = { writer, to, recording };
      say(true);
      again = setInterval(() => say(true), SAID_AGAIN_MS);
    }
    clearTimeout(pause);
    if (!recording) pause = setTimeout(stop, PAUSE_MS);
  } };
}

/** The composer; where both sides are of this network, it asks who is writing. */
export function composerOf(number, peer, asContact) {
  const speakers = h("div");
  const text = h("textarea", { rows: 1, maxlength: 60000, placeholder: t("message"), autocomplete: "off" });
  let writer = asContact ? peer : number, names = {};
  /** `{answer}` or `{change}`: the message that what is written is about. */
  let about = {};
  const reader = () => (writer === number ? peer : number);
  const draft = () => `${writer} ${reader()}`;
  const grow = () => { text.rows = 1; while (text.rows < 8 && text.scrollHeight > text.clientHeight + 2) text.rows += 1; };
  const typing = typingOf();
  const tray = filesTray(() => choose());
  const voice = voiceRecorder((recording) => sending.attempt(recording), (on) => {
    write.hidden = on;
    if (on && names.both) typing.go(writer, reader(), true);
    else typing.stop();
    if (!on) text.focus();
  });
  const send = h("button", { class: "round strong", "aria-label": t("send") }, icon("send"));
  const write = h("div", { class: "write" }, tray.button, text, voice.start, send);
  const context = contextBar(() => setAbout({}));

  function choose() {
    const something = text.value.trim() !== "" || tray.files.length > 0 || about.change;
    send.hidden = !something;
    voice.start.hidden = Boolean(something);
    tray.button.hidden = Boolean(about.change);
  }

  function setAbout(next) {
    if (about.change && !next.change) text.value = drafts.get(draft()) ?? "";
    about = next;
    context.update(about);
    if (about.change) text.value = about.change.text;
    choose();
    requestAnimationFrame(grow);
    text.focus();
  }

  const take = (chosen) => {
    typing.stop();
    writer = chosen;
    text.value = about.change ? text.value : drafts.get(draft()) ?? "";
    text.setAttribute("aria-label", `${t("message")}, ${t("as", { name: names[writer] })}`);
    sending.element.classList.toggle("guest", writer === peer);
    choose();
    requestAnimationFrame(grow);
  };

  const sending = form({ class: "composer" }, async (recording) => {
    const said = text.value.trim(), kept = draft(), to = reader(), quoted = about.answer?.id;
    typing.stop();
    if (about.change) {
      if (said) await command(phonePath(writer, "/edit"), { with: to, id: about.change.id, text: said });
      return setAbout({});
    }
    if (recording) {
      await sendOne(recording, "voice", false, { to, quoted });
      return setAbout({});
    }
    const files = tray.files;
    if (!said && !files.length) return;
    // Recordings have no words: then they go out on their own.
    let words = said;
    for (const { file, kind, once } of files) {
      const takesWords = kind !== "voice" && kind !== "audio";
      await sendOne(file, kind, once, { to, quoted, text: takesWords ? words : "" });
      if (takesWords) words = "";
      tray.sent(file);
    }
    if (words) await command(phonePath(writer, "/send"), { to, message: { kind: "text", text: words, quoted } });
    drafts.delete(kept);
    if (draft() === kept && text.value.trim() === said) text.value = "";
    setAbout({});
  }, speakers, context.element, tray.element, voice.bar, write, tray.input, voice.file);

  async function sendOne(file, kind, viewOnce, { to, quoted, text: caption }) {
    const { body, about: facts } = await readied(file, kind);
    await sendFile(writer, { to, kind, ...(caption && { text: caption }), ...(quoted && { quoted }), ...(viewOnce && { viewOnce }), ...facts }, body);
  }

  text.addEventListener("input", () => {
    if (!about.change) drafts.set(draft(), text.value);
    grow();
    choose();
    if (!text.value.trim()) typing.stop();
    else if (names.both) typing.go(writer, reader());
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (about.answer || about.change)) {
      event.preventDefault();
      setAbout({});
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sending.attempt();
  });
  choose();
  return {
    element: sending.element,
    focus: text,
    side: () => ({ writer, reader: reader() }),
    reply: (answer) => setAbout({ answer }),
    edit: (change) => setAbout({ change }),
    take: (files) => { tray.add(files); text.focus(); },
    leave() { typing.stop(); voice.cancel(); },
    update(phone, peerName) {
      const both = phoneOf(peer) !== undefined;
      if (names[number] === phone.name && names[peer] === peerName && names.both === both) return;
      names = { [number]: phone.name, [peer]: peerName, both };
      take(both ? writer : number);
      const options = [number, peer].map((side) => [side, t("as", { name: names[side] })]);
      speakers.replaceChildren(...(both ? [segments("speaker", t("speaker"), options, writer, take)] : []));
    },
  };
}

/** Over the field: what is answered or changed, and a way out. */
function contextBar(leave) {
  const title = h("strong"), words = h("span", { class: "under" });
  const element = h("div", { class: "about", hidden: true }, h("span", { class: "lines" }, title, words),
    h("button", { type: "button", class: "round", "aria-label": t("leaveIt"), onclick: leave }, icon("close")));
  return { element, update({ answer, change }) {
    element.hidden = !answer && !change;
    if (element.hidden) return;
    say(title, change ? t("editing") : t("replyTo", { name: nameOf(answer.sender) }));
    say(words, inOneLine(answer ?? change));
  } };
}
