import * as chat from "../../../server/src/chat/commands.ts";
import * as events from "../../../server/src/events/commands.ts";
import * as questions from "../../../server/src/events/questions.ts";
import * as bulk from "../../../server/src/guests/bulk-commands.ts";
import * as claiming from "../../../server/src/guests/claim-guest.ts";
import * as confirming from "../../../server/src/guests/confirming.ts";
import * as guests from "../../../server/src/guests/commands.ts";
import * as moves from "../../../server/src/guests/move-on-waitlist.ts";
import * as tags from "../../../server/src/guests/tag-guests.ts";
import * as bulkInvitations from "../../../server/src/invitations/bulk-commands.ts";
import * as invitations from "../../../server/src/invitations/commands.ts";
import type { Command } from "../../../server/src/log/command.ts";
import { edit } from "./cast.ts";

export type AnyCommand = Command<never, unknown>;

const isCommand = (value: unknown): value is AnyCommand =>
  typeof value === "object" && value !== null && "decide" in value && "name" in value;

/** All that the server does to an event, by name. */
export const everyCommand: ReadonlyMap<string, AnyCommand> = new Map(
  [
    edit,
    ...[chat, events, questions, claiming, confirming, guests, bulk, moves, tags, invitations, bulkInvitations].flatMap(
      (module) => Object.values(module) as unknown[],
    ),
  ]
    .filter(isCommand)
    .map((command) => [command.name, command]),
);
