import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sql } from "kysely";
import { answer } from "../processes.ts";
import { createLogger } from "../../../server/src/telemetry/logging.ts";

/** The checkout whose server this is: an earlier one has no such file, so that ours starts its app. */
const folder = process.argv[2]!;
const from = (file: string) => import(pathToFileURL(join(folder, "server/src", file)).href) as Promise<unknown>;
const { createApp } = (await from("app.ts")) as typeof import("../../../server/src/app.ts");
const { openDatabase } = (await from("db/open-database.ts")) as typeof import("../../../server/src/db/open-database.ts");
const { openJobs } = (await from("jobs/jobs.ts")) as typeof import("../../../server/src/jobs/jobs.ts");
const { newVisitToken, visitIdOf } = (await from("guests/visits.ts")) as typeof import("../../../server/src/guests/visits.ts");
const { inviteGuests } = (await from("invitations/commands.ts")) as typeof import("../../../server/src/invitations/commands.ts");
const { aGathering, asUser, createWorld } = (await from("testing/world.ts")) as typeof import("../../../server/src/testing/world.ts");

const AT_ONCE = 500;
let product: Awaited<ReturnType<typeof open>>;

/** Everything in one process, as `npm start` runs it: pages, and the worker that mails. */
async function open(databaseUrl: string, smtpUrl: string) {
  const database = await openDatabase({ databaseUrl, dataFolder: tmpdir() });
  const jobs = await openJobs(databaseUrl, console.error);
  const app = await createApp({
    database,
    jobs,
    smtpUrl,
    mailbox: "nobody",
    mailFrom: "Turnout <turnout@turnout.test>",
    mailAllowance: null,
    publicUrl: "http://turnout.test",
    calendarHost: "turnout.test",
    secret: "a secret for benchmarks, as long as it has to be",
    trustedHops: 0,
    logger: createLogger("warn"),
    webFolder: process.argv[3]!,
    limitFactor: 1_000_000,
  });
  await app.server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
  await app.work();
  const world = { ...createWorld(database.db), changeEvent: app.deps.changeEvent };
  return { db: database.db, world, port: (app.server.server.address() as AddressInfo).port };
}

const handlers = {
  async listen(databaseUrl: string, smtpUrl: string) {
    product = await open(databaseUrl, smtpUrl);
    return product.port;
  },
  /** An event, and the cookie of a guest who opens its page. */
  async makeEvent() {
    const { world, db } = product;
    const { id, host, guests } = await aGathering(world, { guests: 1 });
    const token = newVisitToken();
    await sql`insert into visits (id, expires_at) values (${visitIdOf(token)}, now() + interval '1 day')`.execute(db);
    await sql`
      insert into visit_grants (visit_id, event_id, guest_id, access_version)
      values (${visitIdOf(token)}, ${id}, ${guests[0]!.id}, 1)`.execute(db);
    return { eventId: id, host, cookie: `visit=${token}` };
  },
  /** Invites so many, as the page does with a long list: so many at a time, one part after the other. */
  async invite({ eventId, host }: { eventId: string; host: { id: string; name: string } }, addresses: string[]) {
    for (let start = 0; start < addresses.length; start += AT_ONCE) {
      const guests = addresses.slice(start, start + AT_ONCE).map((email, index) => ({
        guestId: randomUUID(),
        name: `Guest ${start + index}`,
        email,
        plusOnesAllowed: null,
        locale: null,
      }));
      const input = { commandId: randomUUID(), guests, message: "It would be lovely to have you with us.", send: true };
      await product.world.changeEvent(eventId, inviteGuests, input, asUser(host));
    }
  },
};

export type Mailing = typeof handlers;
answer(handlers);
