import { randomInt } from "node:crypto";
import type { Browser, BrowserContext, ConsoleMessage, Page } from "playwright-core";

/** Somebody with a browser of their own. */
export interface Person {
  name: string;
  email: string;
  page: Page;
  /** Where their server is. */
  url: string;
  /** Whatever went wrong in this browser without being seen: console errors and warnings, uncaught errors, broken policies. */
  complaints: string[];
  /** Complaints that a journey brings about on purpose, such as failed requests while the server is down. */
  forgives: RegExp[];
}

export type Device = "phone" | "desktop";

/** What Chromium says when a page is left while its line to the server is still being opened. */
const LEFT_EARLY = /WebSocket is closed before the connection is established/;

interface Looks {
  name: string;
  device: Device;
  /** Whether their browser runs any. */
  scripts: boolean;
}

const devices = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 900 } },
} as const;

/** Files of journeys share a server, and nothing else. */
const crowd = randomInt(65_536);
let people = 0;

/** Opens a browser for somebody new: nobody shares a name's address, cookies or network with anybody. */
export async function aPerson(browser: Browser, url: string, { name, device, scripts }: Looks): Promise<Person> {
  const context = await browser.newContext({ ...devices[device], ...surroundings(++people), javaScriptEnabled: scripts });
  const page = await context.newPage();
  const letters = name
    .split(" ")[0]!
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "");
  const email = `${letters || "somebody"}.${crowd}.${people}@example.org`;
  const person: Person = { name, email, page, url, complaints: [], forgives: [LEFT_EARLY] };
  listenForComplaints(context, person.complaints);
  return person;
}

/** Limits count clients by network: each person has one, as in life. */
function surroundings(number: number) {
  return {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    extraHTTPHeaders: { "x-forwarded-for": `10.${crowd >> 8}.${crowd & 255}.${number}` },
    permissions: ["clipboard-read", "clipboard-write"],
  };
}

function listenForComplaints(context: BrowserContext, complaints: string[]) {
  const hear = (message: ConsoleMessage) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${message.text()} (${message.location().url})`);
  };
  context.on("console", hear);
  context.on("weberror", (error) => complaints.push(String(error.error())));
}

/** What went wrong in somebody's browser and was not part of the play. */
export function unforgiven({ name, complaints, forgives }: Person): string[] {
  return [...new Set(complaints)].filter((one) => !forgives.some((pattern) => pattern.test(one))).map((one) => `${name}: ${one}`);
}
