import MailComposer from "nodemailer/lib/mail-composer";
import { expect, test, vi } from "vitest";
import { createMessageWriter } from "./smtp-message.ts";
import type { FinishedMail } from "./transport.ts";

const mailTo = (to: string, calendar: FinishedMail["calendar"], layoutKey: object): FinishedMail => ({
  messageId: `<${to}>`,
  to,
  subject: "Ein Grüßchen",
  html: `<p>${to}</p>`,
  text: to,
  headers: {},
  replyTo: { name: "Ada", address: `rsvp+${to.split("@")[0]}@in.turnout.test` },
  calendar: calendar && { ...calendar, content: `${calendar.content} for ${to}` },
  layoutKey,
});

test.each<[string, FinishedMail["calendar"], composed: number]>([
  ["without a calendar", null, 1],
  ["with an invitation for calendars", { name: "a.ics", method: "REQUEST", content: "BEGIN:VCALENDAR", isPart: true }, 1],
  ["with a calendar file, control: one by one", { name: "a.ics", method: "PUBLISH", content: "BEGIN:VCALENDAR", isPart: false }, 3],
])("of three emails of one layout, only the first is composed: %s", async (_what, calendar, composed) => {
  const compile = vi.spyOn(MailComposer.prototype, "compile");
  const write = createMessageWriter({ name: "Turnout", address: "turnout@turnout.test" });
  const layoutKey = {};
  for (const to of ["ada@example.org", "grace@example.org", "hedy@example.org"]) await write(mailTo(to, calendar, layoutKey));
  expect(compile).toHaveBeenCalledTimes(composed);
  compile.mockRestore();
});
