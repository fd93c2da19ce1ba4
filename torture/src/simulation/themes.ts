import { weights as everything, type ActKind } from "./acts.ts";

interface Theme {
  weights: Partial<Record<ActKind, number>>;
  /** How many acts, at least and at most. */
  acts: [number, number];
}

/** Schedules in turn: of everything, and of what meets more often when there is little else. */
const themes: [Theme, Theme, Theme, Theme] = [
  { acts: [20, 50], weights: everything },
  {
    acts: [50, 110],
    weights: {
      answer: 70,
      capacity: 10,
      squeeze: 6,
      edit: 4,
      remove: 12,
      "answer for": 8,
      "add guest": 4,
      "taken id": 2,
      "move on waitlist": 16,
      invite: 2,
      cancel: 0.1,
    },
  },
  {
    acts: [15, 40],
    weights: { say: 40, erase: 22, correct: 8, "by name": 12, "steal a command": 4, "change words": 4, answer: 8, remove: 3, revoke: 3 },
  },
  {
    acts: [20, 50],
    weights: {
      audience: 12,
      remove: 10,
      "invite again": 8,
      revoke: 12,
      "renew share": 8,
      "add host": 8,
      "remove host": 6,
      claim: 4,
      answer: 20,
      say: 12,
    },
  },
];

export const THEMES = themes.length;
/** Seeds from these on, in steps of as many themes as there are. */
export const EVERYTHING = THEMES;
export const SEATS = 1;
export const TALK = 2;
export const themeOf = (seed: number): Theme => themes[seed % themes.length]!;
