import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "./lines.ts";

/** Data streams, by the template beside this file. */
export const STORED = "logs-turnout-default";
/** Lines that the mapping refuses, as text. */
export const REFUSED = "logs-turnout-refused";

/** Longest wait for an answer (ms); what was sent may have been stored all the same. */
const ANSWER_WITHIN = 30_000;

export interface Elasticsearch {
  /** Brings pipeline, lifecycle and template up to date. Returns what this Elasticsearch lacks. */
  prepare(): Promise<string[]>;
  /** Stores each line once, however often it is sent. Throws unless all are stored. */
  store(lines: Line[]): Promise<void>;
}

/** The interface to the store at this URL, which may hold a user and a password. */
export function elasticsearchAt(given: string): Elasticsearch {
  const url = new URL(given);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = credentials === ":" ? {} : { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
  const ask = async (method: "PUT" | "POST", path: string, body: string): Promise<Answer> => {
    const headers = { "content-type": path.endsWith("_bulk") ? "application/x-ndjson" : "application/json", ...authorization };
    const target = `${url.origin}${url.pathname.replace(/\/$/, "")}/${path}`;
    const reply = await fetch(target, { method, headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN) });
    return { status: reply.status, text: await reply.text() };
  };
  return { prepare: () => prepare(ask), store: (lines) => store(ask, lines) };
}

interface Answer {
  status: number;
  text: string;
}
type Ask = (method: "PUT" | "POST", path: string, body: string) => Promise<Answer>;

const definition = (name: string) => readFileSync(join(import.meta.dirname, "elasticsearch", `${name}.json`), "utf8");

async function prepare(ask: Ask): Promise<string[]> {
  await must(ask("PUT", "_ingest/pipeline/turnout-logs", definition("ingest-pipeline")));
  const lifecycle = await ask("PUT", "_ilm/policy/turnout-logs", definition("lifecycle-policy"));
  const hasLifecycle = !(lifecycle.status === 400 && lifecycle.text.includes("no handler found"));
  if (hasLifecycle) await must(Promise.resolve(lifecycle));
  await must(ask("PUT", "_index_template/turnout-logs", template(hasLifecycle)));
  return hasLifecycle ? [] : ["lifecycle management: nothing is deleted by age"];
}

function template(hasLifecycle: boolean): string {
  const parsed = JSON.parse(definition("index-template")) as { template: { settings: Record<string, string> } };
  if (!hasLifecycle) delete parsed.template.settings["index.lifecycle.name"];
  return JSON.stringify(parsed);
}

interface Stored {
  items: { create: { status: number; error?: { type: string; reason: string } } }[];
}

/** Of one line: it is in the store, the mapping refuses it, or it has to be sent again. */
const fateOf = (status: number) => (status < 300 || status === 409 ? "stored" : status === 400 ? "refused" : "again");

async function store(ask: Ask, lines: Line[]): Promise<void> {
  if (lines.length === 0) return;
  const items = await bulk(ask, STORED, lines);
  const refused = lines.flatMap((line, place) => {
    const { status, error } = items[place]!.create;
    return fateOf(status) === "refused" ? [asText(line, error)] : [];
  });
  const kept = refused.length === 0 ? [] : await bulk(ask, REFUSED, refused);
  const again =
    [...items, ...kept].find(({ create }) => fateOf(create.status) === "again") ?? kept.find(({ create }) => create.status === 400);
  if (again) throw new Error(`not all lines are stored: ${again.create.status} ${again.create.error?.type ?? ""}`);
}

async function bulk(ask: Ask, stream: string, lines: Line[]): Promise<Stored["items"]> {
  // `create` with an id: a line that is there already is answered 409.
  const body = lines.map(({ id, document }) => `${JSON.stringify({ create: { _id: id } })}\n${JSON.stringify(document)}\n`).join("");
  const { items } = JSON.parse((await must(ask("POST", `${stream}/_bulk`, body))).text) as Stored;
  if (items.length !== lines.length) throw new Error(`${items.length} answers for ${lines.length} lines`);
  return items;
}

function asText({ id, document, original }: Line, error = { type: "", reason: "" }): Line {
  const time = document["@timestamp"];
  const isTime = typeof time === "string" && !Number.isNaN(Date.parse(time));
  const fields = { "error.type": error.type, "error.message": error.reason, "log.file.path": document["log.file.path"] };
  const at = isTime ? new Date(time).toISOString() : new Date().toISOString();
  return { id, document: { "@timestamp": at, "event.id": id, "event.original": original, ...fields }, original };
}

async function must(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`Elasticsearch answers ${answer.status}: ${answer.text.slice(0, 300)}`);
  return answer;
}
