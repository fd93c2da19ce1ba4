/** One square of the header art: a background, and at most one shape on it with the corners of a CSS box. */
export interface Tile {
  ground: string;
  shape?: string;
  /** `border-radius` of the shape: top left, top right, bottom right, bottom left. */
  corners?: string;
  /** Width and height of the centred shape (% of the tile). */
  width?: number;
  height?: number;
}

export interface Random {
  /** A number from 0 up to 1. */
  next(): number;
  pick<T>(from: readonly T[]): T;
}

/** Tiles in a row. */
export const COLUMNS = 10;

const ground = "#ffc72e";
const inks = ["#241629", "#fff8e2", "#ff6a4d", "#8d86ff", "#6c2b7c"] as const;
const quarters = ["100% 0 0 0", "0 100% 0 0", "0 0 100% 0", "0 0 0 100%"] as const;
const halves = ["100vw 100vw 0 0", "0 0 100vw 100vw"] as const;
const bars = [
  { width: 84, height: 22 },
  { width: 22, height: 84 },
] as const;

/** A random tile in the product's colours, like a scrap of cut paper. */
export function randomTile({ next, pick }: Random): Tile {
  const shape = pick(inks);
  const kind = next();
  if (kind < 0.12) return { ground };
  if (kind < 0.3) return { ground, shape, corners: "50%", width: 64, height: 64 };
  if (kind < 0.45) return { ground, shape, corners: "50%", width: 30, height: 30 };
  if (kind < 0.62) return { ground, shape, corners: pick(halves), width: 76, height: 38 };
  if (kind < 0.8) return { ground, shape, corners: pick(quarters), width: 62, height: 62 };
  return { ground, shape, ...pick(bars) };
}
