// Recording a voice message: with the microphone where the browser gives it, else a recording from a file.

import { announce, h, icon, say } from "./elements.js";
import { lengthOf } from "./figures.js";
import { asOgg } from "./ogg.js";
import { t } from "./words.js";

/** What WhatsApp records, or the nearest that the browser has. */
const RECORDED = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** A button that records and a bar while it does. `send` is given the recording, `shown` whether there is one under way. */
export function voiceRecorder(send, shown) {
  let recorder = null, beganAt = 0, clock = 0, pieces = [];
  const file = h("input", { type: "file", accept: "audio/*", hidden: true, onchange: () => { if (file.files[0]) send(file.files[0]); file.value = ""; } });
  const start = h("button", { type: "button", class: "round strong", "aria-label": t("record"), onclick: begin }, icon("voice"));
  const time = h("span", { class: "length", role: "timer" });
  const drop = h("button", { type: "button", class: "round", "aria-label": t("dropRecording"), onclick: () => end(false) }, icon("delete"));
  const done = h("button", { type: "button", class: "round strong", "aria-label": t("sendRecording"), onclick: () => end(true) }, icon("send"));
  const bar = h("div", { class: "recorder", role: "group", "aria-label": t("recordingNow"), hidden: true }, drop, h("span", { class: "dot on", "aria-hidden": true }), h("span", { class: "lines" }, t("recordingNow")), time, done);

  async function begin() {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return file.click();
    start.disabled = true;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    start.disabled = false;
    if (!stream) {
      announce(t("noMicrophone"));
      return file.click();
    }
    pieces = [];
    recorder = new MediaRecorder(stream, { mimeType: RECORDED.find((kind) => MediaRecorder.isTypeSupported(kind)) });
    recorder.ondataavailable = ({ data }) => { if (data.size) pieces.push(data); };
    recorder.start();
    beganAt = Date.now();
    show(true);
    clock = setInterval(tick, 250);
    tick();
    done.focus();
  }

  const tick = () => say(time, lengthOf((Date.now() - beganAt) / 1000));

  function show(on) {
    bar.hidden = !on;
    shown(on);
    if (!on) clearInterval(clock);
  }

  async function end(keep) {
    const ending = recorder;
    recorder = null;
    if (!ending) return;
    const stopped = new Promise((resolve) => { ending.onstop = resolve; });
    ending.stop();
    await stopped;
    for (const track of ending.stream.getTracks()) track.stop();
    show(false);
    if (keep && pieces.length) send(await asOgg(new Blob(pieces, { type: ending.mimeType })));
  }

  return { start, bar, file, cancel: () => end(false) };
}
