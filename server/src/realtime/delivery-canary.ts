import type { Clock } from "../clock.ts";
import type { Bus } from "./bus.ts";

/** How often a process measures live delivery while somebody is connected to it (ms). */
export const CANARY_EVERY = 60_000;
/** What is not delivered by then counts as having taken so long (ms). */
export const CANARY_LOST = 10_000;

interface CanaryDeps {
  clock: Clock;
  bus: Pick<Bus, "echo">;
  /** Commits as a change of an event does, without changing anything. */
  commit(): Promise<unknown>;
  /** Sockets that are open in this process. */
  connections(): number;
  measure(seconds: number): void;
  onError(error: unknown): void;
}

/**
 * Measures what a change goes through on its way to a process, also while nobody changes anything: a commit, and a message that comes back
 * to this process through what carries hints. While nobody is connected here, nothing is done: an instance at rest stays so. Returns how to
 * stop.
 */
export function sendCanaries(deps: CanaryDeps): () => void {
  const { clock, bus, commit, connections, measure, onError } = deps;

  async function isDelivered(): Promise<boolean> {
    try {
      await commit();
    } catch (error) {
      onError(error);
      return false;
    }
    return bus.echo(CANARY_LOST);
  }

  async function once() {
    const began = clock.now();
    const delivered = await isDelivered();
    const took = clock.now() - began;
    measure((delivered ? took : Math.max(took, CANARY_LOST)) / 1_000);
  }

  return clock.every(CANARY_EVERY, () => {
    if (connections() > 0) void once().catch(onError);
  });
}
