import type { Reader } from "../history.ts";
import type { Cluster, Node } from "./cluster.ts";
import type { Random } from "./random.ts";
import type { Recorder } from "../recorder.ts";
import type { Question } from "./http-request.ts";

/** Something that somebody wants done, once. */
export interface Intent {
  command: string;
  commandId: string;
  method: Exclude<Question["method"], "GET">;
  path: string;
  body?: Record<string, unknown> | string;
  /** What the path named. */
  named?: Record<string, unknown>;
}

/** What everybody in one round shares. */
export interface Scene {
  cluster: Cluster;
  recorder: Recorder;
  /** What others have lately done, for those who try it under their own name. */
  lately: Intent[];
  /** Nobody begins anything new. */
  isOver(): boolean;
  /** Nobody asks again either (time of the recorder). */
  givesUpAt(): number;
}

/** A person in one browser. */
export interface Actor {
  name: string;
  eventId: string;
  cookie: string;
  userId: string | null;
  guestId: string | null;
  random: Random;
  /** Ids of own messages that are known to be in the log. */
  messages: string[];
  /** A link handed over by a host, to be opened next. */
  link: { url: string; guestId: string | null } | null;
  /** Rises when who they are to the event has changed. */
  version: number;
  /** Something is on its way that changes who they are: nothing is read meanwhile. */
  isChanging: boolean;
  /** A line of theirs is open, or on its way to be. */
  isFollowing: boolean;
}

export const readerOf = ({ name, userId, guestId }: Actor): Reader => ({ actor: name, userId, guestId });

/** Any of the processes, as a client would find one. */
export function anyNode({ cluster }: Scene, random: Random): { node: Node; index: number } {
  const index = random.int(0, cluster.nodes.length - 1);
  return { node: cluster.nodes[index]!, index };
}
