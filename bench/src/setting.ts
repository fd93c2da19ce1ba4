import type { Build } from "./builds.ts";

/** What a scenario is given: how thorough to be, and where the database is. */
export interface Setting {
  databaseUrl: string;
  /** Ours, and the one before it if it is measured too. */
  builds: Build[];
  /** A few seconds each: whether everything runs and what is promised holds, not how fast. */
  quick: boolean;
  peers: boolean;
  rounds: number;
  /** Invitations of the mail scenario. Null: as many as it measures by itself. */
  mails: number | null;
  /** Connections that one process may hold open here. */
  maxConnections: number;
}

export interface Scenario {
  title: string;
  about: string;
  run(setting: Setting): Promise<Outcome>;
}

export type Outcome = Pick<import("./result.ts").Result, "tables" | "broken">;
