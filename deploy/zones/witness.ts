import { setTimeout as sleep } from "node:timers/promises";

/** How often the leader is looked at, and how long a look may take (ms). */
const LOOK_EVERY = 500;
const LOOK_WITHIN = 1_000;
/**
 * How long a leader has not renewed its lease until its place is given up (s): longer than Patroni takes to step down where it cannot reach
 * etcd, which is loop_wait and retry_timeout together.
 */
export const GIVES_UP_AFTER = 5;

interface Watched {
  /** URLs of etcd's members. */
  etcd: string[];
  /** Patroni's PATRONI_SCOPE. */
  scope: string;
  /** Called with what was done. */
  tell: (what: string) => void;
}

/**
 * Looks after a leader until it is aborted. Patroni renews a leader's lease each second, and lets one that is gone keep its place for 20; the
 * witness takes it away after five, which only a majority of etcd lets it do. A leader that is well is replaced needlessly then, and
 * nothing is lost: what counts as acknowledged is on a second member.
 */
export async function watchLeader({ etcd, scope, tell }: Watched, signal: AbortSignal): Promise<void> {
  for (; !signal.aborted; await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {})) {
    // Without a majority nothing is known, and nothing could be done.
    const leader = await leaderOf(etcd, scope).catch(() => null);
    if (!leader || leader.silent < GIVES_UP_AFTER) continue;
    await ask(etcd, "lease/revoke", { ID: leader.lease }).then(
      () => tell(`${leader.name} has been silent for ${leader.silent} s: its place is free`),
      () => {}, // it is gone, or there is no majority any more
    );
  }
}

interface Leader {
  name: string;
  lease: string;
  /** How long it has not renewed its lease (s). */
  silent: number;
}

async function leaderOf(etcd: string[], scope: string): Promise<Leader | null> {
  const key = Buffer.from(`/service/${scope}/leader`).toString("base64");
  const { kvs = [] } = await ask<{ kvs?: { value: string; lease?: string }[] }>(etcd, "kv/range", { key });
  const [leader] = kvs;
  if (!leader?.lease) return null;
  const left = await ask<{ TTL?: string; grantedTTL?: string }>(etcd, "lease/timetolive", { ID: leader.lease });
  const silent = Number(left.grantedTTL ?? 0) - Number(left.TTL ?? 0);
  return { name: Buffer.from(leader.value, "base64").toString(), lease: leader.lease, silent };
}

/** Of the first member that answers. */
async function ask<Answer>(etcd: string[], what: string, body: object): Promise<Answer> {
  const asked = etcd.map(async (member) => {
    const answer = await fetch(`${member}/v3/${what}`, {
      method: "POST",
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LOOK_WITHIN),
    });
    if (!answer.ok) throw new Error(`etcd: ${answer.status}`);
    return (await answer.json()) as Answer;
  });
  return Promise.any(asked);
}
