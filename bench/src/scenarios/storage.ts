import { start } from "../processes.ts";
import { interleave, variant } from "../rounds.ts";
import type { StorageServer } from "../servers/storage.ts";
import type { Scenario } from "../setting.ts";

export const storage: Scenario = {
  title: "What is stored",
  about:
    "Bytes in PostgreSQL, indexes included, of an event without guests, and of each guest, answer and message of 100 characters in it; the log and what was answered to each command are part of them. Tables are written anew before they are measured.",
  async run({ builds, databaseUrl, quick }) {
    const amounts = quick ? { events: 20, guests: 10, messages: 5 } : { events: 500, guests: 40, messages: 20 };
    const round = async () => {
      const server = start<StorageServer>("servers/storage.ts", [], builds[0]!.folder);
      const figures = await server.call("fill", databaseUrl, amounts);
      await server.stop();
      return figures;
    };
    const setting = `${amounts.events} events with ${amounts.guests} guests and ${amounts.messages} messages each`;
    return {
      tables: [await interleave({ setting, headline: "KB an event", better: "less" }, 1, [variant("Turnout", "ours", round)])],
      broken: [],
    };
  },
};
