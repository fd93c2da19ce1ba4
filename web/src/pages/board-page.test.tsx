import { afterEach, describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { Board } from "@turnout/contract/board";
import type { GuestCard } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";
import { holdDoorPatience } from "../testing/door-patience.test-support.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { followedEvent } from "../testing/followed-event.test-support.tsx";
import { standInForFullScreen } from "../testing/full-screen.test-support.ts";
import { guestCard } from "../testing/guest-cards.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { BoardLinkPage, BoardPage, HostBoard } from "./board-page.tsx";

holdDoorPatience();

const host = snapshots["host"]!;
const tally = { ...host.tally, going: 180, maybe: 12, declined: 9, waiting: 7, waitingParties: 3, arrived: 143 };
const gates = page.getByRole("list", { name: "By gate" }).getByRole("listitem");
const chart = page.getByRole("img", { name: /^Arrivals per minute/ });
const here = page.getByRole("region", { name: "Who is here" });
const minuteAgo = (back: number) => new Date(Math.floor(Date.now() / 60_000 - back) * 60_000).toISOString();
const numbers = (more: Partial<Board> = {}): Board => ({
  seq: host.seq,
  at: new Date().toISOString(),
  tally,
  gates: [
    { gate: "North", people: 100 },
    { gate: "Garden", people: 43 },
  ],
  minutes: [
    { at: minuteAgo(30), people: 20 },
    { at: minuteAgo(1), people: 8 },
  ],
  ...more,
});

afterEach(() => {
  vi.useRealTimers();
  history.replaceState(null, "", location.pathname);
});

async function follow(board: Board = numbers(), locale: Locale = "en") {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}/door/board`;
  whenAsked(`GET ${path}`, { body: board });
  const event = followedEvent({ ...host, eventId, tally });
  await mount(event.show(<HostBoard />), locale);
  await expect.element(page.getByRole("heading", { name: host.details.title })).toBeVisible();
  return { event, reads: () => asked("GET", path).length, path };
}

/** The numbers are of this minute, which must not end before they are on the screen. */
const holdTheMinute = () => vi.useFakeTimers({ toFake: ["Date"] });

/** Resolves once what has just changed is on the screen. */
const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

/** So many of a party come in by a gate, as the log says it. */
function arrival(guest: GuestCard, people: number, gate: string) {
  const commandId = crypto.randomUUID();
  const arrivals = [{ at: new Date().toISOString(), people, gate, commandId }];
  const card = { ...guest, arrived: people, arrivals };
  const body = { type: "guest.arrived", guest: card, people, gate, tally: { ...tally, arrived: tally.arrived + people } } as const;
  return [{ ...body, offList: null, leftLine: null }, commandId] as const;
}

describe("for hosts", () => {
  test("says who came of how many, by which gates, what others answered, and that it is live", async () => {
    holdTheMinute();
    await follow();
    await expect.element(here).toMatchTextContent(/143.*of 180 expected/);
    expect(gates.elements().map((one) => one.textContent)).toEqual(["North100", "Garden43"]);
    const answers = [...document.querySelectorAll(".board-answers > div")].map((one) => one.textContent);
    expect(answers).toEqual(["Going180", "Maybe12", "Can't come9", "Waitlist3 parties7"]);
    await expect.element(page.getByText("Live", { exact: true })).toBeVisible();
    expect(chart.element().getAttribute("aria-label")).toBe(
      "Arrivals per minute. 28 people in the last hour, 8 of them in the last 10 minutes.",
    );
  });

  test("an arrival is counted by its entry, at its gate and in this minute, and nothing is read anew", async () => {
    holdTheMinute();
    const { event, reads } = await follow();
    event.happens(...arrival(guestCard(0, { partySize: 5 }), 5, "Garden"));
    await expect.element(here).toMatchTextContent(/148.*of 180 expected/);
    expect(gates.elements().map((one) => one.textContent)).toEqual(["North100", "Garden48"]);
    await expect.element(chart).toHaveAccessibleName(/33 people in the last hour, 13 of them/);
    event.happens(...arrival(guestCard(1), 1, "South"));
    await expect.element(gates.nth(2)).toMatchTextContent(/South.*1/);
    expect(reads()).toBe(1);
  });

  test("what is taken back is read anew, once for all that happens meanwhile", async () => {
    const { event, reads, path } = await follow();
    whenAsked(`GET ${path}`, { body: numbers({ seq: host.seq + 3, gates: [{ gate: "North", people: 98 }] }) });
    const [back, commandId] = arrival(guestCard(0), 1, "North");
    event.happens({ ...back, people: -1 }, commandId);
    event.happens({ ...back, people: -1 });
    event.happens(...arrival(guestCard(1), 1, "North"));
    await expect.poll(() => gates.elements().map((one) => one.textContent)).toEqual(["North98"]);
    expect(reads()).toBe(2);
  });

  test("without a connection it says how old it is, and after a minute since when", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: new Date("2030-06-18T20:14:00.000Z") });
    const { event } = await follow();
    event.watcher.state("offline");
    await drawn();
    await vi.advanceTimersByTimeAsync(12_000);
    await expect.element(page.getByText("12 s old")).toBeVisible();
    await vi.advanceTimersByTimeAsync(60_000);
    await expect.element(page.getByText(/^Offline since .*14/)).toBeVisible();
    event.watcher.state("live");
    await expect.element(page.getByText("Live", { exact: true })).toBeVisible();
  });

  test("a board that cannot be read is read again, and meanwhile is no board of nobody", async () => {
    const eventId = crypto.randomUUID();
    const path = `/api/events/${eventId}/door/board`;
    whenAsked(`GET ${path}`, { status: 503 });
    await mount(followedEvent({ ...host, eventId, tally }).show(<HostBoard />));
    await expect.poll(() => asked("GET", path).length).toBe(1);
    await expect.element(page.getByText("The numbers could not be loaded")).toBeVisible();
    expect(here.elements()).toEqual([]);
    whenAsked(`GET ${path}`, { body: numbers() });
    await expect.poll(() => here.elements().length).toBe(1);
  });

  test("the chart is a table too, the last minute first", async () => {
    holdTheMinute();
    await follow();
    await page.getByText("Show as a table").click();
    const rows = [...document.querySelectorAll(".board-chart tbody tr")];
    expect(rows).toHaveLength(60);
    expect(rows.slice(0, 3).map((row) => row.querySelector("td")!.textContent)).toEqual(["0", "8", "0"]);
  });

  test("full screen leaves the app's navigation away, until the button, Escape or the browser ends it", async () => {
    const { isFull, end, restore } = standInForFullScreen();
    try {
      await follow();
      const bar = document.querySelector<HTMLElement>(".app-bar")!;
      const shown = () => [isFull(), bar.checkVisibility()];
      const endings = [
        () => page.getByRole("button", { name: "Leave full screen" }).click(),
        () => dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })),
        end,
      ];
      for (const finish of endings) {
        await page.getByRole("button", { name: "Full screen", exact: true }).click();
        await expect.poll(shown).toEqual([true, false]);
        await finish();
        await expect.poll(shown).toEqual([false, true]);
      }
    } finally {
      restore();
    }
  });

  test("without a Fullscreen API, as on iPhones, the navigation is left away all the same", async () => {
    const { isFull, restore } = standInForFullScreen();
    Object.assign(document.documentElement, { requestFullscreen: undefined });
    try {
      await follow();
      await page.getByRole("button", { name: "Full screen", exact: true }).click();
      await expect.element(page.getByRole("button", { name: "Leave full screen" })).toBeVisible();
      expect([isFull(), document.querySelector<HTMLElement>(".app-bar")!.checkVisibility()]).toEqual([false, false]);
    } finally {
      restore();
    }
  });

  test("a guest is shown no numbers", async () => {
    const eventId = crypto.randomUUID();
    const snapshot = { ...snapshots["going"]!, eventId };
    whenAsked(`GET /api/events/${eventId}`, { body: snapshot });
    await mount(withPageData(snapshot, <BoardPage params={{ eventId }} />));
    await expect.element(page.getByText("Only hosts can see these numbers")).toBeVisible();
    expect(asked("GET", `/api/events/${eventId}/door/board`)).toEqual([]);
  });
});

/** Heights of capitals and figures, as a share of the font's size. */
const CAPITAL = 0.7;
/** Pixels of a millimetre on a tablet of 10.1 inches that is 1280 px wide. */
const TABLET_MM = 1280 / 217;
/** What letters have to be high at three metres for eyes of 6/6: 5 minutes of arc (mm). */
const SEEN_MM = 3_000 * Math.tan((5 / 60 / 180) * Math.PI);

test.each<Locale>(["en", "de"])(
  "numbers are read from three metres on a tablet with room to spare, and words as well (%s)",
  async (locale) => {
    await page.viewport(1280, 800);
    try {
      await follow(numbers(), locale);
      const height = (selector: string) => {
        const sizes = [...document.querySelectorAll(selector)].map((one) => Number.parseFloat(getComputedStyle(one).fontSize));
        expect(sizes.length, selector).toBeGreaterThan(0);
        return (Math.min(...sizes) * CAPITAL) / TABLET_MM;
      };
      expect(height(".board-arrived strong")).toBeGreaterThan(4 * SEEN_MM);
      for (const number of [".board-gates strong", ".board-answers dd"]) expect(height(number), number).toBeGreaterThan(1.95 * SEEN_MM);
      for (const word of [".board-gates span", ".board-answers dt", ".board-arrived span", ".board-age", ".board-chart figcaption"])
        expect(height(word), word).toBeGreaterThan(0.95 * SEEN_MM);
    } finally {
      await page.viewport(1280, 900);
    }
  },
);

describe("by a door link", () => {
  const token = "t".repeat(43);
  const open = async (reply: Parameters<typeof whenAsked>[1]) => {
    history.replaceState(null, "", `#${token}`);
    whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North" } });
    whenAsked("POST /api/door/board", reply);
    await mount(<BoardLinkPage />);
  };

  test("door staff see the numbers, which are read again and again, and the way back to the scanner", async () => {
    await open({ body: numbers() });
    await expect.element(here).toMatchTextContent(/143.*of 180 expected/);
    expect(asked("POST", "/api/door/board")[0]!.body).toEqual({ token });
    expect(page.getByRole("link", { name: "Scan codes" }).element().getAttribute("href")).toBe(`/door#${token}`);
    whenAsked("POST /api/door/board", { body: numbers({ tally: { ...tally, arrived: 150 } }) });
    await expect.poll(() => here.element().textContent).toMatch(/^150/);
    expect(asked("GET", "/api/auth/session")).toEqual([]);
  });

  test("a link that a host ends while the board is open says so", async () => {
    await open({ body: numbers() });
    await expect.element(here).toBeVisible();
    whenAsked("POST /api/door/board", refuse("link_invalid", {}, 404));
    await expect.poll(() => page.getByRole("heading", { name: "This link no longer works" }).elements().length).toBe(1);
  });
});
