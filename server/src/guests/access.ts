import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import type { Me } from "@turnout/contract/guests";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Outer, Renamed } from "../db/row-types.ts";
import { createBatchLoader, LOOK_UP_PAUSE } from "../db/batch-loader.ts";
import { lookUp } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Caller } from "../log/caller.ts";
import type { ViewerPart } from "../log/kept-snapshots.ts";
import { placeIn } from "./queries.ts";
import { requireSameViewer, shownPerson } from "./same-viewer.ts";
import type { FastifyRequest } from "fastify";
import type { Deps } from "../http/deps.ts";
import type { RequestAccess } from "../http/request-access.ts";
import type { Identity } from "../realtime/session.ts";

/** A caller's rights to one event, read from the database for the identity that their cookies prove. */
export interface Access {
  caller: Caller;
  /** Null: they may not see the event, and are told that it does not exist. */
  viewer: Viewer | null;
  /** Only for those who asked for it, and may see the event. */
  part: ViewerPart | null;
}

/** Who asks, and whether for what a page shows of them, too. */
interface Asked extends Identity {
  wantsPart: boolean;
}

type AccessRow = Columns<"events", "status" | "visibility" | "share_version" | "log_seq"> &
  Columns<"life", "epoch"> &
  Computed<"me", "text" | null> &
  Outer<
    Renamed<"hosts", { host_name: "name" }> &
      Renamed<"guests", { by_account: "id"; by_account_name: "name"; by_link: "id"; by_link_name: "name" }> &
      Columns<"guests", "access_version"> &
      Renamed<"visit_grants", { link_made_by: "made_by"; granted_share: "share_version" }>
  > &
  Computed<"was_removed" | "account_was_removed" | "had_guest", "boolean">;

/** Identifies a caller across retries. A caller without an identity gets a random key, so that no two share one. */
function keyOf({ user, visitId }: Identity): string {
  return user ? `user:${user.id}` : `visit:${visitId ?? randomUUID()}`;
}

function accessOf(row: AccessRow | undefined, identity: Asked): Access {
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
  const viewer = row ? viewerFor(row, caller) : null;
  return { caller, viewer, part: row && viewer ? partOf(row, viewer) : null };
}

function partOf({ epoch, log_seq: seq, me }: AccessRow, viewer: Viewer): ViewerPart | null {
  return epoch === null ? null : { viewer, epoch, seq, me: me === null ? null : presentOwnRow(me) };
}

/** From the JSON that `accessQuery` makes: what is null there and optional in the contract is left out. */
function presentOwnRow(text: string): Me {
  const { plusOnesAllowed, confirmedFor, ...me } = JSON.parse(text) as OwnRow;
  return { ...me, ...(plusOnesAllowed !== null && { plusOnesAllowed }), ...(confirmedFor !== null && { confirmedFor }) };
}
type OwnRow = Omit<Me, "plusOnesAllowed" | "confirmedFor"> & { plusOnesAllowed: number | null; confirmedFor: string | null };

/** `presentMe` in SQL. */
const ownColumns = (
  eventId: string,
) => sql`id as "guestId", name, email, standing, party_size as "partySize", plus_ones as "plusOnes", note, ticket,
  ${placeIn(eventId)} as place,
  user_id is not null as claimed, plus_ones_allowed as "plusOnesAllowed", question_answers as "questionAnswers",
  confirmed_for as "confirmedFor"`;

function viewerFor(row: AccessRow, caller: Caller): Viewer | null {
  const guestName = row.by_account_name ?? row.by_link_name;
  const { guestId, linkMadeBy = null } = caller;
  if (row.host_name !== null) return { class: "host", userId: caller.user!.id, guestId, name: row.host_name };
  if (row.status === "draft") return null;
  if (guestId) return { class: "guest", userId: caller.user?.id ?? null, guestId, name: guestName, linkMadeBy };
  const byShare = row.visibility === "link" && row.granted_share === row.share_version;
  if (row.visibility !== "public" && !byShare) return null;
  const wasRemoved = row.was_removed || row.account_was_removed;
  return { class: "public", userId: caller.user?.id ?? null, guestId: null, name: null, ...(wasRemoved && { wasRemoved }) };
}

/**
 * Who asks, by account and by visit, and for those who want their part, what is theirs and where the event stands: one
 * statement, so that all of it is of one position. `offset 0` keeps an index look-up by the complete key for each: as joins, the
 * planner may go through all rows that a table had little of when it planned.
 */
export function accessQuery(eventId: string, identities: Pick<Asked, "user" | "visitId" | "wantsPart">[]) {
  const userIds = identities.map(({ user }) => user?.id ?? null);
  const visitIds = identities.map(({ visitId }) => visitId);
  const wantPart = identities.map(({ wantsPart }) => wantsPart);
  return sql<AccessRow & Computed<"place", "integer">>`
    select asked.place::int, events.status, events.visibility, events.share_version, events.log_seq,
      case when asked.wants_part then (select epoch from life) end as epoch, own.me,
      host.name as host_name,
      account.id as by_account, account.name as by_account_name,
      linked.id as by_link, linked.name as by_link_name, linked.access_version, grants.made_by as link_made_by,
      grants.share_version as granted_share, coalesce(granted.was_removed, false) as was_removed,
      former.id is not null as account_was_removed,
      grants.guest_id is not null as had_guest
    from unnest(${userIds}::uuid[], ${visitIds}::uuid[], ${wantPart}::boolean[]) with ordinality as asked (user_id, visit_id, wants_part, place)
    join events on events.id = ${eventId}
    left join lateral (select name from hosts where event_id = events.id and id = asked.user_id offset 0) host on true
    left join lateral (
      select id, name from guests where event_id = events.id and user_id = asked.user_id and removed_at is null offset 0) account on true
    left join lateral (
      select id from guests where account.id is null and event_id = events.id and user_id = asked.user_id limit 1) former on true
    left join lateral (select id from visits where id = asked.visit_id and expires_at > now() offset 0) visit on true
    left join lateral (
      select guest_id, access_version, made_by, share_version from visit_grants where event_id = events.id and visit_id = visit.id
      offset 0) grants on true
    left join lateral (
      select id, name, access_version, removed_at is not null as was_removed, removed_at is null and access_version = grants.access_version
        and (grants.made_by is null or exists (select from hosts maker where maker.event_id = events.id and maker.id = grants.made_by))
        as is_linked
      from guests where event_id = events.id and id = grants.guest_id offset 0) granted on true
    left join lateral (select granted.id, granted.name, granted.access_version where granted.is_linked) linked on true
    left join lateral (
      select row_to_json(mine)::text as me from (select ${ownColumns(eventId)} from guests
        where event_id = events.id and id = coalesce(account.id, linked.id) and removed_at is null and asked.wants_part offset 0) mine
      ) own on true`;
}

/** Who these are at an event: host, guest, somebody with the share link, or nobody. Each in their place. */
async function readAccess(db: Kysely<Database>, eventId: string, identities: Asked[]): Promise<Access[]> {
  const found = await lookUp(db, (on) => accessQuery(eventId, identities).execute(on));
  const rows = new Map(found.rows.map((row) => [row.place, row]));
  return identities.map((identity, index) => accessOf(rows.get(index + 1), identity));
}

/** Looks up the access of requests. Concurrent look-ups of one event are batched. */
export function requestAccess({ db, identityOf }: Pick<Deps, "db" | "identityOf">): RequestAccess {
  const look = createBatchLoader((eventId, identities: Asked[]) => readAccess(db, eventId, identities), {
    outagePatience: OUTAGE_PATIENCE,
    pause: LOOK_UP_PAUSE,
  });

  const accessTo = (eventId: string, identity: Identity) => look(eventId, { ...identity, wantsPart: false });
  const partOf = async (identity: Identity, eventId: string) => (await look(eventId, { ...identity, wantsPart: true })).part;

  async function viewerAt(request: FastifyRequest, eventId: string) {
    return (await accessTo(eventId, await identityOf(request))).viewer ?? refuse("event_not_found");
  }

  return {
    async callerAt(request, eventId) {
      const { caller } = await accessTo(eventId, await identityOf(request));
      requireSameViewer(caller, shownPerson(request));
      return caller;
    },
    viewerOf: async (identity, eventId) => (await accessTo(eventId, identity)).viewer,
    viewerAt,
    partOf,
    partAt: async (request, eventId) => (await partOf(await identityOf(request), eventId)) ?? refuse("event_not_found"),
    async hostAt(request, eventId) {
      const viewer = await viewerAt(request, eventId);
      return viewer.class === "host" ? viewer : refuse("event_not_found");
    },
  };
}
