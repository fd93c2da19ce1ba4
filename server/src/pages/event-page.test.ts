import { aSnapshot } from "@turnout/contract/a-snapshot.test-support";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { expect, test } from "vitest";
import { htmlText } from "../http/html.ts";
import type { SharedPart } from "../log/load-snapshot.ts";
import { eventPage } from "./event-page.ts";

const details = {
  title: "Winter table",
  description: "Come & see.\n\n# What to bring\n\n- a dish\n- <thick> socks",
  place: { kind: "none" },
  cover: { theme: "sunrise", imageId: null },
  status: "published",
  visibility: "link",
  startsAt: null,
} as unknown as EventSnapshot["details"];

test("without scripts, a list in a description is a list", () => {
  const { body } = pageOf({});
  expect(htmlText(body)).toContain('<p dir="auto">Come &amp; see.</p>');
  expect(htmlText(body)).toContain('<p dir="auto">- a dish<br />- &lt;thick&gt; socks</p>');
});

const pageOf = (change: Partial<EventSnapshot>, locale = "en") =>
  eventPage({ shared: sharedOf(change), text: "{}" }, { publicUrl: "http://turnout.test", secret: "a secret" }, locale);

function sharedOf(change: Partial<EventSnapshot>): SharedPart {
  const { me: _, viewer: __, ...shared } = aSnapshot({ details, ...change });
  return shared;
}

test("one person is counted as one, in both languages", () => {
  const tally = (going: number) => ({ tally: { ...aSnapshot().tally, going } });
  expect(htmlText(pageOf(tally(1), "de").body)).toContain("<p>1 kommt</p>");
  expect(htmlText(pageOf(tally(2), "de").body)).toContain("<p>2 kommen</p>");
  expect(htmlText(pageOf(tally(1)).body)).toContain("<p>1 going</p>");
});

test("a long description is cut between characters in link previews, and says that it goes on", () => {
  const { description } = pageOf({ details: { ...details, description: "🎈".repeat(500) } });
  expect(description).toMatch(/^[^🎈]+🎈+…$/u);
  expect(description.isWellFormed()).toBe(true);
  expect([...description]).toHaveLength(200);
});
