import fc from "fast-check";
import { expect, test } from "vitest";
import { serverFrame } from "./websocket-frame.ts";
import { emptyStream, takeIn, type Counting, type Stream } from "./count-frames.ts";

const newStream = (counting: Counting) => ({
  ...emptyStream(counting, false),
  pings: 0,
  onPing() {
    this.pings += 1;
  },
  onText() {},
});

const eventId = "00000000-0000-4000-8000-000000000000";
const entries = (after: number, upTo: number) => {
  const all = Array.from({ length: upTo - after }, () => ({ text: "x".repeat(50) }));
  return serverFrame(Buffer.from(JSON.stringify({ type: "entries", eventId, after, upTo, entries: all })));
};
const PING = Buffer.from([0x89, 0]);

/** Hands the bytes over in pieces that end anywhere. */
function inPieces(stream: Stream, bytes: Buffer, cuts: number[]) {
  const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    takeIn(stream, bytes.subarray(from, end));
    from = end;
  }
}

test("every message is counted, however the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 30 }), (sizes, cuts) => {
      let head = 7;
      const frames = sizes.flatMap((size) => [entries(head, (head += size)), PING]);
      const stream = newStream("entries");
      inPieces(stream, Buffer.concat([...frames, serverFrame(Buffer.from('{"type":"ended"}'))]), cuts);
      expect(stream).toMatchObject({ messages: head - 7, frames: sizes.length, gaps: 0, pings: sizes.length });
    }),
  );
});

test("what is missing between two frames is a gap", () => {
  const stream = newStream("entries");
  for (const frame of [entries(1, 3), entries(4, 5)]) takeIn(stream, frame);
  expect(stream).toMatchObject({ messages: 3, gaps: 1 });
});

test("plain frames and Socket.IO's events are one message each, frames about the connection none", () => {
  const plain = newStream("frames");
  for (let count = 0; count < 5; count++) takeIn(plain, serverFrame(Buffer.from("x".repeat(200))));
  expect(plain.messages).toBe(5);
  const io = newStream("socket.io");
  for (const text of ['0{"sid":"a"}', "40", "2", '42["chat",{}]', '42["chat",{}]']) takeIn(io, serverFrame(Buffer.from(text)));
  expect(io.messages).toBe(2);
});
