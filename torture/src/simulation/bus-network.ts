import { createListeners, type Bus, type BusMessage } from "../../../server/src/realtime/bus.ts";
import { readMessage, writeMessage } from "../../../server/src/realtime/bus-message.ts";
import type { ProcessLife } from "./process-life.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Weather } from "./weather.ts";

/** What carries hints between the simulated processes, as well as the weather lets it. */
export interface BusNetwork {
  join(id: string, life: ProcessLife): Bus;
}

export function createBusNetwork(time: VirtualTime, weather: Weather): BusNetwork {
  const members = new Map<ProcessLife, (text: string) => void>();

  function carry(text: string, from: ProcessLife) {
    for (const [life, hear] of members) {
      if (life === from) continue;
      for (const ms of weather.hintArrivals()) time.after(ms, () => life.deliver(() => hear(text)));
    }
  }

  return {
    join(id, life) {
      const listeners = createListeners();
      members.set(life, (text) => listeners.notify(readMessage(text) as BusMessage));
      life.onEnd(() => members.delete(life));
      return {
        id,
        publish(message) {
          if (life.isOver) return;
          carry(writeMessage(id, message), life);
          listeners.notify(message);
        },
        subscribe: listeners.add,
        isConnected: () => true,
        close: async () => listeners.clear(),
      };
    },
  };
}
