import { MailServerFailed, Undeliverable, type Transport } from "./transport.ts";

/** How often trouble that lasts is told (ms): thousands of mails that wait are one trouble. */
const TOLD_EVERY = 60_000;

/** What became of a try to send. */
export type MailOutcome = "sent" | "refused" | "server-failed";

interface Watch {
  /** One line for the operator: what is wrong, and what mends it. */
  tell(trouble: string): void;
  count(outcome: MailOutcome): void;
}

/** The same transport, with an eye on what only the operator can mend. */
export function watchedTransport(transport: Transport, { tell, count }: Watch): Transport {
  let toldAt = -Infinity;
  const told = (error: unknown) => {
    if (!(error instanceof MailServerFailed) || !error.isOperators || performance.now() - toldAt < TOLD_EVERY) return;
    toldAt = performance.now();
    tell(error.message);
  };
  return {
    ...transport,
    async send(mail) {
      try {
        await transport.send(mail);
        count("sent");
      } catch (error) {
        count(error instanceof Undeliverable ? "refused" : "server-failed");
        told(error);
        throw error;
      }
    },
  };
}
