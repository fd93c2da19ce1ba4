import { type Browser, devices, type Page } from "playwright-core";
import { answerCard } from "../support/answers.ts";
import { type NetworkName, throttle } from "./networks.ts";
import { countTraffic } from "./traffic.ts";
import { notesOf, pressToConfirmed, watchPage } from "./watch-page.ts";

/** How long the page may take until nothing more is fetched or painted (ms). */
const SETTLED = 1_500;

/** Limits count clients by network: each visitor has one. */
let visitors = 0;
const aNetwork = () => ({ "x-forwarded-for": `10.99.0.${++visitors}` });

export type Visit = Record<(typeof figures)[number], number> & { largestThing: string };

/** What is said of a visit, in the order of the table. */
export const figures = [
  "document bytes",
  "script bytes",
  "style bytes",
  "font bytes",
  "all bytes",
  "requests",
  "first paint ms",
  "largest paint ms",
  "layout shift",
  "answers work ms",
  "main thread ms",
  "tap shown ms",
  "tap confirmed ms",
] as const;

/** A guest opens the link of their invitation for the first time, on a phone with nothing kept, and answers. */
export async function measureVisit(browser: Browser, personalLink: string, network: NetworkName): Promise<Visit> {
  const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices["Pixel 7"]!;
  const context = await browser.newContext({
    viewport,
    userAgent,
    deviceScaleFactor,
    isMobile,
    hasTouch,
    locale: "en-GB",
    extraHTTPHeaders: aNetwork(),
  });
  try {
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    // In what the thread itself has worked, whatever else the machine does.
    await line.send("Performance.enable", { timeDomain: "threadTicks" });
    const traffic = await countTraffic(line);
    await throttle(line, network);
    await watchPage(page);
    await page.goto(personalLink, { waitUntil: "load" });
    await yes(page).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await page.waitForTimeout(SETTLED);
    const fetched = traffic();
    const noted = await notesOf(page);
    const { metrics } = await line.send("Performance.getMetrics");
    const worked = metrics.find(({ name }) => name === "TaskDuration")!.value * 1_000;

    const answered = pressToConfirmed(page, "You");
    await yes(page).tap();
    if ((await answerCard(page).getAttribute("data-mode")) === "form") await answerCard(page).locator("[type=submit]").tap();
    const { shown, confirmed } = await answered;
    return {
      "document bytes": fetched.bytes.document,
      "script bytes": fetched.bytes.script,
      "style bytes": fetched.bytes.style,
      "font bytes": fetched.bytes.font,
      "all bytes": fetched.bytes.all,
      requests: fetched.requests,
      "first paint ms": noted.firstPaint,
      "largest paint ms": noted.largestPaint,
      "layout shift": noted.shifts,
      "answers work ms": noted.answersWork,
      "main thread ms": worked,
      "tap shown ms": shown,
      "tap confirmed ms": confirmed,
      largestThing: noted.largestThing,
    };
  } finally {
    await context.close();
  }
}

/** The answer that a guest who comes gives: while the example event is full, a place on the waitlist. */
function yes(page: Page) {
  return answerCard(page).getByRole("button", { name: /^(Going|Full)/ });
}
