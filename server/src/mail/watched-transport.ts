import { MailServerFailed, Undeliverable, type Transport } from "./transport.ts";

/** Least time between two reports (ms): thousands of waiting emails share one failure. */
const REPORT_EVERY = 60_000;

/** The result of one attempt to send. */
export type MailOutcome = "sent" | "refused" | "server-failed";

interface Watch {
  /** Logs one line for the operator: what is wrong, and how to fix it. */
  report(failure: string): void;
  count(outcome: MailOutcome): void;
}

/** The same transport, with each attempt counted, and failures that only the operator can fix reported. */
export function watchedTransport(transport: Transport, { report, count }: Watch): Transport {
  let reportedAt = -Infinity;
  const reportFailure = (error: unknown) => {
    if (!(error instanceof MailServerFailed) || !error.isOperators || performance.now() - reportedAt < REPORT_EVERY) return;
    reportedAt = performance.now();
    report(error.message);
  };
  return {
    ...transport,
    async send(mail) {
      try {
        await transport.send(mail);
        count("sent");
      } catch (error) {
        count(error instanceof Undeliverable ? "refused" : "server-failed");
        reportFailure(error);
        throw error;
      }
    },
  };
}
