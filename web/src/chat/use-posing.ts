import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useEventSnapshot } from "../live/use-event.ts";
import { posesAsHost, posingAmong } from "./posing.ts";
import type { ShownMessage } from "./with-pending.ts";

/** The messages of guests whose names can be mistaken for a host's: they are marked as guests. */
export function usePosing(messages: readonly ShownMessage[]): ReadonlySet<string> {
  const { hosts } = useEventSnapshot();
  return useMemo(() => posingAmong(messages, hosts), [messages, hosts]);
}

/** Names of people who are present or typing, with a mark on guests who can be mistaken for a host. */
export function useMarkedNames(people: readonly { personId: string; name: string }[]): string[] {
  const { t } = useLingui();
  const { hosts } = useEventSnapshot();
  return people.map((person) => (posesAsHost(person, hosts) ? `${person.name} (${t`Guest`})` : person.name));
}
