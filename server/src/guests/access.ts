import type { Viewer } from "@turnout/contract/audience";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Caller } from "../log/caller.ts";
import type { FastifyRequest } from "fastify";
import type { Deps } from "../http/deps.ts";
import type { RequestAccess } from "../http/request-access.ts";
import type { Identity } from "../realtime/session.ts";

/** What somebody is to one event, read afresh from what their cookies prove. */
export interface Access {
  caller: Caller;
  /** Null: to them the event does not exist. */
  viewer: Viewer | null;
}

interface AccessRow {
  host_name: string | null;
  status: string;
  visibility: string;
  share_version: number;
  by_account: string | null;
  by_account_name: string | null;
  by_link: string | null;
  by_link_name: string | null;
  access_version: number | null;
  granted_share: number | null;
}

/** Works out who this is at an event: host, guest, somebody with the share link, or nobody. */
export async function accessTo(db: Kysely<Database>, eventId: string, identity: Identity): Promise<Access> {
  const row = await findAccess(db, eventId, identity);
  const caller: Caller = {
    key: identity.user ? `user:${identity.user.id}` : `visit:${identity.visitId ?? "none"}`,
    user: identity.user,
    guestId: row?.by_account ?? row?.by_link ?? null,
    accessVersion: row?.by_account ? null : (row?.access_version ?? null),
    shareVersion: row?.granted_share ?? null,
  };
  return { caller, viewer: row ? viewerFor(row, caller) : null };
}

function viewerFor(row: AccessRow, caller: Caller): Viewer | null {
  const guestName = row.by_account_name ?? row.by_link_name;
  const { guestId } = caller;
  if (row.host_name !== null) return { class: "host", userId: caller.user!.id, guestId, name: row.host_name };
  if (row.status === "draft") return null;
  if (guestId) return { class: "guest", userId: caller.user?.id ?? null, guestId, name: guestName };
  const byShare = row.visibility === "link" && row.granted_share === row.share_version;
  if (row.visibility !== "public" && !byShare) return null;
  return { class: "public", userId: caller.user?.id ?? null, guestId: null, name: null };
}

/** The viewer, or the same refusal that an absent event gets. */
export async function requireViewer(db: Kysely<Database>, eventId: string, identity: Identity): Promise<Viewer> {
  return (await accessTo(db, eventId, identity)).viewer ?? refuse("event_not_found");
}

async function findAccess(db: Kysely<Database>, eventId: string, { user, visitId }: Identity): Promise<AccessRow | undefined> {
  const userId = user?.id ?? null;
  const found = await sql<AccessRow>`
    select events.status, events.visibility, events.share_version,
      hosts.name as host_name,
      account.id as by_account, account.name as by_account_name,
      linked.id as by_link, linked.name as by_link_name, linked.access_version,
      grants.share_version as granted_share
    from events
    left join hosts on hosts.event_id = events.id and hosts.id = ${userId}
    left join guests account on account.event_id = events.id and account.user_id = ${userId} and account.removed_at is null
    left join visits on visits.id = ${visitId} and visits.expires_at > now()
    left join visit_grants grants on grants.event_id = events.id and grants.visit_id = visits.id
    left join guests linked on linked.event_id = events.id and linked.id = grants.guest_id
      and linked.access_version = grants.access_version and linked.removed_at is null
    where events.id = ${eventId}`.execute(db);
  return found.rows[0];
}

/** Ties the guest list's knowledge of who is who to requests. */
export function requestAccess(deps: Pick<Deps, "db" | "identityOf">): RequestAccess {
  const viewerAt = async (request: FastifyRequest, eventId: string) => requireViewer(deps.db, eventId, await deps.identityOf(request));

  return {
    callerAt: async (request, eventId) => (await accessTo(deps.db, eventId, await deps.identityOf(request))).caller,
    viewerAt,
    async hostAt(request, eventId) {
      const viewer = await viewerAt(request, eventId);
      return viewer.class === "host" ? viewer : refuse("event_not_found");
    },
  };
}
