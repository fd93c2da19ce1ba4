import type { Reply } from "./command-reply.ts";
import { serverNow } from "../clock.ts";
import { createBackoff } from "./backoff.ts";
import { sendOnce, sendPersistently } from "./send-persistently.ts";

/** A command on its way: shown at once, and dropped when the entry with its id arrives. */
export interface PendingCommand<Input = unknown> {
  commandId: string;
  /** What is being done, e.g. `answerInvitation`. */
  name: string;
  input: Input;
  state: "sending" | "sent" | "failed";
  /** Why it was refused, or `unsent`: nobody could be asked, and it is sent again by itself. */
  refusal: string | null;
  facts: Record<string, string | number> | undefined;
  at: number;
}

/** Waits before commands that reached nobody are sent again without a sign that the line is back (ms). */
export const SHORTEST_RESEND = 10_000;
export const LONGEST_RESEND = 60_000;

/** The commands that this page has sent and not yet seen in the log. */
export function createPendingCommands(changed: (commands: readonly PendingCommand[]) => void) {
  let commands: readonly PendingCommand[] = [];
  const senders = new Map<string, () => Promise<Reply>>();
  const positions = new Map<string, number>();
  const attempts = new Map<string, Promise<Reply>>();
  const requests = new Map<string, Promise<Reply>>();
  const backoff = createBackoff(SHORTEST_RESEND, LONGEST_RESEND);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let arrivedSeq = 0;

  function set(next: readonly PendingCommand[]) {
    commands = next;
    changed(commands);
  }

  function patch(commandId: string, change: Partial<PendingCommand>) {
    set(commands.map((command) => (command.commandId === commandId ? { ...command, ...change } : command)));
  }

  function drop(ids: Iterable<string>) {
    const gone = new Set(ids);
    if (!commands.some((command) => gone.has(command.commandId))) return;
    for (const id of gone) {
      senders.delete(id);
      positions.delete(id);
    }
    set(commands.filter((command) => !gone.has(command.commandId)));
  }

  /** One attempt per command at a time: a second wish to send it gets the reply to the first. */
  async function attempt(commandId: string, way: (send: () => Promise<Reply>, isWanted: () => boolean) => Promise<Reply>): Promise<Reply> {
    const send = senders.get(commandId);
    if (!send) return { type: "unreachable" };
    const isWanted = () => senders.get(commandId) === send;
    const running = attempts.get(commandId) ?? way(send, isWanted).finally(() => attempts.delete(commandId));
    attempts.set(commandId, running);
    const reply = await running;
    if (isWanted()) settle(commandId, reply);
    return reply;
  }

  function settle(commandId: string, reply: Reply) {
    if (reply.type === "refused") patch(commandId, { state: "failed", refusal: reply.code, facts: reply.facts });
    if (reply.type === "committed") committed(commandId, reply.seq);
    if (reply.type !== "unreachable") return;
    patch(commandId, { state: "failed", refusal: "unsent" });
    schedule(reply.retryAfterMs);
  }

  /** The entry may have come before the reply. */
  function committed(commandId: string, seq: number) {
    positions.set(commandId, seq);
    if (seq <= arrivedSeq) return drop([commandId]);
    patch(commandId, { state: "sent", refusal: null });
  }

  function schedule(atLeast?: number) {
    timer ??= setTimeout(resend, backoff.next(atLeast));
  }

  function resend() {
    clearTimeout(timer);
    timer = undefined;
    void sendAgain();
  }

  /** One after the other, as they were given: the first that still reaches nobody tells for all. */
  async function sendAgain() {
    for (const { commandId } of commands.filter(reachedNobody)) {
      const reply = await attempt(commandId, (send) => send());
      if (reply.type === "unreachable" && senders.has(commandId)) return;
    }
    backoff.reset();
  }

  function run<Input extends { commandId: string }>(name: string, input: Input, send: () => Promise<Reply>): Promise<Reply> {
    const { commandId } = input;
    senders.set(commandId, () => {
      const request = sendOnce(send).finally(() => requests.delete(commandId));
      requests.set(commandId, request);
      return request;
    });
    set([...commands, { commandId, name, input, state: "sending", refusal: null, facts: undefined, at: serverNow() }]);
    return attempt(commandId, sendPersistently);
  }

  return {
    /** Shows the command as pending, sends it, and resolves with the reply; one that reaches nobody is sent again later, unless it is forgotten. */
    run,
    /** Like `run`, for what takes the place of all earlier ones of its kind: none of them is sent after it. */
    runInstead<Input extends { commandId: string }>(name: string, input: Input, send: () => Promise<Reply>): Promise<Reply> {
      const earlier = commands.filter((command) => command.name === name && command.state !== "sent").map(({ commandId }) => commandId);
      const underway = earlier.flatMap((commandId) => requests.get(commandId) ?? []);
      drop(earlier);
      return run(name, input, async () => {
        await Promise.all(underway);
        return send();
      });
    },
    retry(commandId: string): Promise<Reply> {
      patch(commandId, { state: "sending", refusal: null });
      return attempt(commandId, sendPersistently);
    },
    /** The line is back: what reached nobody is sent again, under the same ids. */
    resend,
    forget: (commandId: string) => drop([commandId]),
    arrived: (commandIds: string[]) => drop(commandIds),
    arrivedUpTo(seq: number) {
      arrivedSeq = seq;
      drop([...positions].flatMap(([commandId, position]) => (position <= seq ? commandId : [])));
    },
  };
}

function reachedNobody({ state, refusal }: PendingCommand): boolean {
  return state === "failed" && refusal === "unsent";
}
