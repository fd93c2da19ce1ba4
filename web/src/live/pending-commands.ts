import type { Reply } from "./command-reply.ts";
import { serverNow } from "../clock.ts";
import { createBackoff } from "./backoff.ts";
import type { CommandInput, CommandName } from "./command-inputs.ts";
import { sendOnce, sendPersistently } from "./send-persistently.ts";

/** How far a command has come. */
export interface Progress {
  state: "sending" | "sent" | "failed";
  /** Why it was refused, or `unsent`: the server could not be reached, and it is sent again automatically. */
  refusal: string | null;
  facts: Record<string, string | number> | undefined;
}

/** A command on its way: shown at once, and dropped when the entry with its id arrives. A new object with every change. */
export type PendingCommand<Name extends CommandName = CommandName> = Extract<OfAnyKind, { name: Name }>;
type OfAnyKind = {
  [Kind in CommandName]: Progress & { commandId: string; name: Kind; input: CommandInput<Kind>; at: number };
}[CommandName];

/** The refusal of what reached nobody. */
const UNSENT = "unsent";

/** All that is known of one command. */
interface Underway {
  /** As it is shown. */
  command: PendingCommand;
  send: () => Promise<Reply>;
  /** The request under way. */
  request: Promise<Reply> | null;
  /** One attempt at a time, of one request or several: a second call gets the reply to the first. */
  attempt: Promise<Reply> | null;
  /** Where in the log its entry is, once that is known. */
  position: number | null;
}

/** Waits before unanswered commands are sent again without a sign of a reconnect (ms). */
export const SHORTEST_RESEND = 10_000;
export const LONGEST_RESEND = 60_000;

/** The commands that this page has sent and not yet seen in the log. */
export function createPendingCommands(changed: (commands: readonly PendingCommand[]) => void) {
  /** By their ids, in the order they were given. */
  const underway = new Map<string, Underway>();
  const backoff = createBackoff(SHORTEST_RESEND, LONGEST_RESEND);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let arrivedSeq = 0;

  const all = () => [...underway.values()];
  const isWanted = (one: Underway) => underway.get(one.command.commandId) === one;
  const show = () => changed(all().map(({ command }) => command));

  function patch(one: Underway, progress: Partial<Progress>) {
    one.command = { ...one.command, ...progress };
    show();
  }

  function drop(ids: Iterable<string>) {
    const before = underway.size;
    for (const id of ids) underway.delete(id);
    if (underway.size < before) show();
  }

  async function attempt(one: Underway, way: typeof sendPersistently): Promise<Reply> {
    if (!isWanted(one)) return { type: "unreachable" };
    one.attempt ??= way(one.send, () => isWanted(one)).finally(() => (one.attempt = null));
    const reply = await one.attempt;
    if (isWanted(one)) settle(one, reply);
    return reply;
  }

  function settle(one: Underway, reply: Reply) {
    if (reply.type === "refused") patch(one, { state: "failed", refusal: reply.code, facts: reply.facts });
    if (reply.type === "committed") committed(one, reply.seq);
    if (reply.type !== "unreachable") return;
    patch(one, { state: "failed", refusal: UNSENT });
    schedule(reply.retryAfterMs);
  }

  /** The entry may have come before the reply. */
  function committed(one: Underway, seq: number) {
    one.position = seq;
    if (seq <= arrivedSeq) return drop([one.command.commandId]);
    patch(one, { state: "sent", refusal: null });
  }

  function schedule(atLeast?: number) {
    timer ??= setTimeout(resend, backoff.next(atLeast));
  }

  function resend() {
    clearTimeout(timer);
    timer = undefined;
    void sendAgain();
  }

  /** One after the other, in their order: the first that is still unanswered stops the rest. */
  async function sendAgain() {
    for (const one of all()) {
      if (one.command.refusal !== UNSENT) continue;
      const reply = await attempt(one, (send) => send());
      if (reply.type === "unreachable" && isWanted(one)) return;
    }
    backoff.reset();
  }

  function run<Name extends CommandName>(name: Name, input: CommandInput<Name>, send: () => Promise<Reply>): Promise<Reply> {
    const { commandId } = input;
    const command = { commandId, name, input, state: "sending", refusal: null, facts: undefined, at: serverNow() } as PendingCommand;
    const one: Underway = {
      command,
      send: () => (one.request = sendOnce(send).finally(() => (one.request = null))),
      request: null,
      attempt: null,
      position: null,
    };
    underway.set(commandId, one);
    show();
    return attempt(one, sendPersistently);
  }

  return {
    /** Shows the command as pending, sends it, and resolves with the reply; an unanswered one is sent again later, unless it is forgotten. */
    run,
    /** Like `run`, for a command that replaces all earlier ones of its kind: none of them is sent after it. */
    runInstead<Name extends CommandName>(name: Name, input: CommandInput<Name>, send: () => Promise<Reply>): Promise<Reply> {
      const earlier = all().filter(({ command }) => command.name === name && command.state !== "sent");
      const requests = earlier.flatMap(({ request }) => request ?? []);
      drop(earlier.map(({ command }) => command.commandId));
      return run(name, input, async () => {
        await Promise.all(requests);
        return send();
      });
    },
    retry(commandId: string): void {
      const one = underway.get(commandId);
      if (!one) return;
      patch(one, { state: "sending", refusal: null });
      void attempt(one, sendPersistently);
    },
    /** Connected again: unanswered commands are sent again, under the same ids. */
    resend,
    forget: (commandId: string) => drop([commandId]),
    arrived: (commandIds: string[]) => drop(commandIds),
    arrivedUpTo(seq: number) {
      arrivedSeq = seq;
      drop(all().flatMap(({ command, position }) => (position !== null && position <= seq ? command.commandId : [])));
    },
  };
}
