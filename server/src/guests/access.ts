import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { gathered } from "../db/gathered.ts";
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
  link_made_by: string | null;
  granted_share: number | null;
  was_removed: boolean;
  had_guest: boolean;
}

/** Whoever cannot be told apart from others shares no key with them: what one sent is not another's to send again. */
function keyOf({ user, visitId }: Identity): string {
  return user ? `user:${user.id}` : `visit:${visitId ?? randomUUID()}`;
}

function accessOf(row: AccessRow | undefined, identity: Identity): Access {
  const caller: Caller = {
    key: keyOf(identity),
    user: identity.user,
    guestId: row?.by_account ?? row?.by_link ?? null,
    accessVersion: row?.by_account ? null : (row?.access_version ?? null),
    linkMadeBy: row?.by_account ? null : (row?.link_made_by ?? null),
    shareVersion: row?.granted_share ?? null,
    visitId: identity.visitId,
    wasRemoved: row?.was_removed ?? false,
    hadGuest: row?.had_guest ?? false,
  };
  return { caller, viewer: row ? viewerFor(row, caller) : null };
}

function viewerFor(row: AccessRow, caller: Caller): Viewer | null {
  const guestName = row.by_account_name ?? row.by_link_name;
  const { guestId, linkMadeBy = null } = caller;
  if (row.host_name !== null) return { class: "host", userId: caller.user!.id, guestId, name: row.host_name };
  if (row.status === "draft") return null;
  if (guestId) return { class: "guest", userId: caller.user?.id ?? null, guestId, name: guestName, linkMadeBy };
  const byShare = row.visibility === "link" && row.granted_share === row.share_version;
  if (row.visibility !== "public" && !byShare) return null;
  return { class: "public", userId: caller.user?.id ?? null, guestId: null, name: null };
}

/** Who these are at an event: host, guest, somebody with the share link, or nobody. Each in their place. */
async function readAccess(db: Kysely<Database>, eventId: string, identities: Identity[]): Promise<Access[]> {
  const userIds = identities.map(({ user }) => user?.id ?? null);
  const visitIds = identities.map(({ visitId }) => visitId);
  const found = await sql<AccessRow & { place: number }>`
    select asked.place::int, events.status, events.visibility, events.share_version,
      hosts.name as host_name,
      account.id as by_account, account.name as by_account_name,
      linked.id as by_link, linked.name as by_link_name, linked.access_version, grants.made_by as link_made_by,
      grants.share_version as granted_share, gone.id is not null as was_removed,
      grants.guest_id is not null as had_guest
    from unnest(${userIds}::uuid[], ${visitIds}::uuid[]) with ordinality as asked (user_id, visit_id, place)
    join events on events.id = ${eventId}
    left join hosts on hosts.event_id = events.id and hosts.id = asked.user_id
    left join guests account on account.event_id = events.id and account.user_id = asked.user_id and account.removed_at is null
    left join visits on visits.id = asked.visit_id and visits.expires_at > now()
    left join visit_grants grants on grants.event_id = events.id and grants.visit_id = visits.id
    left join guests gone on gone.event_id = events.id and gone.id = grants.guest_id and gone.removed_at is not null
    left join guests linked on linked.event_id = events.id and linked.id = grants.guest_id
      and linked.access_version = grants.access_version and linked.removed_at is null
      and (grants.made_by is null or exists (select from hosts maker where maker.event_id = events.id and maker.id = grants.made_by))`.execute(
    db,
  );
  const rows = new Map(found.rows.map((row) => [row.place, row]));
  return identities.map((identity, index) => accessOf(rows.get(index + 1), identity));
}

/** Ties the guest list's knowledge of who is who to requests. However many ask at once, an event's list is read once for all. */
export function requestAccess({ db, identityOf }: Pick<Deps, "db" | "identityOf">): RequestAccess {
  const accessTo = gathered((eventId, identities: Identity[]) => readAccess(db, eventId, identities));

  async function viewerAt(request: FastifyRequest, eventId: string) {
    return (await accessTo(eventId, await identityOf(request))).viewer ?? refuse("event_not_found");
  }

  return {
    callerAt: async (request, eventId) => (await accessTo(eventId, await identityOf(request))).caller,
    viewerOf: async (identity, eventId) => (await accessTo(eventId, identity)).viewer,
    viewerAt,
    async hostAt(request, eventId) {
      const viewer = await viewerAt(request, eventId);
      return viewer.class === "host" ? viewer : refuse("event_not_found");
    },
  };
}
