import { join } from "node:path";
import { installPage } from "./page-globals.ts";

/** What loads an event, for a client that follows it. */
export interface Source {
  load(): Promise<Loaded>;
  initial: null;
}

export interface Loaded {
  seq: number;
}

/** What a client tells of an event. Versions differ in what else they tell. */
export interface Watcher {
  entries(frame: { entries: { seq: number }[] }): void;
  state(next: string): void;
}

/** The web app's live part, of any version. */
export interface ClientCode {
  openConnection(url: string): object;
  followEvent(eventId: string, connection: object, source: Source, watcher: Watcher, signal: AbortSignal): Promise<void>;
}

/** Loads it from a checkout, with a browser's globals around it: in a thread of its own, where nothing else uses them. */
export async function loadClientCode(folder: string): Promise<ClientCode> {
  installPage();
  const load = (file: string) => import(join(folder, "web/src/live", file)) as Promise<ClientCode>;
  const [{ openConnection }, { followEvent }] = await Promise.all([load("connection.ts"), load("follow-event.ts")]);
  return { openConnection, followEvent };
}
