import { sql, type RawBuilder } from "kysely";

/** Days after which a session ends: since its browser was last seen, and since sign-in. */
export const IDLE_DAYS = 30;
export const SESSION_DAYS = 180;

const DAY = 86_400_000;

/** When a session ends whose browser is not seen again after this time. */
export const endsUnseen = (seen: Date): Date => new Date(seen.getTime() + IDLE_DAYS * DAY);

/** The condition on rows of `sessions` that have not ended. */
export function goesOnAt(time: Date): RawBuilder<boolean> {
  const oldest = new Date(time.getTime() - SESSION_DAYS * DAY);
  return sql`sessions.expires_at > ${time} and sessions.created_at > ${oldest}`;
}
