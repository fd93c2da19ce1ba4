import { createHash } from "node:crypto";
import type { CommandRecord } from "./store.ts";

/** Results of earlier commands, so that a retried command has one effect and returns the same result (L16). */
export interface CommandResults {
  get(commandId: string): CommandRecord | undefined;
  add(record: CommandRecord): void;
  /** The results added in this batch. */
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

/** Hash of a command's input: the same id with another input is another command. */
export function bodyHash(commandName: string, input: unknown): string {
  return createHash("sha256").update(commandName).update(JSON.stringify(input)).digest("base64url");
}
