/** What somebody does, as often as its weight says among all. */
const everything = {
  answer: 34,
  say: 12,
  correct: 3,
  erase: 5,
  "steal a command": 3,
  "change words": 3,
  capacity: 8,
  squeeze: 1,
  edit: 5,
  audience: 5,
  remove: 6,
  "invite again": 4,
  invite: 3,
  revoke: 5,
  "answer for": 4,
  "add guest": 4,
  "taken id": 2,
  rename: 3,
  "renew share": 3,
  "add host": 3,
  "remove host": 3,
  claim: 2,
  cancel: 0.2,
};
export type ActKind = keyof typeof everything;
type Weights = Partial<Record<ActKind, number>>;

interface Theme {
  weights: Weights;
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
      invite: 2,
      cancel: 0.1,
    },
  },
  {
    acts: [15, 40],
    weights: { say: 40, erase: 22, correct: 8, "steal a command": 4, "change words": 4, answer: 8, remove: 3, revoke: 3 },
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
export const SEATS = 1;
export const TALK = 2;
export const themeOf = (seed: number): Theme => themes[seed % themes.length]!;
