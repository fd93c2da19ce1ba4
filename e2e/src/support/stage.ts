import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium, type Browser, type Cookie } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { PATIENCE } from "../../../server/src/testing/patience.ts";
import { signUp } from "./accounts.ts";
import { aPerson, type Device, type Person, unforgiven } from "./people.ts";

/** Where pictures of failed journeys go. */
const FAILED = resolve(import.meta.dirname, "../../../test-results");

interface Account {
  email: string;
  cookies: Cookie[];
}

/** A browser, and the people who open pages with it. */
export interface Stage {
  /** Somebody with an account, signed in at a desk. Their account stays theirs in all journeys of a file. */
  aHost(name: string, at?: Device): Promise<Person>;
  /** Somebody without an account, with a phone in hand. */
  aGuest(name: string, at?: Device): Promise<Person>;
  /** Somebody whose browser runs no scripts. */
  aReader(name: string, at?: Device): Promise<Person>;
  /** Where the people of this stage go, if not to the server that journeys share. */
  url: string;
}

/** Sets the stage for a file's journeys, in a browser with these flags. After each, everybody leaves, and nobody's browser may have complained. */
export function openStage(flags: string[] = []): Stage {
  let browser: Browser;
  let people: Person[] = [];
  const accounts = new Map<string, Account>();

  beforeAll(async () => {
    const { args, ...rest } = inject("chromium");
    browser = await chromium.launch({ ...rest, args: [...args, ...flags] });
    stage.url ||= inject("url");
  });
  afterEach(async ({ task }) => {
    const leaving = people;
    people = [];
    if (task.result?.state === "fail") await takePictures(task.name, leaving);
    await Promise.all(leaving.map((person) => person.page.context().close()));
    expect(leaving.flatMap(unforgiven), "complaints of the browsers").toEqual([]);
  });
  afterAll(() => browser?.close());

  async function enter(name: string, device: Device, scripts = true) {
    const person = await aPerson(browser, stage.url, { name, device, scripts });
    person.page.context().setDefaultTimeout(PATIENCE);
    people.push(person);
    return person;
  }
  const stage: Stage = {
    url: "",
    aGuest: (name, at = "phone") => enter(name, at),
    aReader: (name, at = "phone") => enter(name, at, false),
    async aHost(name, at = "desktop") {
      const host = await enter(name, at);
      const account = accounts.get(name);
      if (account) {
        await host.page.context().addCookies(account.cookies);
        return Object.assign(host, { email: account.email });
      }
      await signUp(host);
      accounts.set(name, { email: host.email, cookies: await host.page.context().cookies() });
      return host;
    },
  };
  return stage;
}

async function takePictures(journey: string, people: Person[]) {
  mkdirSync(FAILED, { recursive: true });
  const title = journey.replaceAll(/\W+/g, "-").slice(0, 60);
  for (const [at, { name, page }] of people.entries()) {
    await page.screenshot({ path: join(FAILED, `${title}-${at + 1}-${name.split(" ")[0]}.png`) }).catch(() => undefined);
  }
}
