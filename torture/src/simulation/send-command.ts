import { Refusal } from "@turnout/contract/refusals";
import type { Command } from "../../../server/src/log/command.ts";
import type { Answered } from "../history.ts";
import type { Random } from "../processes/random.ts";
import type { Person } from "./person.ts";
import type { Round } from "./round.ts";

/** How long a client waits for an answer (ms). */
const PATIENCE = 1_500;
const TRIES = 5;

export type Answer = Pick<Answered, "outcome" | "seq" | "result" | "code">;

/** Sends one command until it is answered, by whichever process; most clients do not give up early. */
export async function send<Input extends { commandId: string }>(
  round: Round,
  person: Person,
  command: Command<Input, unknown>,
  input: Input,
  random: Random,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await tryOnce(round, person, command as never, input, random);
    if (answer.outcome !== "unknown" || tries === TRIES || random.chance(0.1)) return answer;
    await round.time.sleep(random.int(20, 250) * tries);
  }
}

/** One try: asked, and answered by the server, by a broken line, or by nobody. */
export function tryOnce(
  { eventId, time, conditions, nodes, recorder }: Round,
  person: Person,
  command: Command<never, unknown>,
  input: { commandId: string },
  random: Random,
): Promise<Answer> {
  const op = recorder.nextOp();
  recorder.add({
    kind: "invoked",
    op,
    actor: person.name,
    eventId,
    commandId: input.commandId,
    command: command.name,
    input: { ...input },
  });
  const { process } = random.pick(nodes);

  return new Promise((resolve) => {
    let isAnswered = false;
    const settle = (answer: Answer) => {
      if (isAnswered) return;
      isAnswered = true;
      giveUp();
      recorder.add({ kind: "answered", op, ...answer });
      resolve(answer);
    };
    const giveUp = time.after(PATIENCE, () => settle({ outcome: "unknown", code: "timeout" }));
    const broken = () => void time.after(1, () => settle({ outcome: "unknown", code: "connection lost" }));
    if (!process || conditions.losesRequest()) return broken();
    process.lifetime.onEnd(broken);

    const reply = (answer: Answer) => {
      if (process.lifetime.isOver) return;
      if (conditions.losesAnswer()) broken();
      else time.after(conditions.toProcess(), () => settle(answer));
    };
    time.after(conditions.toProcess(), () =>
      process.lifetime.deliver(() => {
        process.command(person.identity, eventId, command, input).then(
          ({ seq, result }) => reply({ outcome: "committed", seq, result }),
          (error: unknown) =>
            reply(error instanceof Refusal ? { outcome: "refused", code: error.code } : { outcome: "unknown", code: "unavailable" }),
        );
      }),
    );
  });
}
