/** How a server's messages are counted: WebSocket frames, Socket.IO's events, or our frames of entries. */
export type Counting = "frames" | "socket.io" | "entries";

/** What is known of one connection while frames come in. Numbers only: there are thousands of them. */
export interface Stream {
  counting: Counting;
  /** Bytes of the frame at hand that need no look. */
  skip: number;
  /** The beginning of a frame that has not come whole. */
  rest: Buffer | null;
  messages: number;
  /** Frames that they came in: what a server sent together is one. */
  frames: number;
  /** The position that the entries have reached; -1 before the first. */
  cursor: number;
  gaps: number;
  /** Whether all of each message is read, for the time it was due. */
  sampled: boolean;
  onPing(): void;
  onText(bytes: Buffer, from: number, to: number): void;
}

/** A stream of which nothing has come. */
export function emptyStream(counting: Counting, sampled: boolean): Omit<Stream, "onPing" | "onText"> {
  return { counting, sampled, skip: 0, rest: null, messages: 0, frames: 0, cursor: -1, gaps: 0 };
}

/** Bytes at the beginning of a message that identify its kind. */
const LOOKED_AT = 130;
/** Frames of fewer bytes are no messages but about the connection, and always read. */
const SHORT = 24;
const TEXT = 0x81;
const PING = 0x89;
const E = 0x65;
/** `{"type":"entries","eventId":"<36>","after":` is this long. */
const AFTER_AT = 29 + 36 + 10;

/** Takes in bytes as they come, counting messages and looking at no more of them than needed. */
export function takeIn(stream: Stream, bytes: Buffer): void {
  const chunk = stream.rest ? Buffer.concat([stream.rest, bytes]) : bytes;
  stream.rest = null;
  const end = chunk.length;
  let at = Math.min(stream.skip, end);
  stream.skip -= at;
  while (at < end) {
    const small = end - at < 2 ? -1 : chunk[at + 1]! & 0x7f;
    const header = small < 126 ? 2 : small === 126 ? 4 : 10;
    if (small < 0 || end - at < header) break;
    const length = small < 126 ? small : small === 126 ? chunk.readUInt16BE(at + 2) : chunk.readUInt32BE(at + 6);
    const from = at + header;
    const needed = stream.sampled ? length : Math.min(length, LOOKED_AT);
    if (end - from < needed) break;
    if (chunk[at] === TEXT) inspect(stream, chunk, from, length);
    else if (chunk[at] === PING) stream.onPing();
    const next = from + length;
    if (next > end) stream.skip = next - end;
    at = Math.min(next, end);
  }
  if (at < end) stream.rest = Buffer.from(chunk.subarray(at));
}

function inspect(stream: Stream, bytes: Buffer, from: number, length: number): void {
  if (stream.counting === "entries") {
    // {"type":"entries"…: no other frame of ours has an e at this place.
    if (length < AFTER_AT || bytes[from + 9] !== E || bytes[from + 10] !== 0x6e || bytes[from + 11] !== 0x74)
      return stream.onText(bytes, from, from + length);
    const after = wholeNumberAt(bytes, from + AFTER_AT);
    const upTo = wholeNumberAt(bytes, after.end + ',"upTo":'.length);
    if (stream.cursor >= 0 && after.value !== stream.cursor) stream.gaps += 1;
    stream.messages += upTo.value - after.value;
    stream.frames += 1;
    stream.cursor = upTo.value;
  } else if (stream.counting === "frames" || (bytes[from] === 0x34 && bytes[from + 1] === 0x32)) {
    stream.messages += 1;
    stream.frames += 1;
  }
  if (stream.sampled || stream.counting === "socket.io" || length < SHORT) stream.onText(bytes, from, from + length);
}

/** Reads the whole number that begins at `at`, without making a string of it. */
function wholeNumberAt(bytes: Buffer, at: number): { value: number; end: number } {
  let value = 0;
  let end = at;
  for (let digit = bytes[end]! - 48; digit >= 0 && digit <= 9; digit = bytes[++end]! - 48) value = value * 10 + digit;
  return { value, end };
}
