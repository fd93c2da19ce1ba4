import { refuse } from "@turnout/contract/refusals";
import { SHOWN_PERSON } from "@turnout/contract/shown-person";
import type { FastifyRequest } from "fastify";
import type { FormFields } from "../http/form-body.ts";
import type { Caller } from "../log/caller.ts";

/**
 * A browser is one person at an event: whose link it opened last. Refuses with `viewer_changed` what comes from a page of somebody else, which
 * another tab still shows: it would be done in the wrong name. Of whoever is nobody there any more, the command's own rules say why.
 */
export function requireSameViewer({ user, guestId }: Pick<Caller, "user" | "guestId">, shown: string | null): void {
  const isSomebody = user !== null || guestId !== null;
  if (shown && isSomebody && shown !== user?.id && shown !== guestId) refuse("viewer_changed");
}

/** The hidden field by which a form of an event's page says the same as the header. */
export const PERSON_FIELD = "person";

/** Whose page a request comes from, by its header or its form. Null: it does not say. */
export function shownPerson({ headers, body }: FastifyRequest): string | null {
  const shown = headers[SHOWN_PERSON] ?? (body instanceof Map ? (body as FormFields).get(PERSON_FIELD) : undefined);
  return typeof shown === "string" ? shown : null;
}
