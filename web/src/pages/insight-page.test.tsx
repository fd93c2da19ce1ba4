import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Insight } from "@turnout/contract/insight";
import type { Locale } from "@turnout/contract/locale";
import { whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { InsightPage } from "./insight-page.tsx";

const numbers: Insight = {
  answers: [
    { at: "2030-05-01T10:00:00.000Z", going: 0, maybe: 1, waiting: 0, declined: 0 },
    { at: "2030-05-03T10:00:00.000Z", going: 37, maybe: 5, waiting: 4, declined: 2 },
  ],
  guests: 50,
  answered: 40,
  opened: 45,
  expected: 36,
  came: 27,
  cameBesides: 3,
  waitingParties: 2,
  waitingPeople: 4,
  promoted: 6,
};

async function show(known: Partial<Insight> = {}, { as = "host", locale = "en" }: { as?: string; locale?: Locale } = {}) {
  const eventId = crypto.randomUUID();
  const snapshot = { ...snapshots[as]!, eventId };
  whenAsked(`GET /api/events/${eventId}`, { body: snapshot });
  whenAsked(`GET /api/events/${eventId}/insight`, { body: { ...numbers, ...known } });
  await mount(withPageData(snapshot, <InsightPage params={{ eventId }} />), locale);
}

/** The number beside a name. */
const fact = (name: string) => page.getByText(name, { exact: true }).element().parentElement!.querySelector("dd")!.textContent;

test("a host reads the rates in words and numbers", async () => {
  await show();
  await expect.element(page.getByRole("heading", { name: "Who came" })).toBeVisible();
  expect(["Have opened it", "Answer rate", "Expected", "Of them came", "Show-up rate", "Came besides"].map(fact)).toEqual([
    "45",
    "80%",
    "36",
    "27",
    "75%",
    "3",
  ]);
});

test("the chart says in words how it ends, and the table has each number", async () => {
  await show();
  await expect
    .element(page.getByRole("img", { name: "Answers over time. At the end: Going: 37, Maybe: 5, On the waitlist: 4, Declined: 2" }))
    .toBeVisible();
  await page.getByText("Show as a table").click();
  const rows = page.getByRole("row").elements();
  expect(rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent))).toEqual([
    [],
    ["0", "1", "0", "0"],
    ["37", "5", "4", "2"],
  ]);
});

test("nobody at the door is said as such, and not as a rate of none", async () => {
  await show({ came: 0, cameBesides: 0, answers: [] });
  await expect.element(page.getByText("Nobody has been let in at the door yet.")).toBeVisible();
  expect(fact("Show-up rate")).toBe("–");
  await expect.element(page.getByRole("img", { name: /Answers over time/ })).not.toBeInTheDocument();
});

test("says it in German", async () => {
  await show({}, { locale: "de" });
  await expect.element(page.getByRole("heading", { name: "Wer gekommen ist" })).toBeVisible();
});

test("a guest is shown no numbers", async () => {
  await show({}, { as: "going" });
  await expect.element(page.getByText("Only hosts can see these numbers")).toBeVisible();
});
