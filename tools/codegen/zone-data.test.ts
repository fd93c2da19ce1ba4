import { existsSync, readFileSync } from "node:fs";
import { transitionsBetween } from "@turnout/contract/time-zones";
import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import moment from "moment-timezone";
import { expect, test } from "vitest";
import { zoneData } from "./zone-data.ts";

/** Where Debian, Ubuntu and Alpine keep the release they have. */
const SYSTEM_RELEASE = "/usr/share/zoneinfo/tzdata.zi";

test("the data that is checked in is what the package has", async () => {
  const path = new URL("../../contract/src/zone-data.ts", import.meta.url);
  expect(readFileSync(path, "utf8")).toBe(await zoneData());
});

test("every change of every zone from 2000 to 2499 is the one the package itself reads", () => {
  for (const name of moment.tz.names()) {
    const { untils, offsets } = moment.tz.zone(name)!;
    const theirs = untils.flatMap((until, i) =>
      until !== null && until !== Infinity && until > Date.UTC(2000, 0, 1) && offsets[i + 1] !== offsets[i]
        ? [{ instant: new Date(until).toISOString().replace(".000", ""), before: -offsets[i]!, after: -offsets[i + 1]! }]
        : [],
    );
    const ours = transitionsBetween("2000-01-01T00:00:00Z", "2500-01-01T00:00:00Z", name);
    expect(ours, name).toEqual(theirs.map((change) => ({ ...change, before: change.before + 0, after: change.after + 0 })));
  }
});

test("our data is no older than that of the machine", (context) => {
  if (!existsSync(SYSTEM_RELEASE)) return context.skip("this machine does not say which release it has: nothing is proved");
  const theirs = /^# version (\d{4}[a-z]+)/.exec(readFileSync(SYSTEM_RELEASE, "utf8"))?.[1] ?? "";
  console.log(`zone data: ours is ${ZONE_DATA_VERSION}, this machine has ${theirs || "one without a version"}`);
  expect(
    ZONE_DATA_VERSION >= theirs,
    `IANA's ${theirs} is out and we have ${ZONE_DATA_VERSION}: update moment-timezone and run "npm run generate"`,
  ).toBe(true);
});
