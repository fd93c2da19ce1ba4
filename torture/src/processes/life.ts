import type { Cluster } from "./cluster.ts";
import { openClient } from "./postgres-server.ts";
import { setUpGathering, type Gathering, type Plan } from "./gathering.ts";
import { liveAsGuest } from "./guest-life.ts";
import { liveAsHost } from "./host-life.ts";
import { randomFrom } from "./random.ts";
import { startReader, type LiveReader } from "./reader.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import type { Actor, Scene } from "./scene.ts";

/** How long anybody asks again once life is over (ms). */
const STUBBORNNESS = 5_000;

/** One gathering with life in it, for as long as a measurement takes. */
export interface Life {
  scene: Scene;
  recorder: Recorder;
  gathering: Gathering;
  readers: LiveReader[];
  /** Nobody begins anything new; resolves when all that was begun is known. Readers go on. */
  calm(): Promise<void>;
  stop(): Promise<void>;
}

export interface LifeOptions {
  cluster: Cluster;
  seed: string;
  plan: Plan;
  /** Hosts who do what hosts do; without, nobody is put out. */
  withHosts: boolean;
  reads(actor: Actor): boolean;
}

export async function startLife({ cluster, seed, plan, withHosts, reads }: LifeOptions): Promise<Life> {
  const recorder = createRecorder();
  let isOver = false;
  let givesUpAt = Infinity;
  const scene: Scene = { cluster, recorder, lately: [], isOver: () => isOver, givesUpAt: () => givesUpAt };
  const client = await openClient(cluster.postgres.url);
  const gathering = await setUpGathering(scene, client, randomFrom(seed), plan);
  await client.end();
  const { hosts, guests, visitors } = gathering;
  const lives = [
    ...(withHosts ? hosts.map((host) => liveAsHost(scene, gathering, host)) : []),
    ...[...guests, ...visitors].map((guest) => liveAsGuest(scene, guest)),
  ];
  const readers = [...hosts, ...guests, ...visitors].filter(reads).map((actor) => startReader(scene, actor));
  async function calm() {
    isOver = true;
    givesUpAt = recorder.now() + STUBBORNNESS;
    await Promise.all(lives);
  }
  return {
    scene,
    recorder,
    gathering,
    readers,
    calm,
    async stop() {
      await calm();
      await Promise.all(readers.map((reader) => reader.stop()));
    },
  };
}
