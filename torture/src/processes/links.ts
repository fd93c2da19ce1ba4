import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./http-request.ts";
import { ORIGIN } from "./origin.ts";
import { anyNode, type Actor, type Scene } from "./scene.ts";

/** How long one try may take (ms). */
const PATIENCE = 3_000;

/** A fresh personal link for somebody on the list. */
export async function personalLink(scene: Scene, host: Actor, guestId: string): Promise<string> {
  const commandId = host.random.uuid();
  const { url } = await askUntilAnswered(scene, host, "POST", `/api/events/${host.eventId}/guests/${guestId}/link`, { commandId });
  return String(url);
}

export async function shareLink(scene: Scene, host: Actor): Promise<string> {
  const { url } = await askUntilAnswered(scene, host, "GET", `/api/events/${host.eventId}/share-link`);
  return String(url);
}

/** Opens a link as a browser does: from then on its cookie says who it is. */
export async function openLink(scene: Scene, actor: Actor, url: string): Promise<void> {
  await askUntilAnswered(scene, actor, "GET", url.slice(ORIGIN.length));
}

/** Asks until there is an answer that is no outage. Fails when that is a refusal, or when the round gives up. */
export async function askUntilAnswered(
  scene: Scene,
  actor: Actor,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  for (;;) {
    const { node } = anyNode(scene, actor.random);
    const reply = await ask(node.front.port, { method, path, cookie: actor.cookie, body, patience: PATIENCE }).catch(() => null);
    if (reply && reply.status < 400) return reply.body;
    const isOutage = !reply || reply.status >= 500 || reply.status === 429;
    if (!isOutage || scene.recorder.now() > scene.givesUpAt())
      throw new NotAnswered(`${method} ${path}: ${reply ? `${reply.status} ${String(reply.body["code"])}` : "no answer"}`);
    await sleep(actor.random.int(20, 200));
  }
}

export class NotAnswered extends Error {}
