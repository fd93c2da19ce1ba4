/**
 * New lines of which nobody knows yet who they are. When everybody comes back at once, or the database stands still,
 * more than that are told to come again: their browsers do, each at a moment of its own, and what is open here goes on.
 */
export const MAX_AT_THE_DOOR = 2_000;

/** Too many are being let in: come again. */
export class DoorIsFull extends Error {
  override readonly message = "too many are being let in";
}

/** Lets people in, so many at a time; who comes beyond them is refused at once with `DoorIsFull`. */
export function openDoor(most = MAX_AT_THE_DOOR, countRefused: () => void = () => {}) {
  let waiting = 0;
  return async function letIn<Person>(find: () => Promise<Person>): Promise<Person> {
    if (waiting >= most) {
      countRefused();
      throw new DoorIsFull();
    }
    waiting += 1;
    try {
      return await find();
    } finally {
      waiting -= 1;
    }
  };
}
