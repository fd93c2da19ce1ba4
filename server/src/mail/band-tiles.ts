import type { Mood } from "./dyes.ts";

/** One square of a band: a coloured ground, and at most one shape on it, rounded as CSS rounds boxes. */
export interface Tile {
  ground: string;
  shape?: string;
  /** Corners of the shape: top left, top right, bottom right, bottom left. */
  corners?: string;
  /** The shape's width and height as a share of the tile (%); centred. */
  width?: number;
  height?: number;
}

export interface Chance {
  /** A number from 0 up to 1. */
  next(): number;
  pick<T>(from: readonly T[]): T;
}

/** What tile stands where. Rows count from the top. */
type Lay = (at: { row: number; column: number }, chance: Chance) => Tile;

/** Tiles of a row, and the first one right of its middle. */
export const COLUMNS = 10;
const MIDDLE = COLUMNS / 2;
const fromMiddle = (column: number) => (column < MIDDLE ? MIDDLE - 1 - column : column - MIDDLE);

const round = "50%";
const domeLeft = "100% 0 0 0";
const domeRight = "0 100% 0 0";
const quarters = [domeLeft, domeRight, "0 0 100% 0", "0 0 0 100%"] as const;
const leaves = ["100% 0 100% 0", "0 100% 0 100%"] as const;
const halves = ["100vw 100vw 0 0", "0 0 100vw 100vw"] as const;

function scraps(paper: string, inks: readonly string[]): Lay {
  return (_at, { next, pick }) => {
    const shape = pick(inks);
    const kind = next();
    if (kind < 0.12) return { ground: paper };
    if (kind < 0.3) return { ground: paper, shape, corners: round, width: 64, height: 64 };
    if (kind < 0.45) return { ground: paper, shape, corners: round, width: 30, height: 30 };
    if (kind < 0.62) return { ground: paper, shape, corners: pick(halves), width: 76, height: 38 };
    if (kind < 0.8) return { ground: paper, shape, corners: pick(quarters), width: 62, height: 62 };
    return {
      ground: paper,
      shape,
      ...pick([
        { width: 84, height: 22 },
        { width: 22, height: 84 },
      ]),
    };
  };
}

/** The covers' ideas in squares: the same inks, the same kind of pattern. */
export const lays: Record<Mood, Lay> = {
  sun: scraps("#ffc72e", ["#241629", "#fff8e2", "#ff6a4d", "#8d86ff", "#6c2b7c"]),
  confetti: scraps("#f2593b", ["#ffd447", "#fff3e2", "#4326a3", "#ffb0c0", "#0f8f7d"]),

  sunrise({ row, column }) {
    const sky = ["#8f2f73", "#c43f68", "#ea5b57", "#fb8350", "#ffab55", "#ffd07a", "#fff1c4"];
    const light = 4 - fromMiddle(column) + row;
    return { ground: sky[light]!, shape: sky[light + 1]!, corners: column < MIDDLE ? domeLeft : domeRight };
  },

  waves({ row, column }) {
    const water = ["#e3f4ef", "#6cc7c9", "#147f96"];
    const [above, below] = [water[row]!, water[row + 1]!];
    if (row === 0 && column === 7) return { ground: above, shape: "#ff7f5c", corners: round, width: 60, height: 60 };
    const falls = (column + row) % 2 === 0;
    return falls ? { ground: above, shape: below, corners: domeRight } : { ground: below, shape: above, corners: "0 0 0 100%" };
  },

  grid(_at, { next, pick }) {
    const inks = ["#e2502c", "#173a66", "#f4b81e", "#2b8a74", "#f3a9b6", "#f6ecd9"] as const;
    const ground = pick(inks);
    const shape = pick(inks.filter((ink) => ink !== ground));
    return next() < 0.2 ? { ground, shape, corners: round, width: 66, height: 66 } : { ground, shape, corners: pick(quarters) };
  },

  botanical({ row, column }, { next, pick }) {
    const ground = "#eef1df";
    if (next() < 0.09) return { ground, shape: "#e2604a", corners: round, width: 36, height: 36 };
    const shape = pick(["#24513a", "#47784b", "#86a967", "#b9cc8f"]);
    return { ground, shape, corners: leaves[(row + column) % 2]!, width: 92, height: 92 };
  },

  night({ row, column }, { next, pick }) {
    const ground = "#151a42";
    if (row === 1) return { ground, shape: column % 4 < 2 ? "#2a2f78" : "#232a66", corners: column % 2 === 0 ? domeLeft : domeRight };
    if (column === 7) return { ground, shape: "#ffe9b0", corners: round, width: 62, height: 62 };
    if (next() < 0.45) return { ground, shape: pick(["#ffd05a", "#ff8d6b", "#ffb7c8"]), corners: round, width: 24, height: 24 };
    return { ground, shape: "#cfd4ff", corners: round, width: 8, height: 8 };
  },

  paper({ row, column }) {
    const sheets = ["#f3d3bd", "#eab595", "#dd9270", "#c96d52", "#a94c40", "#7f3438"];
    const depth = Math.max(0, 4 - fromMiddle(column) + row);
    const corners = column < MIDDLE ? domeLeft : domeRight;
    return { ground: sheets[depth]!, shape: sheets[depth + 1] ?? "#ffcf70", corners };
  },

  bloom({ row, column }, { pick }) {
    const ground = "#fdeaf0";
    const flower = Math.floor(column / 2);
    const inks = [
      ["#ff6f91", "#c05cbf"],
      ["#ff9671", "#ffc15e"],
      ["#6a5acd", "#f7b2d0"],
      ["#c05cbf", "#ff9671"],
      ["#ff6f91", "#ffc15e"],
    ] as const;
    return { ground, shape: pick(inks[flower % inks.length]!), corners: leaves[(row + column) % 2]! };
  },
};
