/** Number of the day, by which `npm test` takes turns. Null: nobody does, as where one file is run by hand. */
const today = process.env.TEST_DAY ? Number(process.env.TEST_DAY) : null;
const isTonight = process.env.TEST_NIGHT === "yes";

/**
 * Those of `all` whose turn it is today: on each of `days` days others, so that in a week each has at least three turns at two days, and one at seven. A
 * night has all of them, and so has whoever runs a file by hand.
 */
export function ofToday<One>(all: readonly One[], days = 2, { day = today, isNight = isTonight } = {}): One[] {
  return all.filter((_, at) => day === null || isNight || at % days === day % days);
}
