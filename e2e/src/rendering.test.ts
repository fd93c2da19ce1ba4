import { expect, test } from "vitest";
import { composer, message, openConversation, say } from "./support/conversation.ts";
import { anEvent, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { openStage } from "./support/stage.ts";
import { takeRenders, watchRenders } from "./support/watch-renders.ts";

const stage = openStage();

test("when somebody types, what shows typing renders and nothing else; a message renders more", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper", "desktop");
  const event = await anEvent(host, { guestListFor: "everyone" });
  await invite(event, [guest]);
  await watchRenders(host.page);
  await openEvent(host, event);
  await say(host.page, "Bring a blanket");
  await openInvitation(guest, event);
  await untilLive(guest);
  await openConversation(guest.page);
  await host.page.getByText("2 here now").first().waitFor();
  // What came with the guest is drawn.
  await expect.poll(() => takeRenders(host.page), { interval: 1_000 }).toEqual([]);
  await composer(guest.page).pressSequentially("And");
  await host.page.getByText("Grace Hopper is typing…").waitFor();
  const renders = await takeRenders(host.page);
  expect(new Set(renders)).toEqual(new Set(["typing-line"]));

  await say(guest.page, "And a towel");
  await message(host.page, "And a towel").waitFor();
  expect((await takeRenders(host.page)).length, "control: renders are noticed").toBeGreaterThan(renders.length);
});
