import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Abuse, InstanceProcess } from "@turnout/contract/operator";
import { sql, type Kysely } from "kysely";
import product from "../../package.json" with { type: "json" };
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";

/** How often a process says that it is there (ms). */
export const SAID_EVERY = 60_000;
/** A process that has said nothing for so long is shown as gone (ms): it missed that three times. */
export const GONE_AFTER = 3 * SAID_EVERY + 10_000;
/** How long a process that ended without saying so is shown (ms). */
export const SHOWN_FOR = 86_400_000;
/** How long a stop waits until it has said that the process leaves (ms). */
export const LEAVES_WITHIN = 1_000;

interface ProcessDeps {
  db: Kysely<Database>;
  now: () => Date;
  roles: readonly string[];
  /** Sockets that are open now. */
  connections(): number;
  /** How often each limit has refused somebody, since the process began. */
  refusals(): Promise<Record<string, number>>;
  onError(error: unknown): void;
}

/** Says from now on, in the database, that this process is there, until it is stopped. */
export function announceProcess({ db, now, roles, connections, refusals, onError }: ProcessDeps) {
  const [id, startedAt] = [randomUUID(), now()];
  const say = async () => {
    const at = now();
    await sql`
      with forgotten as (delete from processes where seen_at < ${new Date(at.getTime() - SHOWN_FOR)} and id <> ${id})
      insert into processes (id, host, pid, roles, version, started_at, seen_at, connections, refusals)
      values (${id}, ${hostname()}, ${process.pid}, ${roles}::text[], ${product.version}, ${startedAt}, ${at}, ${connections()},
        ${JSON.stringify(await refusals())}::jsonb)
      on conflict (id) do update set seen_at = excluded.seen_at, connections = excluded.connections, refusals = excluded.refusals`.execute(
      db,
    );
  };
  let saying = say().catch(onError);
  const timer = setInterval(() => {
    saying = say().catch(onError);
  }, SAID_EVERY);
  timer.unref();
  return {
    /** Waits no longer than `LEAVES_WITHIN`: a database that is away keeps nobody from ending. */
    async stop() {
      clearInterval(timer);
      const left = saying.then(() => sql`delete from processes where id = ${id}`.execute(db)).catch(onError);
      await Promise.race([left, sleep(LEAVES_WITHIN, undefined, { ref: false })]);
    },
  };
}

type Row = Columns<"processes", "id" | "host" | "pid" | "roles" | "version" | "started_at" | "seen_at" | "connections">;

/** All processes of the instance, the oldest first. */
export async function processesOf(db: Kysely<Database>, now: Date): Promise<InstanceProcess[]> {
  const found = await sql<Row>`
    select id, host, pid, roles, version, started_at, seen_at, connections from processes
    where seen_at > ${new Date(now.getTime() - SHOWN_FOR)} order by started_at, id`.execute(db);
  return found.rows.map(({ started_at, seen_at, ...row }) => ({
    ...row,
    startedAt: started_at.toISOString(),
    seenAt: seen_at.toISOString(),
    isGone: now.getTime() - seen_at.getTime() > GONE_AFTER,
  }));
}

/** How often each limit has refused somebody in processes that are there, the most refusing first. */
export async function limitRefusals(db: Kysely<Database>, now: Date): Promise<Abuse["limits"]> {
  const found = await sql<Computed<"limit", "text"> & Computed<"refused", "bigint">>`
    select key as limit, sum(value::bigint)::bigint as refused from processes, jsonb_each_text(refusals)
    where seen_at > ${new Date(now.getTime() - GONE_AFTER)} group by key order by refused desc, key`.execute(db);
  return found.rows;
}
