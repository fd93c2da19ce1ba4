import type { operations } from "../api/schema.d.ts";

/** What the page sends besides the event's id: what the path names, and the body or the query. */
type InputOf<Operation> = Named<Operation> & Sent<Operation>;
type Named<Operation> = Operation extends { parameters: { path: infer Path } } ? Omit<Path, "eventId"> : unknown;
type Sent<Operation> = Operation extends { requestBody: { content: { "application/json": infer Body } } }
  ? Body
  : Operation extends { parameters: { query: infer Query } }
    ? Query
    : unknown;

/** The commands at an event, as the API document describes them: every operation there that takes a `commandId`. */
export type CommandName = {
  [Name in keyof operations]: operations[Name] extends { parameters: { path: { eventId: string } } }
    ? Sent<operations[Name]> extends { commandId: string }
      ? Name
      : never
    : never;
}[keyof operations];

/** What a command is sent with: its id, made by this page, and what it says. Pages show it while it is on its way. */
export type CommandInput<Name extends CommandName> = InputOf<operations[Name]> & { commandId: string };
/** Without its id, which is made when it is sent. */
export type CommandDetails<Name extends CommandName> = Omit<CommandInput<Name>, "commandId">;
