import type { Scenario } from "../setting.ts";
import { append } from "./append.ts";
import { arrival } from "./arrival.ts";
import { deploy } from "./deploy.ts";
import { doors } from "./doors.ts";
import { fanOutBatch, fanOutOne } from "./fan-out.ts";
import { guestList } from "./guest-list.ts";
import { feeds } from "./feeds.ts";
import { mail } from "./mail.ts";
import { nodes } from "./nodes.ts";
import { read } from "./read.ts";
import { roomLoad } from "./room-load.ts";
import { idle } from "./idle.ts";
import { remind } from "./remind.ts";
import { rushOverHttp } from "./rush-over-http.ts";
import { rsvpRush } from "./rsvp-rush.ts";
import { slow } from "./slow.ts";
import { storage } from "./storage.ts";
import { storm } from "./storm.ts";
import { traces } from "./traces.ts";
import { unvisited } from "./unvisited.ts";

/** Every scenario, in the order of a full run. */
export const scenarios: Record<string, Scenario> = {
  "fanout-1": fanOutOne,
  "fanout-batch": fanOutBatch,
  "room-load": roomLoad,
  append,
  "rsvp-rush": rsvpRush,
  "rush-over-http": rushOverHttp,
  storm,
  idle,
  unvisited,
  storage,
  slow,
  read,
  arrival,
  "guest-list": guestList,
  feeds,
  mail,
  remind,
  doors,
  nodes,
  deploy,
  traces,
};
