import { describe, expect, test } from "vitest";
import { doors, FROM, invitations, kickOffs, sharedLink, TO, type Arrivals } from "./arrivals.ts";
import { openAutoscaler, SYNC, type Scaling } from "./autoscaler.ts";
import { allArrivals, chartScaling, compare } from "./scenarios.ts";

const scaling = chartScaling();
const [door, invited, shared, ...recorded] = allArrivals(scaling) as [Arrivals, Arrivals, Arrivals, ...Arrivals[]];

test("at a door that opens at a set hour, promises are kept with the expected connections, and not without", () => {
  const { without, with: told } = compare(door, scaling);
  expect(without.secondsOutside).toBeGreaterThan(30);
  expect(without.peopleOutside).toBeGreaterThan(100);
  expect(told).toMatchObject({ secondsOutside: 0, peopleOutside: 0 });
  // What it costs: pods that are there before anybody is, for less than an hour each.
  expect(told.podHours - without.podHours).toBeGreaterThan(0);
  expect(told.podHours - without.podHours).toBeLessThan(scaling.maxPods);
});

test("people came to recorded kick-offs slowly enough that promises are kept without the figure, which costs pods for nothing there", () => {
  expect(recorded).toHaveLength(3);
  for (const arrivals of recorded) {
    const { without, with: told } = compare(arrivals, scaling);
    expect([without.secondsOutside, told.secondsOutside]).toEqual([0, 0]);
    expect(told.podHours).toBeGreaterThan(without.podHours);
  }
});

test.each([invited, shared])("control: where nobody has answered before, as when $name, the figure changes nothing", (arrivals) => {
  const { without, with: told } = compare(arrivals, scaling);
  expect(told).toEqual(without);
});

test("control: people who come slowly enough are served as promised without it", () => {
  const slowly = { ...door, comeAt: (second: number) => (second < -3_600 ? 0 : door.answered / 7_200) };
  expect(compare(slowly, scaling).without).toMatchObject({ secondsOutside: 0 });
});

test("control: with no more pods than there are, promises are broken whatever is told", () => {
  const few = { ...scaling, maxPods: scaling.minPods };
  expect(compare(door, few).with.secondsOutside).toBeGreaterThan(30);
});

test("a run is the same every time", () => {
  expect(compare(door, scaling)).toEqual(compare(door, scaling));
});

test.each([doors(10_000), invitations(10_000), sharedLink(10_000), ...kickOffs(10_000)])(
  "as many come as there are when $name, no more",
  ({ comeAt }) => {
    let came = 0;
    for (let second = FROM; second < TO; second++) came += comeAt(second);
    expect(came).toBeGreaterThan(9_800);
    expect(came).toBeLessThanOrEqual(10_010);
  },
);

describe("the autoscaler", () => {
  const quiet = { sockets: 0, expected: null, processor: 0 };
  const busy: Scaling = { ...scaling, minPods: 2, maxPods: 30, socketsPerPod: 100, cpuPercent: 60 };

  test("asks for pods by open sockets, by the processor, or by who is expected besides: whichever wants most", () => {
    const first = (figures: object) => openAutoscaler(busy)(0, 3, { ...quiet, ...figures });
    expect(first({ sockets: 450 })).toBe(5);
    expect(first({ sockets: 450, expected: 150 })).toBe(6);
    expect(first({ processor: 1 })).toBe(5);
    expect(first({ sockets: 320 }), "within a tenth").toBe(3);
  });

  test("doubles, or adds four, in half a minute and no faster, up to the most", () => {
    const decide = openAutoscaler(busy);
    const many = { ...quiet, sockets: 10_000 };
    const pods = [2];
    for (let second = 0; second < 120; second += SYNC) pods.push(decide(second, pods.at(-1)!, many));
    expect(pods).toEqual([2, 6, 6, 12, 12, 24, 24, 30, 30]);
  });

  test("takes one pod in two minutes, and none before ten minutes in which fewer were enough, down to the fewest", () => {
    const decide = openAutoscaler(busy);
    let pods = decide(0, 2, { ...quiet, sockets: 500 });
    expect(pods).toBe(5);
    const fell: number[] = [];
    for (let second = SYNC; second < 2_000; second += SYNC) {
      const next = decide(second, pods, quiet);
      if (next < pods) fell.push(second);
      pods = next;
    }
    expect(fell[0]).toBe(600);
    expect(fell.map((second, at) => second - (fell[at - 1] ?? second)).slice(1)).toEqual([120, 120]);
    expect(pods).toBe(2);
  });
});
