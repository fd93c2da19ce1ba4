import { connect } from "../../server/src/db/connect.ts";
import { answerInvitation } from "../../server/src/guests/commands.ts";
import { aGathering, answering, asGuest, createWorld } from "../../server/src/testing/world.ts";
import { sql } from "kysely";
import { interleave, report } from "./measure.ts";

const GUESTS = 2_000;
const SEATS = 500;

/** Two thousand guests answer one event with five hundred seats, all at once. */
export async function rsvpStorm(url: string, rounds: number): Promise<void> {
  const db = connect(url);
  const world = createWorld(db);

  async function ours() {
    const { id, guests } = await aGathering(world, { guests: GUESTS, fields: { capacity: SEATS } });
    const start = performance.now();
    await Promise.all(guests.map((guest) => world.changeEvent(id, answerInvitation, answering("going"), asGuest(guest))));
    const seconds = (performance.now() - start) / 1000;
    await expectFull(id);
    return GUESTS / seconds;
  }

  /** What most would write: lock the event, count, update both rows, commit. No log, no idempotency, no line. */
  async function transactionEach() {
    const { id, guests } = await aGathering(world, { guests: GUESTS, fields: { capacity: SEATS } });
    const start = performance.now();
    await Promise.all(guests.map((guest) => answerInATransaction(id, guest.id)));
    return GUESTS / ((performance.now() - start) / 1000);
  }

  async function answerInATransaction(eventId: string, guestId: string) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ seats_taken: number; capacity: number }>`
        select seats_taken, capacity from events where id = ${eventId} for update`.execute(tx);
      const { seats_taken, capacity } = rows[0]!;
      if (seats_taken >= capacity) return;
      await sql`update guests set standing = 'going', answered_at = now() where event_id = ${eventId} and id = ${guestId}`.execute(tx);
      await sql`update events set seats_taken = seats_taken + 1 where id = ${eventId}`.execute(tx);
    });
  }

  async function expectFull(eventId: string) {
    const { rows } = await sql<{ seats_taken: number; waiting_parties: number }>`
      select seats_taken, waiting_parties from events where id = ${eventId}`.execute(db);
    if (rows[0]!.seats_taken !== SEATS || rows[0]!.waiting_parties !== GUESTS - SEATS)
      throw new Error(`not full: ${JSON.stringify(rows[0])}`);
  }

  const results = await interleave(rounds, [
    { name: "Turnout: log, line, idempotency, batches", round: ours },
    { name: "plain SQL: a locking transaction each", round: transactionEach },
  ]);
  report(`RSVP storm: ${GUESTS} answers at once for ${SEATS} seats`, "answers/s", results);
  await db.destroy();
}
