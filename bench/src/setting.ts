import type { Build } from "./builds.ts";
import type { Options } from "./options.ts";
import type { Part, Result } from "./result.ts";

/** What a scenario is given: how thorough to be, and where the database is. */
export interface Setting extends Pick<Options, "quick" | "peers" | "rounds" | "mails"> {
  databaseUrl: string;
  /** Ours, and the one before it if it is measured too. */
  builds: Build[];
  /** Connections that one process may hold open here. */
  maxConnections: number;
}

export interface Scenario {
  title: string;
  about: string;
  run(setting: Setting): Promise<Pick<Result, "tables" | "broken">>;
}

/** Without the peers, where only ours and the limits are asked for. */
export const wanted = <One extends { part: Part }>({ peers }: Pick<Setting, "peers">, all: readonly One[]): One[] =>
  all.filter(({ part }) => peers || part !== "peer");
