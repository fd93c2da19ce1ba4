import type { Cover } from "../events.ts";
import { type Art, type Draw, randomFrom } from "./art.ts";
import { bloom } from "./bloom.ts";
import { botanical } from "./botanical.ts";
import { confetti } from "./confetti.ts";
import { grid } from "./grid.ts";
import { night } from "./night.ts";
import { paper } from "./paper.ts";
import { sunrise } from "./sunrise.ts";
import { waves } from "./waves.ts";

const drawings: Record<Cover["theme"], Draw> = { confetti, sunrise, waves, grid, botanical, night, paper, bloom };
export const coverThemes = Object.keys(drawings) as Cover["theme"][];

/** The print of an event without a picture of its own. The seed is the event's id: pages and emails draw the same. */
export function drawCover(theme: Cover["theme"], seed: string): Art {
  return drawings[theme](randomFrom(`${theme} ${seed}`));
}
