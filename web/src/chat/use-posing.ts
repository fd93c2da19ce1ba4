import { useMemo } from "react";
import { looksAlike } from "@turnout/contract/look-alike";
import { useEventSnapshot } from "../live/use-event.ts";
import type { ShownMessage } from "./with-pending.ts";

/** The messages of guests whose names can be read as a host's: they are marked as guests. */
export function usePosing(messages: readonly ShownMessage[]): ReadonlySet<string> {
  const { hosts } = useEventSnapshot();
  return useMemo(() => posingAmong(messages, hosts), [messages, hosts]);
}

export function posingAmong(messages: readonly ShownMessage[], hosts: readonly { name: string }[]): ReadonlySet<string> {
  const known = new Map<string, boolean>();
  const poses = (name: string) => {
    const found = known.get(name) ?? hosts.some((host) => looksAlike(host.name, name));
    known.set(name, found);
    return found;
  };
  return new Set(messages.filter(({ author }) => author.role === "guest" && poses(author.name)).map(({ messageId }) => messageId));
}
