import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { freePort } from "../../../server/src/free-port.ts";
import { recordFigures } from "../ledger.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { mutants } from "../mutants/list.ts";
import { withCluster, type Cluster } from "../processes/cluster.ts";
import { heal, injectFaults } from "../processes/fault-injection.ts";
import type { FaultKind } from "../processes/fault-kinds.ts";
import { planFaults, type PlannedFault } from "../processes/fault-plan.ts";
import { setUpGathering, type Gathering } from "../processes/gathering.ts";
import { intent } from "../processes/intents.ts";
import { emailOf } from "../processes/people.ts";
import { withClient } from "../processes/postgres-server.ts";
import { randomFrom, type Random } from "../processes/random.ts";
import type { Actor, Scene } from "../processes/scene.ts";
import { sendUntilKnown } from "../processes/send-command.ts";
import { createRecorder } from "../recorder.ts";
import { deliver, type Door } from "./courier.ts";
import { judgeReplies, type Delivered, type Recorded } from "./judge-replies.ts";
import { addressesIn, envelopeOf, RECEIVING_SERVER, type Addresses } from "./mail.ts";
import { writeAnswers, writeReports } from "./write-mails.ts";

/** Bugs of mails that arrive, which only these rounds show, and the rounds within which each has to. */
export const replyMutants = mutants.filter(({ needs }) => needs === "replies");
const ROUNDS_FOR_A_BUG = 4;

/** How long mails and faults come (ms), when the host moves the event meanwhile, and how long copies are tried after that. */
const LOAD = 6_000;
const MOVED_AT = 2_000;
const TRIED_FOR = 60_000;
/** How long all invitations may take to get out (ms). */
const INVITED_WITHIN = 30_000;
const ANSWERING = 18;
const BOUNCING = 12;
const broken: FaultKind[] = [
  "kill server",
  "pause server",
  "rolling restart",
  "kill postgres",
  "pause postgres",
  "postgres network",
  "kill redis",
];
const plan = { visitors: 0, capacity: 500, waitlistRule: "strict", visibility: "link" } as const;

interface Counted {
  mails: number;
  copies: number;
  faults: number;
}

/** Plays rounds of mails that come twice, late and out of order while servers and the database die. Returns how many were red. */
export async function playReplies(first: number, rounds: number, say: (line: string) => void, mutant?: string): Promise<number> {
  return (await playRounds({ first, rounds, say, mutant })).reds;
}

export async function measureReplies(first: number, rounds: number, record: boolean, say: (line: string) => void): Promise<number> {
  const { reds, ...counted } = await playRounds({ first, rounds, say });
  if (record) await recordFigures("replies", { seed: first, rounds, red: reds, ...counted });
  return Math.min(1, reds);
}

/** Puts each bug in, one at a time. Returns how many were not noticed. */
export async function playReplyMutants(chosen: readonly Mutant[], say: (line: string) => void): Promise<number> {
  const survivors: string[] = [];
  for (const { name, about } of chosen) {
    const reds = await playReplies(1, ROUNDS_FOR_A_BUG, () => {}, name);
    if (reds === 0) survivors.push(name);
    say(`${name}: ${reds === 0 ? "survived" : "caught"} — ${about}`);
  }
  say(
    `${chosen.length} mutants of mails: ${chosen.length - survivors.length} caught, ${survivors.length} survived ${survivors.join(", ")}`,
  );
  return survivors.length;
}

interface Rounds {
  first: number;
  rounds: number;
  say(line: string): void;
  mutant?: string | undefined;
}

/** With a mutant in, the first red round is enough. */
async function playRounds({ first, rounds, say, mutant }: Rounds): Promise<Counted & { reds: number }> {
  const doors: Door[] = [
    { port: await freePort(), lmtp: false },
    { port: await freePort(), lmtp: true },
  ];
  const settings = (index: number) => ({
    INBOUND_ADDRESS: "rsvp@in.turnout.test",
    INBOUND_SMTP: `${doors[index]!.lmtp ? "lmtp" : "smtp"}://127.0.0.1:${doors[index]!.port}`,
    INBOUND_AUTH_SERVER: RECEIVING_SERVER,
  });
  const count = { reds: 0, mails: 0, copies: 0, faults: 0 };
  await withCluster({ servers: doors.length, seed: `replies ${first}`, mutant, settings }, async (cluster) => {
    for (let round = 0; round < rounds && !(mutant && count.reds > 0); round++) {
      const { wrong, counted } = await playRound(cluster, doors, first + round);
      count.reds += Number(wrong.length > 0);
      for (const what of ["mails", "copies", "faults"] as const) count[what] += counted[what];
      say(
        `${round + 1}/${rounds} seed ${first + round}: ${counted.mails} mails, taken ${counted.copies} times, ${counted.faults} faults: ${wrong.length > 0 ? "RED" : "green"}`,
      );
      for (const line of wrong.slice(0, 20)) say(`  ${line}`);
    }
  });
  return count;
}

async function playRound(cluster: Cluster, doors: readonly Door[], seed: number): Promise<{ wrong: string[]; counted: Counted }> {
  const random = randomFrom(`replies ${seed}`);
  const scene = sceneOf(cluster);
  const { url } = cluster.postgres;
  const addresses = collectAddresses(cluster);
  const [answering, bouncing] = await withClient(url, async (client) => [
    await setUpGathering(scene, client, random.fork("answering"), { ...plan, guests: ANSWERING, mailed: ANSWERING }),
    await setUpGathering(scene, client, random.fork("bouncing"), { ...plan, guests: BOUNCING, mailed: BOUNCING }),
  ]);
  const eventIds = [answering.eventId, bouncing.eventId];
  const guests = [...answering.guests, ...bouncing.guests];
  const known = await addresses.of(guests);
  const before = await withClient(url, async (client) => {
    // They were invited long ago, and write ever since.
    await client.query("update guests set added_at = added_at - interval '1 day' where event_id = any($1)", [eventIds]);
    return { revision: await revisionOf(client, answering), bounced: await bouncedIn(client) };
  });

  const written = { random: random.fork("mails"), now: Date.now() };
  const mails = [
    ...writeAnswers({ ...written, guestIds: answering.guests.map(({ guestId }) => guestId!), revision: before.revision }),
    ...writeReports({ ...written, guestIds: bouncing.guests.map(({ guestId }) => guestId!) }),
  ];
  const faults = faultsOf(random.fork("faults"), cluster);
  const deadline = performance.now() + LOAD + TRIED_FOR;
  const moved = move(scene, answering.hosts[0]!);
  const [delivered] = await Promise.all([
    Promise.all(mails.map((mail, at) => deliverAll(mail, at))),
    moved,
    injectFaults(cluster, scene.recorder, faults).then(() => heal(cluster)),
  ]);
  addresses.stop();
  const recorded = await withClient(cluster.postgres.url, async (client) => recordedIn(client, eventIds, before.bounced));
  const copies = delivered.reduce((sum, { accepted }) => sum + accepted, 0);
  return { wrong: judgeReplies(delivered, recorded), counted: { mails: mails.length, copies, faults: faults.length } };

  async function deliverAll({ copies, afterMove, ...mail }: (typeof mails)[number], at: number): Promise<Delivered> {
    const envelope = envelopeOf(mail, known.get(mail.guestId)!);
    const own = random.fork(`mail ${at}`);
    const verdicts = await Promise.all(
      Array.from({ length: copies }, async (_, copy) => {
        const chance = own.fork(`copy ${copy}`);
        if (afterMove) await moved;
        await sleep(chance.int(0, LOAD - (afterMove ? MOVED_AT : 0)));
        return deliver(envelope, doors, chance, deadline);
      }),
    );
    return {
      ...mail,
      accepted: verdicts.filter((verdict) => verdict === "accepted").length,
      refused: verdicts.filter((verdict): verdict is string => verdict !== "accepted" && verdict !== null),
    };
  }
}

function sceneOf(cluster: Cluster): Scene {
  const recorder = createRecorder();
  return { cluster, recorder, lately: [], isOver: () => false, givesUpAt: () => Infinity };
}

async function move(scene: Scene, host: Actor): Promise<void> {
  await sleep(MOVED_AT);
  const place = { kind: "place", name: "The mill", address: "" };
  const { outcome } = await sendUntilKnown(scene, host, intent(host, "editEvent", { fields: { place } }));
  if (outcome !== "committed") throw new Error("the event could not be moved");
}

/** One kill of a server and one of the database at least, and whatever else the seed brings. */
function faultsOf(random: Random, { nodes, redis }: Cluster): PlannedFault[] {
  const has = { nodes: nodes.length, redis: redis !== null, disk: false, standby: false, clock: false };
  const kill = (kind: FaultKind): PlannedFault => ({
    kind,
    at: random.int(500, LOAD - 1_500),
    lasts: 300,
    node: random.int(0, nodes.length - 1),
  });
  return [kill("kill server"), kill("kill postgres"), ...planFaults(random, has, LOAD, broken)];
}

/** Where replies and reports go to, as the invitations say that get out. */
function collectAddresses({ mail }: Cluster) {
  const found = new Map<string, Addresses>();
  const read = (one: Parameters<typeof addressesIn>[0]) => {
    const addresses = addressesIn(one);
    if (addresses) found.set(one.to, addresses);
  };
  mail.readers.add(read);
  return {
    async of(guests: readonly Actor[]): Promise<Map<string, Addresses>> {
      const deadline = performance.now() + INVITED_WITHIN;
      const missing = () => guests.filter(({ guestId }) => !found.has(emailOf(guestId!)));
      while (missing().length > 0 && performance.now() < deadline) await sleep(50);
      if (missing().length > 0) throw new Error(`${missing().length} of ${guests.length} invitations did not get out`);
      return new Map(guests.map(({ guestId }) => [guestId!, found.get(emailOf(guestId!))!]));
    },
    stop: () => mail.readers.delete(read),
  };
}

async function revisionOf(client: pg.Client, { eventId }: Gathering): Promise<number> {
  return (await client.query<{ revision: number }>("select revision from events where id = $1", [eventId])).rows[0]!.revision;
}

async function bouncedIn(client: pg.Client): Promise<number> {
  const text = "select count(distinct address_hash)::int as count from suppressions where reason = 'bounced'";
  return (await client.query<{ count: number }>(text)).rows[0]!.count;
}

async function recordedIn(client: pg.Client, eventIds: string[], bouncedBefore: number): Promise<Recorded> {
  const entries = await client.query<Recorded["entries"][number]>(
    `select body ->> 'type' as type, about as "guestId", body ->> 'delivery' as delivery,
       coalesce(body -> 'guest' ->> 'note', body ->> 'text', body ->> 'note', '') as words
     from event_log where event_id = any($1) order by event_id, seq`,
    [eventIds],
  );
  const guests = await client.query<Recorded["guests"][number]>(
    "select id, standing, note, delivery from guests where event_id = any($1)",
    [eventIds],
  );
  return { entries: entries.rows, guests: guests.rows, bounced: (await bouncedIn(client)) - bouncedBefore };
}
