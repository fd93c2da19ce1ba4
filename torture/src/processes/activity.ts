import type { Cluster } from "./cluster.ts";
import { withClient } from "./postgres-server.ts";
import { setUpGathering, type Gathering, type Plan } from "./gathering.ts";
import { actAsGuest } from "./guest-activity.ts";
import { actAsHost } from "./host-activity.ts";
import { randomFrom } from "./random.ts";
import { startReader } from "./reader.ts";
import { createRecorder } from "../recorder.ts";
import type { Actor, Scene } from "./scene.ts";

/** How long anybody asks again once activity is over (ms). */
const STUBBORNNESS = 8_000;

export type Activity = Awaited<ReturnType<typeof startActivity>>;

interface ActivityOptions {
  cluster: Cluster;
  seed: string;
  /** One for each gathering. */
  plans: Plan[];
  /** Hosts who do what hosts do; without, nobody is put out. */
  withHosts: boolean;
  reads(actor: Actor): boolean;
}

export const everyone = ({ hosts, guests, visitors }: Gathering): Actor[] => [...hosts, ...guests, ...visitors];

/** Gatherings with activity in them, for as long as a round or a measurement takes. */
export async function startActivity({ cluster, seed, plans, withHosts, reads }: ActivityOptions) {
  const recorder = createRecorder();
  let isOver = false;
  let givesUpAt = Infinity;
  const scene: Scene = { cluster, recorder, lately: [], isOver: () => isOver, givesUpAt: () => givesUpAt };
  const random = randomFrom(seed);
  const gatherings = await withClient(cluster.postgres.url, (client) =>
    Promise.all(plans.map((plan, index) => setUpGathering(scene, client, random.fork(String(index)), plan))),
  );
  const readers = gatherings
    .flatMap(everyone)
    .filter(reads)
    .map((actor) => startReader(scene, actor));
  const lives = gatherings.flatMap((gathering) => [
    ...(withHosts ? gathering.hosts.map((host) => actAsHost(scene, gathering, host)) : []),
    ...[...gathering.guests, ...gathering.visitors].map((guest) => actAsGuest(scene, guest)),
  ]);
  /** Nobody begins anything new; resolves when all that was begun is known. Readers go on. */
  async function calm() {
    isOver = true;
    givesUpAt = recorder.now() + STUBBORNNESS;
    await Promise.all(lives);
  }
  return {
    scene,
    recorder,
    gatherings: gatherings as [Gathering, ...Gathering[]],
    readers,
    calm,
    async stop() {
      await calm();
      await Promise.all(readers.map((reader) => reader.stop()));
    },
  };
}
