import { expect, test } from "vitest";
import { MailServerFailed, Undeliverable, type FinishedMail } from "./transport.ts";
import { watchedTransport } from "./watched-transport.ts";

const mail = {} as FinishedMail;

async function watch(error: Error | null, times = 50) {
  const told: string[] = [];
  const counted: Record<string, number> = {};
  const transport = watchedTransport(
    { send: async () => (error ? Promise.reject(error) : undefined), close: () => {} },
    { tell: (trouble) => void told.push(trouble), count: (outcome) => (counted[outcome] = (counted[outcome] ?? 0) + 1) },
  );
  for (let i = 0; i < times; i += 1) await transport.send(mail).catch(() => {});
  return { told, counted };
}

test("trouble that only the operator can mend is told once for all the mails that wait, and each is counted", async () => {
  const { told, counted } = await watch(new MailServerFailed("no relaying", { isOperators: true }));
  expect(told).toEqual(["no relaying"]);
  expect(counted).toEqual({ "server-failed": 50 });
});

test("what passes by itself, and what is the reader's, is counted only", async () => {
  expect(await watch(new MailServerFailed("451", { isOperators: false }))).toEqual({ told: [], counted: { "server-failed": 50 } });
  expect(await watch(new Undeliverable("550"))).toEqual({ told: [], counted: { refused: 50 } });
  expect(await watch(null)).toEqual({ told: [], counted: { sent: 50 } });
});
