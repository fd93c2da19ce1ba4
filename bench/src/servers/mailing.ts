import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { answerForGuest } from "../../../server/src/guests/commands.ts";
import { inviteGuests } from "../../../server/src/invitations/commands.ts";
import { queueReminders } from "../../../server/src/notifications/reminder-jobs.ts";
import { REMINDER_HOURS } from "@turnout/contract/reminders";
import { answer } from "../processes.ts";
import { answering, asUser, startProduct, type Room } from "../product.ts";

const AT_ONCE = 500;
let product: Awaited<ReturnType<typeof startProduct>>;

/** So many at a time, as the page sends a long list. */
const listsOf = (addresses: string[]) =>
  Array.from({ length: Math.ceil(addresses.length / AT_ONCE) }, (_, list) =>
    addresses.slice(list * AT_ONCE, (list + 1) * AT_ONCE).map((email, index) => ({
      guestId: randomUUID(),
      name: `Guest ${list * AT_ONCE + index}`,
      email,
      plusOnesAllowed: null,
      locale: null,
    })),
  );

const handlers = {
  /** Everything in one process, as `npm start` runs it: pages, and the worker that mails. */
  async listen(databaseUrl: string, smtpUrl: string) {
    product = await startProduct({ databaseUrl, smtpUrl });
    return product.port;
  },
  /** An event, and the cookie of a guest who opens its page. */
  async makeEvent() {
    const { eventId, host, cookies } = await product.makeRoom(1, 0);
    return { eventId, host, cookie: cookies[0]!.replace(/^Cookie: |\r\n$/g, "") };
  },
  /** Invites so many, as the page does with a long list: so many at a time, one part after the other. */
  async invite({ eventId, host }: Pick<Room, "eventId" | "host">, addresses: string[]) {
    for (const guests of listsOf(addresses)) {
      const input = { commandId: randomUUID(), guests, message: "It would be lovely to have you with us.", send: true };
      await product.changeEvent(eventId, inviteGuests, input, asUser(host));
    }
  },
  /** As many guests with an address who come, of whom nobody is emailed. */
  async addComing({ eventId, host }: Pick<Room, "eventId" | "host">, addresses: string[]) {
    for (const guests of listsOf(addresses)) {
      await product.changeEvent(eventId, inviteGuests, { commandId: randomUUID(), guests, message: "", send: false }, asUser(host));
      const come = ({ guestId }: { guestId: string }) =>
        product.changeEvent(eventId, answerForGuest, { ...answering("going"), guestId }, asUser(host));
      await Promise.all(guests.map(come));
    }
  },
  /** Moves the event so that its guests are to be reminded in so many seconds. Returns when that is (ms since the epoch). */
  async remindIn({ eventId }: Pick<Room, "eventId">, seconds: number) {
    const due = Date.now() + seconds * 1_000;
    const starts = new Date(due + REMINDER_HOURS * 3_600_000);
    await sql`update events set starts_at = ${starts}, ends_at = null, wall_clock = null where id = ${eventId}`.execute(product.db);
    await queueReminders(product.db, product.jobs.enqueue, new Date());
    return due;
  },
  /** Nobody is told of it. The next round's server would see that its start differs from its local time, and correct the guests' calendars. */
  async leaveOut({ eventId }: Pick<Room, "eventId">) {
    await sql`update events set status = 'cancelled' where id = ${eventId}`.execute(product.db);
  },
  /** Resolves when the outbox is empty: what is sent and not settled goes out again in the next round. */
  async untilSettled() {
    const isWaiting = () => sql`select 1 from mails where state = 'queued' limit 1`.execute(product.db);
    while ((await isWaiting()).rows.length > 0) await sleep(100);
  },
};

export type Mailing = typeof handlers;
answer(handlers);
