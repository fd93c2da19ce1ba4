import { refuse } from "@turnout/contract/refusals";
import { SHOWN_PERSON } from "@turnout/contract/shown-person";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../log/caller.ts";

/**
 * A browser is one person at an event: whose link it opened last. Refuses with `viewer_changed` what comes from a page of somebody else, which
 * another tab still shows: it would be done in the wrong name. Of whoever is nobody there any more, the command's own rules say why.
 */
export function requireSameViewer({ user, guestId }: Pick<Caller, "user" | "guestId">, shown: string | null): void {
  const isSomebody = user !== null || guestId !== null;
  if (shown && isSomebody && shown !== user?.id && shown !== guestId) refuse("viewer_changed");
}

/** Null: the request does not say. */
export function shownPerson({ headers }: FastifyRequest): string | null {
  const shown = headers[SHOWN_PERSON];
  return typeof shown === "string" ? shown : null;
}
