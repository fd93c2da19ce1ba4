import { sql, type Kysely } from "kysely";
import type { Database } from "../../db/database.ts";

/** How long opens are collected before they are recorded together (ms). */
const COLLECT_FOR = 1_000;
/** Most that wait to be recorded; what is more is lost, which is nothing that anybody relies on. */
export const MAX_WAITING_OPENS = 10_000;

export interface OpenRecorder {
  /** Notes that an email was probably opened; it costs nothing but memory now. */
  note(mailId: string): void;
  /** Records what was noted. */
  flush(): Promise<void>;
}

/** Records which invitations were probably opened, once each, beside whatever else is done. */
export function createOpenRecorder(db: Kysely<Database>, onError: (error: unknown) => void): OpenRecorder {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const ids = [...waiting];
    waiting.clear();
    if (ids.length > 0) await recordOpens(db, ids).catch(onError);
  }

  return {
    note(mailId) {
      if (waiting.size >= MAX_WAITING_OPENS) return;
      waiting.add(mailId);
      timer ??= setTimeout(() => void flush(), COLLECT_FOR).unref();
    },
    flush,
  };
}

/**
 * Only invitations to guests who are still on the list. Whether one went out is not asked: somebody may open it before it is recorded
 * that it did, and nobody can name what was never sent.
 */
async function recordOpens(db: Kysely<Database>, mailIds: string[]): Promise<void> {
  await sql`
    insert into mail_opens (mail_id, guest_id)
    select mails.id, guests.id from mails join guests on guests.id = (mails.payload ->> 'guestId')::uuid and guests.removed_at is null
    where mails.id = any(${mailIds}::uuid[]) and mails.kind = 'invitation'
    order by mails.id on conflict do nothing`.execute(db);
}
