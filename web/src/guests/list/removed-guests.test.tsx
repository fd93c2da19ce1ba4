import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { RemovedGuest } from "@turnout/contract/guests";
import { followedEvent } from "../../testing/followed-event.test-support.tsx";
import { mount } from "../../testing/mount.test-support.tsx";
import { snapshots } from "../../testing/snapshots.test-support.ts";
import { RemovedGuests } from "./removed-guests.tsx";

test("a list without removed guests has its heading right below the page's", async () => {
  await mount(<RemovedGuests eventId="11111111-1111-4111-8111-111111111111" guests={[]} search="" />);
  await expect.element(page.getByRole("heading", { level: 2, name: "Nobody here" })).toBeVisible();
});

test("says that removed guests can still read an event that is open to anybody", async () => {
  const guest = {
    guestId: "22222222-2222-4222-8222-222222222222",
    name: "Bob",
    email: null,
    standing: "going" as const,
    removedAt: "2027-06-01T10:00:00.000Z",
  };
  const list = <RemovedGuests eventId="11111111-1111-4111-8111-111111111111" guests={[guest as RemovedGuest]} search="" />;
  await mount(followedEvent(snapshots["host"]!).show(<QueryClientProvider client={new QueryClient()}>{list}</QueryClientProvider>));
  await expect.element(page.getByText(/Where anybody can open the event, they can still read it/)).toBeVisible();
  await expect.element(page.getByText(/can't open the event/)).not.toBeInTheDocument();
});
