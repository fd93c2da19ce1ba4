// A thread of readers, which has a browser's globals to itself. Answers each list of positions with a report of every reader.
import { parentPort, workerData } from "node:worker_threads";
import { loadClientCode } from "./client-code.ts";
import { openReader } from "./reader.ts";
import { visitor, type Visitor } from "./visitor.ts";

/** Who reads what. */
export interface ReaderTask {
  /** The checkout whose client is used. */
  folder: string;
  /** Address and port of the proxy. */
  front: string;
  eventId: string;
  people: Pick<Visitor, "from" | "cookies">[];
  /** How many there are, each as one of the people. */
  count: number;
}

const { folder, front, eventId, people, count } = workerData as ReaderTask;
const code = await loadClientCode(folder);
const visitors = people.map(({ from, cookies }) => visitor(front, from, cookies));
const readers = Array.from({ length: count }, (_, at) => openReader(code, visitors[at % visitors.length]!, eventId));
parentPort!.on("message", (expected: number[]) => parentPort!.postMessage(readers.map((one) => one.report(expected))));
