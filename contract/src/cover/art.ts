/**
 * Covers are drawn on a sheet of this size and cropped to wherever they are shown, centre first: from a poster of 4 to 5 to
 * a strip nearly four times as wide as it is high. The subject of a drawing stays visible on all of them.
 */
export const SHEET = { width: 1200, height: 675 };

export type Layer = { d: string; fill?: string; stroke?: string; strokeWidth?: number; opacity?: number; multiply?: boolean };
/** Flat inks on coloured paper, printed one over the other, like a risograph poster. */
export type Art = { paper: string; layers: Layer[] };
export type Draw = (random: Random) => Art;

export type Random = {
  between: (low: number, high: number) => number;
  pick: <T>(from: readonly T[]) => T;
  chance: (share: number) => boolean;
};

/** The same seed gives the same numbers on every device, so a cover never changes under its event. */
export function randomFrom(seed: string): Random {
  let state = 2_166_136_261;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16_777_619);

  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + next() * (high - low);
  return { between, pick: (from) => from[Math.floor(next() * from.length)]!, chance: (share) => next() < share };
}

/** Gathers shapes by ink: one path per colour keeps a cover at a handful of elements. */
export function inks() {
  const byInk = new Map<string, string[]>();
  return {
    add: (ink: string, d: string) => void byInk.set(ink, [...(byInk.get(ink) ?? []), d]),
    layers: (more: Omit<Layer, "d"> = {}): Layer[] => [...byInk].map(([fill, shapes]) => ({ d: shapes.join(""), fill, ...more })),
  };
}
