import { FRESH_ID } from "../../bench/src/load/payload.ts";
import { HEADERS, type Room } from "../../bench/src/product.ts";
import type { Answer } from "../../contract/src/guests.ts";
import { answering } from "../../server/src/testing/world.ts";

const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

/** Each guest opens the page, one event after the other in turn. */
export const pagesOf = (rooms: Room[]): string[] =>
  inTurn(rooms).map(({ room, cookie }) => `GET /e/${room.eventId} HTTP/1.1\r\n${HEADERS}${cookie}${BROWSER}\r\n`);

/** Each guest says that they come, and after all others have, that they may: every request is a change. */
export function answersOf(rooms: Room[]): string[] {
  const say = (answer: Answer) => {
    const body = JSON.stringify({ ...answering(answer), commandId: FRESH_ID });
    return inTurn(rooms).map(
      ({ room, cookie }) =>
        `PUT /api/events/${room.eventId}/rsvp HTTP/1.1\r\n${HEADERS}${cookie}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  };
  return [...say("going"), ...say("maybe")];
}

function inTurn(rooms: Room[]) {
  const [first] = rooms;
  return first!.cookies.flatMap((_, guest) => rooms.map((room) => ({ room, cookie: room.cookies[guest]! })));
}
