import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Reply } from "./http-request.ts";
import { anyNode, type Actor, type Intent, type Scene } from "./scene.ts";

/** How long one try may take (ms), and the pauses between tries, which grow. */
const PATIENCE = 2_000;
const FIRST_PAUSE = 40;
const LONGEST_PAUSE = 400;

export type Outcome =
  | { outcome: "committed"; seq: number; result: Record<string, unknown> }
  | { outcome: "refused"; code: string }
  | { outcome: "unknown"; code: string };

/** Sends a command until it is known what became of it, or the round gives up. Twins go to two processes at once. */
export async function sendUntilKnown(scene: Scene, actor: Actor, intent: Intent, twins = false): Promise<Outcome> {
  let pause = FIRST_PAUSE;
  for (;;) {
    const tries = twins ? [sendOnce(scene, actor, intent), sendOnce(scene, actor, intent)] : [sendOnce(scene, actor, intent)];
    const outcomes = await Promise.all(tries);
    const known = outcomes.find(({ outcome }) => outcome === "committed") ?? outcomes.find(({ outcome }) => outcome === "refused");
    if (known) return known;
    if (scene.recorder.now() > scene.givesUpAt()) return outcomes[0]!;
    await sleep(actor.random.int(pause / 2, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/** One try, written down. */
export async function sendOnce(scene: Scene, actor: Actor, intent: Intent): Promise<Outcome> {
  const { recorder } = scene;
  const { command, commandId, method, path, body, named } = intent;
  const { eventId, name, cookie } = actor;
  const { node, index } = anyNode(scene, actor.random);
  const op = recorder.nextOp();
  const words = typeof body === "string" ? { text: body } : body;
  const asked = recorder.add({ kind: "invoked", op, actor: name, eventId, commandId, command, input: { ...words, commandId, ...named } });
  const outcome = await ask(node.front.port, { method, path, cookie, body, patience: PATIENCE }).then(outcomeOf, (error: Error) => ({
    outcome: "unknown" as const,
    code: error.message,
  }));
  const at = recorder.add({ kind: "answered", op, ...outcome });
  if (outcome.outcome === "committed") recorder.acknowledged.push({ asked, at, node: index, eventId, seq: outcome.seq });
  if (outcome.outcome === "unknown" && /^(500|501|502|504) /.test(outcome.code))
    recorder.internalErrors.push(`${command}: ${outcome.code}`);
  return outcome;
}

function outcomeOf({ status, body }: Reply): Outcome {
  const { seq, commandId: _, ...result } = body;
  if (status === 200 && typeof seq === "number") return { outcome: "committed", seq, result };
  const code = typeof body["code"] === "string" ? body["code"] : "no problem details";
  // Too many requests and 5xx leave open what an earlier try of the same command has done, nor this one.
  if (status >= 400 && status < 500 && status !== 429) return { outcome: "refused", code };
  return { outcome: "unknown", code: `${status} ${code}` };
}
