import { afterEach } from "vitest";
import { DOOR_PATIENCE } from "../guests/door/door-server.ts";

const byTheClock = AbortSignal.timeout.bind(AbortSignal);
let waiting: AbortController[] = [];

/** For a test file: a door's patience ends when a test says so, and not by the clock, which a busy machine is too slow for. */
export function holdDoorPatience(): void {
  AbortSignal.timeout = (milliseconds) => {
    if (milliseconds !== DOOR_PATIENCE) return byTheClock(milliseconds);
    const patience = new AbortController();
    waiting.push(patience);
    return patience.signal;
  };
  afterEach(() => {
    waiting = [];
  });
}

/** What doors wait for now takes longer than `DOOR_PATIENCE`. */
export function endDoorPatience(): void {
  for (const patience of waiting.splice(0)) patience.abort(new DOMException("The operation timed out.", "TimeoutError"));
}
