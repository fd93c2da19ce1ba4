import { expect, test } from "vitest";
import { guestCard } from "../../testing/guest-cards.test-support.ts";
import { planMoves } from "./waitlist-plan.ts";

const waits = (index: number, ticket: number) => guestCard(index, { standing: "waiting", ticket });
const [first, second, third] = [waits(1, -3), waits(2, 4), waits(3, 9)] as const;
const going = guestCard(4, { standing: "going" });
const idsOf = (moves: { guestId: string }[]) => moves.map(({ guestId }) => guestId);

test("guests keep the order in which they wait, whatever order they were selected in", () => {
  expect(idsOf(planMoves([third, first, second], "last").moves)).toEqual(idsOf([first, second, third]));
  expect(idsOf(planMoves([third, first, second], "first").moves)).toEqual(idsOf([third, second, first]));
  expect(planMoves([first, third], { behind: second.guestId }).moves).toEqual(
    [third, first].map(({ guestId }) => ({ guestId, to: { behind: second.guestId } })),
  );
});

test("who does not wait is counted as left out, and nobody is moved behind themselves", () => {
  expect(planMoves([going, second], "first")).toMatchObject({ notWaiting: 1, moves: [{ guestId: second.guestId }] });
  expect(planMoves([going, second, third], { behind: second.guestId })).toMatchObject({
    notWaiting: 1,
    moves: [{ guestId: third.guestId }],
  });
});
