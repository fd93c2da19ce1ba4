import { randomUUID } from "node:crypto";
import { inviteGuests } from "../../../server/src/invitations/commands.ts";
import { answer } from "../processes.ts";
import { asUser, startProduct, type Room } from "../product.ts";

const AT_ONCE = 500;
let product: Awaited<ReturnType<typeof startProduct>>;

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
    for (let start = 0; start < addresses.length; start += AT_ONCE) {
      const guests = addresses.slice(start, start + AT_ONCE).map((email, index) => ({
        guestId: randomUUID(),
        name: `Guest ${start + index}`,
        email,
        plusOnesAllowed: null,
        locale: null,
      }));
      const input = { commandId: randomUUID(), guests, message: "It would be lovely to have you with us.", send: true };
      await product.changeEvent(eventId, inviteGuests, input, asUser(host));
    }
  },
};

export type Mailing = typeof handlers;
answer(handlers);
