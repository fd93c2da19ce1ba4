import type { z } from "zod";
import type { Authz } from "../http/authz.ts";
import type { Command } from "../log/command.ts";

/** Any of them, whatever else it says. */
export type AnyMessageCommand = MessageCommand<z.ZodType<{ commandId: string }>>;

/** A command about one message, with its route: that is made of this, as are its place in the API document and all that is told there. */
export interface MessageCommand<Schema extends z.ZodType<{ commandId: string }>> extends Command<
  z.infer<Schema> & { messageId: string },
  void
> {
  readonly route: {
    readonly method: "PATCH" | "PUT" | "DELETE";
    /** What follows the message's address. */
    readonly path: "" | `/${string}`;
    readonly authz: Authz;
    /** What is said besides the message, in the body, or in the query of a DELETE. */
    readonly input: Schema;
  };
}

export function messageCommand<Schema extends z.ZodType<{ commandId: string }>>(
  definition: MessageCommand<Schema>,
): MessageCommand<Schema> {
  return definition;
}
