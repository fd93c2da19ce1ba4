import { z } from "zod";

/** Most rows of the audit log at once. */
export const MAX_AUDIT_ROWS = 100;
/** Accounts that are named among those which send most. */
export const MAX_SENDERS = 10;
/** Failed jobs of a queue that are tried again at once. */
export const MAX_RETRIED = 1_000;

/** A process of this instance, by what it said of itself last. */
export const InstanceProcess = z.object({
  id: z.uuid(),
  host: z.string(),
  pid: z.number(),
  roles: z.array(z.string()),
  version: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** Sockets of open pages. */
  connections: z.number(),
  /** It has said nothing for so long that it has ended, or cannot reach the database. */
  isGone: z.boolean(),
});
export type InstanceProcess = z.infer<typeof InstanceProcess>;

/** The jobs of a queue. A list of emails is one. */
export const QueueHealth = z.object({
  queue: z.string(),
  /** Due and not begun. */
  due: z.number(),
  /** How long the oldest of those has been waiting. */
  oldestSeconds: z.number(),
  /** For a later time, or to be tried again then. */
  waiting: z.number(),
  /** Given up in the last day, which is how long they are kept. */
  failed: z.number(),
});
export type QueueHealth = z.infer<typeof QueueHealth>;

/** Emails of the last 24 hours by what became of them, and those that wait now. */
export const MailHealth = z.object({
  /** The mail server took them. */
  accepted: z.number(),
  failed: z.number(),
  /** Not sent, since there was no reason any more. */
  dropped: z.number(),
  waiting: z.number(),
  /** Of those that wait, how many a budget holds back. */
  held: z.number(),
  oldestWaitingSeconds: z.number(),
  /** Addresses that get no more of some emails since, by why. */
  bounced: z.number(),
  complained: z.number(),
  unsubscribed: z.number(),
  /** All addresses that get no more of some emails, whenever that began. */
  suppressed: z.number(),
  lastFailure: z.object({ queuedAt: z.iso.datetime(), kind: z.string(), reason: z.string() }).nullable(),
});
export type MailHealth = z.infer<typeof MailHealth>;

/** An account by what it has sent in the last 24 hours, of what counts in its budget. */
export const Sender = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  since: z.iso.datetime(),
  emails: z.number(),
  failed: z.number(),
  events: z.number(),
});

/** How often a limit has refused somebody, in all processes that run, since each began. */
export const LimitRefusals = z.object({ limit: z.string(), refused: z.number() });

export const Abuse = z.object({
  limits: z.array(LimitRefusals),
  senders: z.array(Sender),
  newAccounts: z.number(),
});
export type Abuse = z.infer<typeof Abuse>;

export const OperatorOverview = z.object({
  processes: z.array(InstanceProcess),
  queues: z.array(QueueHealth),
  mail: MailHealth,
  /** Whether replies of guests reach this instance: else calendars cannot answer. Earlier versions of the server do not say. */
  takesReplies: z.boolean().optional(),
  abuse: Abuse,
});
export type OperatorOverview = z.infer<typeof OperatorOverview>;

export const Retried = z.object({ retried: z.number() });

export const AuditQuery = z.object({
  /** Only rows before this one. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** Only what this account did. */
  account: z.uuid().optional(),
  /** Only what was done to this event. */
  event: z.uuid().optional(),
});

/** Who did it, or to whom it was done; without a name where the account is deleted, or it is a guest. */
const Somebody = z.object({ id: z.uuid(), name: z.string().nullable() });
export const AuditRow = z.object({
  id: z.number(),
  at: z.iso.datetime(),
  action: z.string(),
  /** Null: the operator, by a command on the server. */
  actor: Somebody.nullable(),
  eventId: z.uuid().nullable(),
  subject: Somebody.nullable(),
});
export type AuditRow = z.infer<typeof AuditRow>;
export const AuditRows = z.object({ rows: z.array(AuditRow), hasMore: z.boolean() });
