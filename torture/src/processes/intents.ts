import { operationNamed, requestOf } from "../../../server/src/testing/documented-operations.ts";
import type { Random } from "./random.ts";
import type { Actor, Intent } from "./scene.ts";

type Body = Record<string, unknown>;

/** Something to be done at the actor's event, as the API document says how: the command is an operation there. */
export function intent(actor: Actor, command: string, input: Body = {}): Intent {
  const operation = operationNamed(command);
  const commandId = actor.random.uuid();
  const { method, url, body } = requestOf(operation, { commandId, ...input, eventId: actor.eventId });
  if (method === "GET") throw new Error(`${command} changes nothing`);
  const named = Object.fromEntries(Object.entries(input).filter(([name]) => operation.inPath.includes(name)));
  return { command, commandId, method, path: url, ...(body && { body }), named };
}

export function plusOnes(random: Random): string[] {
  return Array.from({ length: random.pick([0, 0, 0, 1, 1, 2, 3]) }, (_, index) => (random.chance(0.5) ? "" : `Friend ${index + 1}`));
}

/** What somebody on the list, or about to be, says for themselves. */
export function answerInvitation(actor: Actor, name?: string): Intent {
  const { random } = actor;
  const answer = random.weighted({ going: 6, maybe: 1, declined: 3 });
  const note = random.chance(0.3) ? `Note ${random.int(1, 999)}` : "";
  const questionAnswers = random.chance(0.3) ? { [random.pick(QUESTIONS)]: [random.pick(OPTIONS), null] } : {};
  return intent(actor, "answerInvitation", { answer, plusOnes: plusOnes(random), note, questionAnswers, ...(name && { name }) });
}

const QUESTIONS = ["0000000a", "0000000b"];
const OPTIONS = ["00000001", "00000002"];

/** One of two that hosts ask, the second of each person: with other words, or taken out of the form. */
export function aQuestion(random: Random) {
  const id = random.pick(QUESTIONS);
  const options = OPTIONS.map((option) => ({ id: option, text: `Dish ${random.int(1, 99)}` }));
  const asks = { required: false, perPerson: id === QUESTIONS[1], asksMaybe: random.chance(0.5) };
  return { id, kind: "oneOf", text: `Question ${random.int(1, 99)}`, options, ...asks, ...(random.chance(0.2) && { archived: true }) };
}

/** On which the gathering is. */
export const DAY = `${new Date().getUTCFullYear() + 3}-06-18`;

/** For the day of the gathering: refused of whoever is not going. */
export const confirmComing = (actor: Actor): Intent => intent(actor, "confirmComing", { day: DAY });

export function postMessage(actor: Actor, replyTo: string | null, most = 12): Intent {
  const text = `Word ${actor.random.int(1, 1e6)} ${"and so on ".repeat(actor.random.int(0, most))}`;
  return intent(actor, "postMessage", { text, replyTo });
}

/** The same id with other words: must be refused once the first is in. */
export function withOtherWords(original: Intent): Intent {
  const body = original.body as Body;
  if ("text" in body) return { ...original, body: { ...body, text: `${String(body["text"])} and more` } };
  if ("note" in body) return { ...original, body: { ...body, note: `${String(body["note"])}!` } };
  return { ...original, body: { ...body, name: "Somebody else" } };
}

/** What no client of ours would send: it must be refused and leave nothing. */
export function malformed({ random, eventId }: Actor): Intent {
  const commandId = random.uuid();
  const bodies: (Body | string)[] = [
    "{",
    "[]",
    '{"__proto__":{"admin":true}}',
    { commandId },
    { commandId, answer: "perhaps", plusOnes: [], note: "" },
    { commandId, answer: "going", plusOnes: Array.from({ length: 2_000 }, () => "x"), note: "" },
    { commandId: "1", answer: "going", plusOnes: [], note: "" },
    { commandId, answer: "going", plusOnes: [], note: "", capacity: 1_000 },
    { commandId, text: "", replyTo: null },
    { commandId, text: "x".repeat(300_000), replyTo: null },
  ];
  const body = random.pick(bodies);
  const [method, place] = random.pick([["PUT", "rsvp"] as const, ["POST", "messages"] as const]);
  return { command: "malformed", commandId, method, path: `/api/events/${eventId}/${place}`, body };
}
