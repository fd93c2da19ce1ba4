import { aSnapshot } from "@turnout/contract/a-snapshot.test-support";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { expect, test } from "vitest";
import { htmlText } from "../http/html.ts";
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

test("before any script has run, a list in a description is read item by item", () => {
  const { body } = eventPage(aSnapshot({ details }), { publicUrl: "http://turnout.test", secret: "a secret" }, "en");
  expect(htmlText(body)).toContain('<p dir="auto">Come &amp; see.</p>');
  expect(htmlText(body)).toContain('<p dir="auto">- a dish<br />- &lt;thick&gt; socks</p>');
});
