/** A command on its way: shown at once, and dropped when the entry with its id arrives. */
export interface PendingCommand<Input = unknown> {
  commandId: string;
  /** What is being done, e.g. `answerInvitation`. */
  name: string;
  input: Input;
  state: "sending" | "sent" | "failed";
  /** Why it was refused, or `offline`: nobody could be asked. */
  refusal: string | null;
  facts: Record<string, string | number> | undefined;
  at: number;
}

/** The reply to a command: accepted at a position, refused for a reason, or nobody answered. */
export type Reply =
  | { type: "committed"; seq: number; result?: unknown }
  | { type: "refused"; code: string; facts?: Record<string, string | number> | undefined }
  | { type: "unreachable" };

/** Tries of one command while nobody answers; each has the same id, so that it has one effect. */
export const TRIES = 4;
const FIRST_WAIT = 400;

/** The commands that this page has sent and not yet seen in the log. */
export function createPendingCommands(changed: (commands: readonly PendingCommand[]) => void) {
  let commands: readonly PendingCommand[] = [];
  const senders = new Map<string, () => Promise<Reply>>();
  const positions = new Map<string, number>();
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

  async function attempt(commandId: string): Promise<Reply> {
    const send = senders.get(commandId);
    if (!send) return { type: "unreachable" };
    const reply = await sendPersistently(send);
    if (reply.type === "refused") patch(commandId, { state: "failed", refusal: reply.code, facts: reply.facts });
    if (reply.type === "unreachable") patch(commandId, { state: "failed", refusal: "offline" });
    if (reply.type === "committed") committed(commandId, reply.seq);
    return reply;
  }

  /** The entry may have come before the reply. */
  function committed(commandId: string, seq: number) {
    positions.set(commandId, seq);
    if (seq <= arrivedSeq) return drop([commandId]);
    patch(commandId, { state: "sent" });
  }

  return {
    /** Shows the command as pending, sends it, and resolves with the reply. */
    run<Input extends { commandId: string }>(name: string, input: Input, send: () => Promise<Reply>): Promise<Reply> {
      const { commandId } = input;
      senders.set(commandId, send);
      set([...commands, { commandId, name, input, state: "sending", refusal: null, facts: undefined, at: Date.now() }]);
      return attempt(commandId);
    },
    retry(commandId: string): Promise<Reply> {
      patch(commandId, { state: "sending", refusal: null });
      return attempt(commandId);
    },
    forget: (commandId: string) => drop([commandId]),
    arrived: (commandIds: string[]) => drop(commandIds),
    arrivedUpTo(seq: number) {
      arrivedSeq = seq;
      drop([...positions].flatMap(([commandId, position]) => (position <= seq ? commandId : [])));
    },
  };
}

async function sendPersistently(send: () => Promise<Reply>): Promise<Reply> {
  for (let attempt = 1, wait = FIRST_WAIT; ; attempt++, wait *= 2) {
    const reply = await send().catch((): Reply => ({ type: "unreachable" }));
    if (reply.type !== "unreachable" || attempt === TRIES) return reply;
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
  }
}
