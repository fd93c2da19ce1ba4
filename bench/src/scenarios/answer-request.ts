import { FRESH_ID } from "../load/payload.ts";
import { HEADERS } from "../product.ts";

/** The whole request by which a guest answers. */
export function answerRequest(eventId: string, cookie: string, answer: "going" | "maybe"): string {
  const body = JSON.stringify({ commandId: FRESH_ID, answer, plusOnes: [], note: "" });
  const head = `PUT /api/events/${eventId}/rsvp HTTP/1.1\r\n${HEADERS}${cookie}Content-Type: application/json\r\n`;
  return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
}
