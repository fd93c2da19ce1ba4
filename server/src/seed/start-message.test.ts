import { afterEach, expect, test, vi } from "vitest";
import type { App } from "../app.ts";
import { readConfig } from "../config.ts";
import { printWhatToOpen } from "./start-message.ts";

afterEach(() => vi.restoreAllMocks());

/** What a start prints that seeds nothing. */
async function printed(settings: Record<string, string>): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await printWhatToOpen({} as App, readConfig({ ...settings, SEED: "no" }));
  return String(write.mock.calls[0]![0]);
}

test("a start prints the mailbox where there is one", async () => {
  expect(await printed({})).toContain("Mailbox         http://localhost:3000/mailbox");
});

test("a start that has a mail server prints no mailbox", async () => {
  expect(await printed({ SMTP_URL: "smtp://mail.example", MAIL_FROM: "hello@party.example" })).not.toContain("ailbox");
});

test.each([{ MAILBOX: "off" }, { PUBLIC_URL: "https://party.example" }, { HOST: "0.0.0.0" }])(
  "a start whose mail nobody can read says so: %o",
  async (settings) => {
    const text = await printed(settings);
    expect(text).toContain("No email is sent: set SMTP_URL, or MAILBOX=on");
    expect(text).not.toContain("/mailbox");
  },
);
