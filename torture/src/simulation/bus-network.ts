import { createListeners, type Bus, type BusMessage } from "../../../server/src/realtime/bus.ts";
import { readMessage, writeMessage } from "../../../server/src/realtime/bus-message.ts";
import type { ProcessLifetime } from "./process-lifetime.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { NetworkConditions } from "./network-conditions.ts";

export type BusNetwork = ReturnType<typeof createBusNetwork>;

/** What carries hints between the simulated processes, as well as the conditions let it. */
export function createBusNetwork(time: VirtualTime, conditions: NetworkConditions) {
  const members = new Map<ProcessLifetime, (text: string) => void>();

  function carry(text: string, from: ProcessLifetime) {
    for (const [lifetime, hear] of members) {
      if (lifetime === from) continue;
      for (const ms of conditions.hintArrivals()) time.after(ms, () => lifetime.deliver(() => hear(text)));
    }
  }

  return {
    join(id: string, lifetime: ProcessLifetime): Bus {
      const listeners = createListeners();
      members.set(lifetime, (text) => listeners.notify(readMessage(text) as BusMessage));
      lifetime.onEnd(() => members.delete(lifetime));
      return {
        id,
        publish(message) {
          if (lifetime.isOver) return;
          carry(writeMessage(id, message), lifetime);
          listeners.notify(message);
        },
        subscribe: listeners.add,
        echo: async () => !lifetime.isOver,
        isConnected: () => true,
        close: async () => listeners.clear(),
      };
    },
  };
}
