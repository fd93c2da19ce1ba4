import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, untilAnswerIs } from "./support/answers.ts";
import { composer, conversation, message, openConversation, say } from "./support/conversation.ts";
import { anEvent, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { startServer, type ServerProcess } from "./support/server-process.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
  stage.url = server.url;
});
afterAll(() => server?.close());

/** What browsers say about requests that nobody answers. */
const UNANSWERED = [
  /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED/,
  /WebSocket connection to .* failed/,
  /error occurred when fetching the script/, // the service worker's, which waits until the page is at rest
];

test("when the server is killed and restarted, both pages say so, lose and double nothing, and continue by themselves", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  for (const person of [host, guest]) person.forgives.push(...UNANSWERED);
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openEvent(host, event);
  await openInvitation(guest, event);
  await untilLive(guest);
  await answer(guest.page, "Going");
  await host.page.getByText("1 going").waitFor();
  await openConversation(guest.page);
  await say(guest.page, "Before it happened");
  await message(host.page, "Before it happened").waitFor();

  await say(guest.page, "While it happened");
  await server.kill();
  for (const { page } of [host, guest]) await page.getByText(/^Offline since/).waitFor();
  await composer(guest.page).waitFor();
  await say(guest.page, "After it happened");
  const unsent = message(guest.page, "After it happened").getByRole("button", { name: "Try again" });
  await unsent.waitFor();
  expect(await message(host.page, "After it happened").count()).toBe(0);

  await server.start();
  await Promise.all([host, guest].map(untilLive));
  for (const { page } of [host, guest]) {
    for (const words of ["Before it happened", "While it happened", "After it happened"]) await message(page, words).waitFor();
    expect(await conversation(page).getByRole("article").count()).toBe(3);
  }
  await guest.page.reload();
  await untilLive(guest);
  expect(await conversation(guest.page).getByRole("article").count(), "the server has each once, too").toBe(3);

  await guest.page.getByRole("link", { name: "Event", exact: true }).click();
  await answer(guest.page, "Can't");
  await untilAnswerIs(guest.page, "You can't make it");
  await host.page.getByText("0 going").waitFor();
});
