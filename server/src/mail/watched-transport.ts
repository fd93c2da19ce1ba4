import { MailServerFailed, Undeliverable, type FinishedMail, type Transport } from "./transport.ts";

/** Least time between two reports (ms): thousands of waiting emails share one failure. */
const REPORT_EVERY = 60_000;

/** The result of one attempt to send. */
export type MailOutcome = "sent" | "refused" | "server-failed";

export interface MailAttempt {
  outcome: MailOutcome;
  urgency: "urgent" | "bulk";
  /** From the moment it stood in the outbox until the mail server took it (s). Absent: not sent, or nobody knows since when it waited. */
  waited?: number;
}

interface Watch {
  /** Logs one line for the operator: what is wrong, and how to fix it. */
  report(failure: string): void;
  count(attempt: MailAttempt): void;
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
        count(attemptOf(mail, "sent"));
      } catch (error) {
        count(attemptOf(mail, error instanceof Undeliverable ? "refused" : "server-failed"));
        reportFailure(error);
        throw error;
      }
    },
  };
}

function attemptOf({ isUrgent, queuedAt }: FinishedMail, outcome: MailOutcome): MailAttempt {
  const attempt = { outcome, urgency: isUrgent ? "urgent" : "bulk" } as const;
  return outcome === "sent" && queuedAt ? { ...attempt, waited: Math.max(0, Date.now() - queuedAt.getTime()) / 1000 } : attempt;
}
