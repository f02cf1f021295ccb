// From what browsers record (WebM with Opus) to what voice messages are (Ogg with Opus): the same packets, packed anew.
// WebM after RFC 9559, Ogg after RFC 3533, Opus in Ogg after RFC 7845.

/** Elements that hold elements: Segment, Cluster, BlockGroup, Tracks, TrackEntry. */
const HOLDERS = new Set([0x18538067, 0x1f43b675, 0xa0, 0x1654ae6b, 0xae]);
const SIMPLE_BLOCK = 0xa3, BLOCK = 0xa1, CODEC_PRIVATE = 0x63a2;
const RATE = 48_000;
/** Samples of one frame by the configuration in a packet's first byte (RFC 6716, section 3.1). */
const FRAME_MS = [10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20];
/** A page's table has this many places; a packet takes one for each 255 bytes that it has begun. */
const MOST_PLACES = 255;

/** The recording as a voice message; one that is no WebM stays as it is. */
export async function asOgg(recording) {
  const bytes = new Uint8Array(await recording.arrayBuffer());
  if (!(bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3)) return recording;
  const { head, packets } = unpack(bytes);
  return new Blob(pack(head, packets), { type: "audio/ogg; codecs=opus" });
}

/** The first byte's leading zeros say how long a number is; all ones mean that its element goes on to the end. */
function number(bytes, at, keepMarker) {
  const length = Math.clz32(bytes[at]) - 23;
  let value = keepMarker ? bytes[at] : bytes[at] & (0xff >> length), unknown = value === 0xff >> length;
  for (let next = 1; next < length; next += 1) {
    value = value * 256 + bytes[at + next];
    unknown &&= bytes[at + next] === 0xff;
  }
  return { value, length, unknown };
}

function unpack(bytes) {
  const packets = [];
  let head = null;
  for (let at = 0; at < bytes.length;) {
    const id = number(bytes, at, true), size = number(bytes, at + id.length, false);
    at += id.length + size.length;
    if (HOLDERS.has(id.value)) continue;
    const end = size.unknown ? at : at + size.value;
    if (id.value === CODEC_PRIVATE) head = bytes.slice(at, end);
    // A track's number, two bytes of time and one of flags come before the packet.
    if (id.value === SIMPLE_BLOCK || id.value === BLOCK) packets.push(bytes.subarray(at + number(bytes, at, false).length + 3, end));
    at = end;
  }
  return { head, packets };
}

function samplesOf(packet) {
  const frames = [1, 2, 2, packet[1] & 0x3f][packet[0] & 3];
  return (FRAME_MS[packet[0] >> 3] * frames * RATE) / 1000;
}

function pack(head, packets) {
  const tags = new Uint8Array([...new TextEncoder().encode("OpusTags"), 8, 0, 0, 0, ...new TextEncoder().encode("Portaria"), 0, 0, 0, 0]);
  const pages = [page([head], 0, 0, 2), page([tags], 0, 1, 0)];
  let position = 0, some = [], places = 0;
  packets.forEach((packet, at) => {
    some.push(packet);
    places += placesOf(packet);
    position += samplesOf(packet);
    const isLast = at === packets.length - 1;
    if (!isLast && places + placesOf(packets[at + 1]) <= MOST_PLACES) return;
    pages.push(page(some, position, pages.length, isLast ? 4 : 0));
    [some, places] = [[], 0];
  });
  return pages;
}

const placesOf = (packet) => Math.floor(packet.length / 255) + 1;

/** A page of whole packets; `flags` are 2 for the first and 4 for the last one. */
function page(packets, position, count, flags) {
  const lacing = packets.flatMap((packet) => [...new Array(Math.floor(packet.length / 255)).fill(255), packet.length % 255]);
  const bytes = new Uint8Array(27 + lacing.length + packets.reduce((sum, packet) => sum + packet.length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set([0x4f, 0x67, 0x67, 0x53, 0, flags]);
  view.setBigUint64(6, BigInt(Math.round(position)), true);
  view.setUint32(14, 1, true);
  view.setUint32(18, count, true);
  bytes[26] = lacing.length;
  bytes.set(lacing, 27);
  let at = 27 + lacing.length;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
