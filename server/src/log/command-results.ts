import { createHash } from "node:crypto";
import type { CommandRecord } from "./store.ts";

/** What has been answered to commands, so that one that is sent again has one effect and gets the same answer (L16). */
export interface CommandResults {
  get(commandId: string): CommandRecord | undefined;
  add(record: CommandRecord): void;
  /** Those added since. */
  added(): CommandRecord[];
}

export function createCommandResults(known: CommandRecord[]): CommandResults {
  const records = new Map(known.map((record) => [record.commandId, record]));
  const added: CommandRecord[] = [];
  return {
    get: (commandId) => records.get(commandId),
    add(record) {
      records.set(record.commandId, record);
      added.push(record);
    },
    added: () => added,
  };
}

/** Tells one body from another: the same command id with other words is another command. */
export function bodyHash(commandName: string, input: unknown): string {
  return createHash("sha256").update(commandName).update(JSON.stringify(input)).digest("base64url");
}
