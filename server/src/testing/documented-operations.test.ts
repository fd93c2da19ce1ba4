import { expect, test } from "vitest";
import { operationNamed, requestOf, smallestInput } from "./documented-operations.ts";

test("a request has each value where the document puts it: in the path, the query or the body", () => {
  const ids = { eventId: "an event", messageId: "one", commandId: "c" };
  expect(requestOf(operationNamed("pinMessage"), ids)).toEqual({
    method: "PUT",
    url: "/api/events/an%20event/messages/one/pin",
    body: { commandId: "c" },
  });
  expect(requestOf(operationNamed("unpinMessage"), ids)).toEqual({
    method: "DELETE",
    url: "/api/events/an%20event/messages/one/pin?commandId=c",
  });
  expect(requestOf(operationNamed("listMessages"), { eventId: "e", before: 3 })).toEqual({
    method: "GET",
    url: "/api/events/e/messages?before=3",
  });
});

test("the smallest input has what is required, with ids by the name of their field", () => {
  const idOf = (field: string) => `id of ${field}`;
  expect(smallestInput(operationNamed("inviteGuests"), idOf)).toEqual({
    eventId: "id of eventId",
    commandId: "id of commandId",
    guests: [{ guestId: "id of guestId", name: "x", email: null, plusOnesAllowed: null, locale: null }],
    message: "",
    send: false,
  });
  expect(smallestInput(operationNamed("listGuests"), idOf)).toEqual({ eventId: "id of eventId" });
});

test("control: an operation that the document does not have is an error", () => {
  expect(() => operationNamed("madeUp")).toThrow("no operation madeUp");
});
