import { z } from "zod";

/** Most suppressions at once. */
export const MAX_SUPPRESSION_ROWS = 50;

/** Why an address gets no more emails of a kind. */
export const SuppressionReason = z.enum(["unsubscribed", "complained", "bounced"]);
export type SuppressionReason = z.infer<typeof SuppressionReason>;

/** Which emails: all to guests, all invitations, an account's notifications, entries for calendars, an event's, or an event's but those of changes. */
export const SuppressedKind = z.enum(["guests", "invitations", "digests", "calendar", "event", "routine"]);

const SCOPE = "(?:guests|invitations|digests|calendar|(?:event|routine):[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12})";
/** The keyed hash of an address, and which emails it gets no more of. */
const ID = `[\\da-f]{64}\\.${SCOPE}`;
const SuppressionId = z.string().regex(new RegExp(`^${ID}$`));
export const SuppressionParams = z.object({ id: SuppressionId });

/** What is needed to put it back as it was. */
export const LiftedSuppression = z.object({ reason: SuppressionReason, since: z.iso.datetime() });
export type LiftedSuppression = z.infer<typeof LiftedSuppression>;
/** Null: there was none, or somebody else lifted it before. */
export const SuppressionLifted = z.object({ lifted: LiftedSuppression.nullable() });

export const Suppression = z.object({
  id: SuppressionId,
  /** Null: the address has been deleted everywhere else. */
  email: z.string().nullable(),
  /** The beginning of its hash, by which one whose address is gone is told from others. */
  key: z.string(),
  kind: SuppressedKind,
  eventId: z.uuid().nullable(),
  ...LiftedSuppression.shape,
});
export type Suppression = z.infer<typeof Suppression>;

export const SuppressionsQuery = z.object({
  /** Only those of this address. */
  email: z.string().max(254).optional(),
  /** Only those after this place in the list, which the page before names. */
  after: z
    .string()
    .regex(new RegExp(`^\\d{1,16}\\.${ID}$`))
    .optional(),
});
/** The latest first. */
export const SuppressionRows = z.object({ rows: z.array(Suppression), next: z.string().nullable() });
