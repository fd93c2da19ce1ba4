import type { Viewer } from "@turnout/contract/audience";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import type { Caller } from "../../../server/src/log/caller.ts";
import type { Identity } from "../../../server/src/realtime/session.ts";
import type { MemoryDatabase } from "./memory-database.ts";

export interface Access {
  caller: Caller;
  viewer: Viewer | null;
}

/** Who somebody is at an event by what their cookies prove: what `guests/access.ts` asks by SQL. */
export function readAccess(database: MemoryDatabase, eventId: string, identity: Identity): Access {
  const { user, visitId } = identity;
  const event = database.event(eventId);
  const guests = event.table("guests") as unknown as Map<string, GuestRow>;
  const grant = visitId === null || !event.row ? undefined : database.grantOf(visitId, eventId);
  const byAccount = user && [...guests.values()].find(({ user_id, removed_at }) => user_id === user.id && !removed_at);
  const granted = guests.get(grant?.guestId ?? "");
  const byLink = granted && granted.access_version === grant!.accessVersion && !granted.removed_at ? granted : undefined;
  const caller: Caller = {
    key: user ? `user:${user.id}` : `visit:${visitId ?? "none"}`,
    user,
    guestId: byAccount?.id ?? byLink?.id ?? null,
    accessVersion: byAccount ? null : ((byLink && grant!.accessVersion) ?? null),
    shareVersion: grant?.shareVersion ?? null,
    visitId,
    wasRemoved: granted?.removed_at != null,
  };
  return { caller, viewer: viewerOf() };

  function viewerOf(): Viewer | null {
    const { row } = event;
    if (!row) return null;
    const host = event.table("hosts").get(user?.id ?? "") as { name: string } | undefined;
    if (host) return { class: "host", userId: user!.id, guestId: caller.guestId, name: host.name };
    if (row.status === "draft") return null;
    if (caller.guestId) return { class: "guest", userId: user?.id ?? null, guestId: caller.guestId, name: (byAccount || byLink)!.name };
    const byShare = row.visibility === "link" && caller.shareVersion === row.share_version;
    return row.visibility === "public" || byShare ? { class: "public", userId: user?.id ?? null, guestId: null, name: null } : null;
  }
}
