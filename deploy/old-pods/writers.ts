import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import type { Gathering } from "../load/journey.ts";

/** Between two rounds of writing (ms). */
const PAUSE = 300;

/** People who write all the time, through the old server. */
export interface Writers {
  /** Texts that it has acknowledged. */
  said: string[];
  /** What it refused or left unanswered. */
  failed: string[];
  stop(): Promise<void>;
}

/** Each guest in turn says something and answers anew, and the host says something. */
export function startWriters({ eventId, guests, host }: Gathering): Writers {
  const [said, failed]: [string[], string[]] = [[], []];
  let isOver = false;
  const attempt = async (what: () => Promise<unknown>) => {
    await what().catch((error: Error) => void failed.push(error.message));
  };
  const say = async (who: typeof host, text: string) => {
    await who.ask("POST", `/api/events/${eventId}/messages`, { commandId: randomUUID(), text, replyTo: null });
    said.push(text);
  };
  const writing = (async () => {
    let at = 0;
    while (!isOver) {
      const guest = guests[at % guests.length]!;
      const answer = { commandId: randomUUID(), answer: at % 2 === 0 ? "maybe" : "going", plusOnes: [], note: `${at}` };
      await attempt(() => say(guest, `guest ${at}`));
      await attempt(() => guest.ask("PUT", `/api/events/${eventId}/rsvp`, answer));
      await attempt(() => say(host, `host ${at}`));
      at++;
      // Slower than a person may write.
      await sleep(PAUSE);
    }
  })();
  return {
    said,
    failed,
    async stop() {
      isOver = true;
      await writing;
    },
  };
}

/** Throws unless everything acknowledged is stored, once. */
export async function requireStored({ eventId, host }: Gathering, said: string[]): Promise<void> {
  const stored: string[] = [];
  let before: number | null = null;
  for (;;) {
    const query = before === null ? "" : `?before=${before}`;
    const { json } = await host.ask("GET", `/api/events/${eventId}/messages${query}`);
    const messages = json.messages as { text: string; seq: number }[];
    if (messages.length === 0) break;
    stored.push(...messages.map(({ text }) => text));
    before = Math.min(...messages.map(({ seq }) => seq));
  }
  const lost = said.filter((text) => stored.filter((one) => one === text).length !== 1);
  if (lost.length > 0)
    throw new Failed(`${lost.length} of ${said.length} acknowledged messages are not stored once: ${lost.slice(0, 3).join(", ")}`);
}
