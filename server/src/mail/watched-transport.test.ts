import { expect, test } from "vitest";
import { MailServerFailed, Undeliverable, type FinishedMail } from "./transport.ts";
import { watchedTransport, type MailAttempt } from "./watched-transport.ts";

const mail = {} as FinishedMail;

async function watch(error: Error | null, times = 50) {
  const told: string[] = [];
  const counted: Record<string, number> = {};
  const transport = watchedTransport(
    { send: async () => (error ? Promise.reject(error) : undefined), close: () => {} },
    { report: (failure) => void told.push(failure), count: ({ outcome }) => (counted[outcome] = (counted[outcome] ?? 0) + 1) },
  );
  for (let i = 0; i < times; i += 1) await transport.send(mail).catch(() => {});
  return { told, counted };
}

test("a failure that only the operator can fix is reported once for all waiting emails, and each attempt is counted", async () => {
  const { told, counted } = await watch(new MailServerFailed("no relaying", { isOperators: true }));
  expect(told).toEqual(["no relaying"]);
  expect(counted).toEqual({ "server-failed": 50 });
});

test("temporary failures and those on the recipient's side are only counted", async () => {
  expect(await watch(new MailServerFailed("451", { isOperators: false }))).toEqual({ told: [], counted: { "server-failed": 50 } });
  expect(await watch(new Undeliverable("550"))).toEqual({ told: [], counted: { refused: 50 } });
  expect(await watch(null)).toEqual({ told: [], counted: { sent: 50 } });
});

test("how long an email waited is told once it is sent, and of none that is not", async () => {
  const attempts: MailAttempt[] = [];
  const queuedAt = new Date(Date.now() - 90_000);
  let error: Error | null = new MailServerFailed("451", { isOperators: false });
  const transport = watchedTransport(
    { send: async () => (error ? Promise.reject(error) : undefined), close: () => {} },
    { report: () => {}, count: (attempt) => void attempts.push(attempt) },
  );
  await transport.send({ ...mail, queuedAt, isUrgent: true }).catch(() => {});
  error = null;
  await transport.send({ ...mail, queuedAt, isUrgent: true });
  await transport.send(mail);
  expect(attempts).toEqual([
    { outcome: "server-failed", urgency: "urgent" },
    { outcome: "sent", urgency: "urgent", waited: expect.closeTo(90, 0) },
    { outcome: "sent", urgency: "bulk" },
  ]);
});
