import { isEmailAddress } from "@turnout/contract/email-address";
import { changing, type Changing } from "../changing.ts";
import type { Dkim } from "./dkim-key.ts";
import { senderOf } from "./sender.ts";
import { createMessageWriter } from "./smtp-message.ts";
import { openPool } from "./smtp-pool.ts";
import { failureOf, type SmtpError } from "./smtp-failures.ts";
import { Undeliverable, type Transport } from "./transport.ts";

/** Timeout of the mail server's replies (ms). */
export const SMTP_TIMEOUT = 20_000;
/** Connections that one process keeps to the mail server, and those it has for what somebody waits for. */
export const CONNECTIONS = 4;
const URGENT_CONNECTIONS = 2;

/** How long a mail waits for a free connection before it is tried another time (ms): a job must end before it is given up. */
export const PATIENCE = 120_000;

export interface SmtpOptions {
  /** Timeout of the server's replies (ms). */
  timeout?: number;
  /** How long a mail waits for a free connection (ms). */
  patience?: number;
  /** Bulk emails a second. Null: as many as the server takes. */
  rate?: number | null;
  /** By which messages are signed. Null: not at all. */
  dkim?: Dkim | null;
  /** Whether mail servers are asked to report what they delivered. Absent: only what they did not. */
  receipts?: boolean;
  /** Waited for before each bulk email. */
  yieldToRequests?: () => Promise<void>;
}

/** Sends over SMTP. `from` is an address, or a name with the address in angle brackets. */
export function smtpTransport(
  given: string | Changing<string>,
  from: string,
  { timeout = SMTP_TIMEOUT, patience = PATIENCE, rate = null, dkim = null, receipts = false, yieldToRequests }: SmtpOptions = {},
): Transport {
  const write = createMessageWriter(senderOf(from), dkim);
  const url = changing(given);
  const openBulk = () => openPool(url.current, { timeout, patience, connections: CONNECTIONS, rate, receipts, yieldToRequests });
  const openUrgent = () => openPool(url.current, { timeout, patience, connections: URGENT_CONNECTIONS, rate: null, receipts });
  let [bulk, urgent] = [openBulk(), openUrgent()];
  const stopFollowing = url.onChange(() => {
    for (const before of [bulk, urgent]) before.closeWhenIdle();
    [bulk, urgent] = [openBulk(), openUrgent()];
  });
  return {
    async send(mail) {
      // The envelope is parsed as a text: anything but one plain address could turn out to be several recipients.
      if (!isEmailAddress(mail.to)) throw new Undeliverable("the recipient is not a mail address");
      const message = await write(mail);
      try {
        await (mail.isUrgent ? urgent : bulk).send(message);
      } catch (error) {
        throw failureOf(error as SmtpError);
      }
    },
    async check() {
      await urgent.verify().catch((error: unknown) => {
        throw failureOf(error as SmtpError);
      });
    },
    close() {
      stopFollowing();
      bulk.close();
      urgent.close();
    },
  };
}

/** Throws unless the mail server takes this URL's user and password. */
export async function tryMailUrl(url: string): Promise<void> {
  const pool = openPool(url, { timeout: SMTP_TIMEOUT, patience: PATIENCE, connections: 1, rate: null });
  try {
    await pool.verify();
  } catch (error) {
    throw failureOf(error as SmtpError);
  } finally {
    pool.close();
  }
}
