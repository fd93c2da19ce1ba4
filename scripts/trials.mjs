// The torture trials of `npm test` and `npm run test:nightly`, with different seeds each day.

/** Seeds reserved for one day; a nightly run plays those of its day and more of them. */
const SEEDS_OF_A_DAY = { schedules: 1_006_000, rounds: 1_000 };
/** Days in which every mutant is played once. */
export const MUTANTS_WITHIN = 7;

export const amounts = {
  day: { schedules: 500, rounds: 4, standby: 2, replies: 0 },
  night: { schedules: 1_006_000, rounds: 240, standby: 60, replies: 40 },
};

/**
 * Arguments of torture/src/main.ts with what they prove, in two groups. `computing` run one after the other at low priority.
 * `processes` run two at a time, since real processes mostly wait.
 */
export function trialsOf(day, isNightly) {
  const { schedules, rounds, standby, replies } = isNightly ? amounts.night : amounts.day;
  const how = isNightly ? ["--record"] : ["--once"];
  const firstRound = day * SEEDS_OF_A_DAY.rounds;
  const lane = (number) => [
    roundsOf("Faults of real processes", rounds / 2, firstRound + (number * rounds) / 2, how),
    roundsOf("Faults of real processes, and a standby that takes over", standby / 2, firstRound + (number * standby) / 2, [
      ...how,
      "--standby",
    ]),
  ];
  const mutants = isNightly ? [] : ["--part", `${(day % MUTANTS_WITHIN) + 1}/${MUTANTS_WITHIN}`];
  return {
    computing: [
      ["Faults, simulated", ["--simulate", String(schedules), "--seed", String(day * SEEDS_OF_A_DAY.schedules), ...how]],
      ["Faults on purpose in the product, each to be found", ["--mutants", ...mutants, ...how]],
    ],
    processes: isNightly
      ? [
          [
            ...lane(0),
            ["Mails that come twice, late and out of order", ["--replies", String(replies), "--seed", String(firstRound), "--record"]],
          ],
          [
            ...lane(1),
            ["Faults on purpose that only real processes show", ["--real-mutants"]],
            ["Faults on purpose in what becomes of mails", ["--reply-mutants"]],
          ],
        ]
      : [lane(0), lane(1)],
  };
}

const roundsOf = (title, count, seed, how) => [title, ["--rounds", String(count), "--seed", String(seed), ...how]];
