import type { Reply } from "../../live/command-reply.ts";
import { type DraftFields, type FieldName, isSame } from "./fields.ts";

/** The server said no to these values. They are not sent again until they are others. */
export interface Refused {
  code: string;
  facts: Record<string, string | number> | undefined;
  values: Partial<DraftFields>;
}

/** Whose fault a refusal is: one field where the server names it, else all that was sent. */
export function refusedFields(sent: Partial<DraftFields>, reply: Extract<Reply, { type: "refused" }>, before: Refused | null): Refused {
  const field = blamed(reply);
  const values = field && field in sent ? { [field]: sent[field] } : sent;
  return { code: reply.code, facts: reply.facts, values: { ...before?.values, ...values } };
}

function blamed({ code, facts }: Extract<Reply, { type: "refused" }>): FieldName | null {
  if (code === "capacity_below_taken") return "capacity";
  return code === "draft_incomplete" ? ((facts?.["field"] as FieldName | undefined) ?? null) : null;
}

/** A refusal holds a value back until it is another. */
export function stillRefused(refused: Refused, fields: DraftFields): Refused | null {
  const names = Object.keys(refused.values) as FieldName[];
  return names.every((field) => isSame(refused.values[field], fields[field])) ? refused : null;
}
