import type { Frame } from "../../../server/src/realtime/subscriber.ts";
import { readerOf, type Person } from "./person.ts";
import type { Round } from "./round.ts";
import type { Node } from "./server-process.ts";

/** Characters that a connection buffers before it has no room. */
const ROOM = 600;
/** After how long a client believes that a silent line is dead (ms). */
const BELIEVED = 1_500;

export type ServerSays = Record<string, unknown> & { type: string };

export type ReaderLine = NonNullable<ReturnType<typeof openLine>>;

interface Ends {
  hear(frame: ServerSays): void;
  closed(): void;
}

const parsed = new WeakMap<Frame, ServerSays>();

/** Frames are built once for many readers; they are read once as well. */
const read = (frame: Frame) => parsed.getOrInsertComputed(frame, ({ text }) => JSON.parse(text) as ServerSays);

/** A socket from a reader to a process, over which one event is followed from a position on. */
export function openLine(round: Round, node: Node, person: Person, from: { epoch: string; after: number }, ends: Ends) {
  const { time, conditions, recorder, eventId } = round;
  const { process } = node;
  if (!process) return null;
  const line = recorder.nextLine();
  let isOpen = true;
  let isStalled = false;
  let isDead = false;
  let waiting: Frame[] = [];

  function arrive(frame: Frame) {
    const says = read(frame);
    recorder.add({ kind: "received", line, frame: says });
    ends.hear(says);
  }

  function end(code: number) {
    if (!isOpen) return;
    isOpen = false;
    waiting = [];
    round.lines.delete(fate);
    recorder.add({ kind: "closed", line, code });
    time.after(conditions.toProcess(), () => process!.lifetime.deliver(() => session.end()));
    ends.closed();
  }

  const session = process.connect(
    {
      send(frame) {
        if (!isOpen || isDead) return;
        if (isStalled) waiting.push(frame);
        else arrive(frame);
      },
      hasRoom: () => waiting.reduce((sum, { text }) => sum + text.length, 0) < ROOM,
      close: (code) => void time.after(0, () => end(code)),
    },
    person.identity,
  );

  const fate = {
    stall: () => void (isStalled = true),
    goOn() {
      isStalled = false;
      for (const frame of waiting.splice(0)) if (isOpen && !isDead) arrive(frame);
      process.lifetime.deliver(() => session.drained());
    },
    cut: () => end(1006),
    halfOpen() {
      isDead = true;
      time.after(BELIEVED, () => end(1006));
    },
  };
  round.lines.add(fate);
  process.lifetime.onEnd(() => void time.after(2, () => end(1006)));

  recorder.add({ kind: "opened", line, reader: readerOf(person), eventId, ...from });
  const asked = JSON.stringify({ type: "follow", eventId, ...from });
  time.after(conditions.toProcess(), () => process.lifetime.deliver(() => isOpen && void session.receive(asked)));
  /** The client hangs up. */
  return { close: () => end(1000) };
}
