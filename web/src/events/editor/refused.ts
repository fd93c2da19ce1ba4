import type { Reply } from "../../live/command-reply.ts";
import { type DraftFields, type FieldName, isSame } from "./fields.ts";

/** Values that the server refused. They are not sent again until they change. */
export interface Refused {
  code: string;
  facts: Record<string, string | number> | undefined;
  values: Partial<DraftFields>;
}

/** The refused fields: the one that the server names, else all that were sent. */
export function refusedFields(sent: Partial<DraftFields>, reply: Extract<Reply, { type: "refused" }>, before: Refused | null): Refused {
  const field = blamed(reply);
  const values = field && field in sent ? { [field]: sent[field] } : sent;
  return { code: reply.code, facts: reply.facts, values: { ...before?.values, ...values } };
}

function blamed({ code, facts }: Extract<Reply, { type: "refused" }>): FieldName | null {
  if (code === "capacity_below_taken") return "capacity";
  if (code !== "draft_incomplete" && code !== "date_impossible") return null;
  return (facts?.["field"] as FieldName | undefined) ?? null;
}

/** The refusal while all its values are unchanged; null once one is not. */
export function stillRefused(refused: Refused, fields: DraftFields): Refused | null {
  const names = Object.keys(refused.values) as FieldName[];
  return names.every((field) => isSame(refused.values[field], fields[field])) ? refused : null;
}
