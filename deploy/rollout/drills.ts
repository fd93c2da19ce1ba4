import { readFileSync } from "node:fs";
import { childrenOf } from "../../server/src/testing/child-process.ts";
import { until } from "../cluster/cluster.ts";
import { Failed } from "../failed.ts";
import { packChart, pushChart } from "../release/helm-chart.ts";
import { verifyRelease } from "../release/verify-release.ts";
import type { Step } from "../run-steps.ts";
import { toProduction, toStaging } from "./deploy.ts";
import { CANARY, historyOf, NAME, revisionOf, upgrade, type Place } from "./place.ts";
import { releasesIn, type Stage } from "./stage.ts";

/** What takes minutes in production, in seconds. */
const WATCH = { seconds: 6, every: 2, leastRequests: 100 };

interface Ways {
  approved?: string | null;
  front?: string;
  cutOff?: AbortSignal;
}

/** What the pipeline does: staging, and with the digest that passed there, production. */
async function deploy(stage: Stage, release: string, { approved, front = stage.good }: Ways = {}): Promise<void> {
  const { registry, trust, folder, staging } = stage;
  const digest = await toStaging({ place: { ...staging, front }, wanted: { registry, release, trust, folder } });
  await production(stage, digest, { approved: approved === undefined ? digest : approved });
}

async function production(
  { registry, trust, folder, production: place, traffic }: Stage,
  release: string,
  { approved, cutOff }: Ways,
): Promise<void> {
  const watch = { ...WATCH, prometheus: traffic.prometheus, namespace: place.namespace };
  const wanted = { registry, release, trust, folder };
  await toProduction({ place, wanted, cutOff, approved: approved ?? undefined, env: {}, canary: watch, all: watch });
}

/** Throws unless it is stopped, and for this reason; returns the reason. */
async function stopped(deployment: Promise<void>, reason: RegExp): Promise<string> {
  const said = await deployment.then(
    () => null,
    (error: Error) => error.message,
  );
  if (said === null) throw new Failed("it went through");
  if (!reason.test(said)) throw new Failed(`it was stopped for another reason: ${said}`);
  return said
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(sha256:[\da-f]{6})[\da-f]{58}/g, "$1…")
    .slice(0, 200);
}

/** Throws unless production runs exactly this, without a canary. */
async function runs({ running, production: place }: Stage, digest: string): Promise<void> {
  const { stable, canary } = await running();
  if (stable.join() !== digest || canary.length > 0) throw new Failed(`what runs is ${stable.join()}, and as a canary ${canary.join()}`);
  const releases = await releasesIn(place);
  if (releases.join() !== NAME) throw new Failed(`Helm has ${releases.join()}`);
}

/** Brings a release into production, and cuts that off as soon as a pod of this track is of it. Returns why it was stopped. */
async function cutOffAt(stage: Stage, track: "canary" | "stable", version: string, reason: RegExp): Promise<string> {
  const { digest, images } = await stage.release(version);
  const cutOff = new AbortController();
  const looking = setInterval(() => {
    void stage.running().then((running) => {
      if (running[track].includes(images.server.digest)) cutOff.abort();
    });
  }, 500);
  const deployment = production(stage, digest, { approved: digest, cutOff: cutOff.signal });
  return stopped(deployment, reason).finally(() => clearInterval(looking));
}

/** Kills Helm while it installs or upgrades this, as a machine does that dies, as soon as a pod of this track is of this image. */
async function killedAt(
  { production: place, registry, trust, folder, running }: Stage,
  release: string,
  { track, image }: { track: "canary" | "stable"; image: string },
): Promise<void> {
  const chart = await verifyRelease({ registry, release, trust, folder });
  // Helm waits this long for a pod that is ready, so that it is still at it when it is killed.
  const set = ["replacement.minReadySeconds=60"];
  const options = track === "canary" ? { name: CANARY, set: [...set, `canary.of=${NAME}`] } : { set };
  const installed = upgrade(place, chart, options).then(
    () => "done",
    () => "killed",
  );
  await until("its pod is there", async () => (await running())[track].includes(image));
  for (const child of childrenOf(process.pid)) {
    const args = readFileSync(`/proc/${child}/cmdline`, "utf8").split("\0");
    if (args.includes("upgrade") && args.includes(track === "canary" ? CANARY : NAME)) process.kill(child, "SIGKILL");
  }
  if ((await installed) === "done") throw new Failed("Helm was done before it was killed");
}

/** Throws where anything is changed in a place meanwhile. */
async function untouched(place: Place, act: () => Promise<string>): Promise<string> {
  const before = await revisionOf(place);
  const said = await act();
  if ((await revisionOf(place)) !== before) throw new Failed(`${place.namespace} is at another revision than ${before}`);
  return said;
}

let good = "";

export const drills: Step<Stage>[] = [
  {
    name: "the first installation goes through staging into production, without a canary",
    async run(stage) {
      const { digest, images } = await stage.release("1.0.0");
      await deploy(stage, "1.0.0");
      good = images.server.digest;
      await runs(stage, good);
      return digest.slice(0, 13);
    },
  },
  {
    name: "a good release goes through: staging, smoke, one pod, all pods",
    async run(stage) {
      const { images } = await stage.release("1.1.0");
      const seen: string[] = [];
      const looking = setInterval(() => void stage.running().then(({ canary }) => seen.push(...canary)), 1_000);
      await deploy(stage, "1.1.0").finally(() => clearInterval(looking));
      good = images.server.digest;
      await runs(stage, good);
      if (!seen.includes(good)) throw new Failed("no pod of it ran beside the old ones first");
      return "its canary was seen";
    },
  },
  {
    name: "what nobody signed does not even get into staging",
    run: (stage) =>
      untouched(stage.staging, async () => {
        const { images } = await stage.release("1.1.1");
        const unsigned = await pushChart(await packChart(stage.folder, { ...stage.sealing("1.1.2"), images }), stage.registry);
        return stopped(deploy(stage, unsigned), /is refused/);
      }),
  },
  {
    name: "a release whose page lacks a file in staging does not get to production",
    run: (stage) =>
      untouched(stage.production, async () => {
        await stage.release("1.2.0");
        const said = await stopped(deploy(stage, "1.2.0", { front: stage.incomplete }), /from outside.*that file is served \(404\)/);
        await runs(stage, good);
        return said;
      }),
  },
  {
    name: "production takes nothing that nobody approved",
    run: (stage) =>
      untouched(stage.production, async () => {
        await stage.release("1.2.1");
        return stopped(deploy(stage, "1.2.1", { approved: null }), /nobody has approved it/);
      }),
  },
  {
    name: "an approval of one release lets no other through",
    run: (stage) =>
      untouched(stage.production, async () => {
        const { digest } = await stage.release("1.2.2");
        return stopped(deploy(stage, "1.2.1", { approved: digest }), /another release is approved/);
      }),
  },
  {
    name: "production takes no version, which a tag that moves could make another release, but a digest",
    run: (stage) => untouched(stage.production, () => stopped(production(stage, "1.2.1", { approved: "1.2.1" }), /by its digest/)),
  },
  {
    name: "a canary that fails requests is taken back by itself, and what ran is not touched",
    run: (stage) =>
      untouched(stage.production, async () => {
        const { digest, images } = await stage.release("1.3.0");
        stage.traffic.behave(images.server.digest, { failing: 0.2 });
        const said = await stopped(production(stage, digest, { approved: digest }), /the canary is taken back.*% of \d+ requests failed/);
        await runs(stage, good);
        return said;
      }),
  },
  {
    name: "a canary that nobody asks anything is not taken for a good one",
    run: (stage) =>
      untouched(stage.production, async () => {
        const { digest } = await stage.release("1.3.1");
        stage.traffic.stop();
        const said = await stopped(production(stage, digest, { approved: digest }), /say too little/).finally(() => stage.traffic.resume());
        await runs(stage, good);
        return said;
      }),
  },
  {
    name: "a release that fails requests only when all pods are of it is rolled back by itself",
    async run(stage) {
      const { digest, images } = await stage.release("1.4.0");
      const bad = images.server.digest;
      const turning = setInterval(() => {
        void stage.running().then(({ stable }) => {
          if (stable.includes(bad)) stage.traffic.behave(bad, { failing: 0.2 });
        });
      }, 500);
      const said = await stopped(
        production(stage, digest, { approved: digest }),
        /rolled back to revision \d+: stable: .*requests failed/,
      ).finally(() => clearInterval(turning));
      await runs(stage, good);
      return said;
    },
  },
  {
    name: "a deployment that is cut off takes its canary along, and what ran is not touched",
    run: (stage) =>
      untouched(stage.production, async () => {
        const said = await cutOffAt(stage, "canary", "1.5.0", /the canary is taken back/);
        await runs(stage, good);
        return said;
      }),
  },
  {
    name: "a deployment that is cut off while all pods change goes back to what ran",
    async run(stage) {
      const said = await cutOffAt(stage, "stable", "1.5.1", /cut off|cancel/);
      await runs(stage, good);
      return said;
    },
  },
  {
    name: "a canary that a killed deployment left half installed is not in the way of the next deployment",
    async run(stage) {
      const { digest, images } = await stage.release("1.6.0");
      await killedAt(stage, digest, { track: "canary", image: images.server.digest });
      await production(stage, digest, { approved: digest });
      good = images.server.digest;
      await runs(stage, good);
      return "it was taken away first";
    },
  },
  {
    name: "what a killed deployment left half upgraded is taken back by the next deployment, which goes through",
    async run(stage) {
      const { production: place } = stage;
      const [killed, next] = [await stage.release("1.6.1"), await stage.release("1.6.2")];
      const served = await revisionOf(place);
      await killedAt(stage, killed.digest, { track: "stable", image: killed.images.server.digest });
      // The control: Helm by itself goes no further.
      const chart = await verifyRelease({ registry: stage.registry, release: next.digest, trust: stage.trust, folder: stage.folder });
      const refusal = await stopped(upgrade(place, chart), /another operation .* is in progress/);
      await production(stage, next.digest, { approved: next.digest });
      good = next.images.server.digest;
      await runs(stage, good);
      const wanted = `Rollback to ${served}`;
      if (!(await historyOf(place)).some(({ description }) => description === wanted)) throw new Failed(`there was no ${wanted}`);
      return `${refusal}; then ${wanted}, then the next one`;
    },
  },
  {
    name: "with nobody to say how it is, a canary is taken back",
    run: (stage) =>
      untouched(stage.production, async () => {
        const { digest } = await stage.release("1.4.1");
        await stage.traffic.close();
        const said = await stopped(production(stage, digest, { approved: digest }), /nobody knows how canary is/);
        await runs(stage, good);
        return said;
      }),
  },
];
