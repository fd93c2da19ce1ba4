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
