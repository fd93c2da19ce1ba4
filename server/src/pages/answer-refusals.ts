import type { Refusal } from "@turnout/contract/refusals";

/** Fields of the form. */
export type AnswerField = "answer" | "name" | "email" | "party" | "note" | `question-${string}`;

/** Why an answer was refused. The page shows it, and the app does when it takes the page over. */
export interface AnswerRefusal {
  code: string;
  facts?: Refusal["facts"];
  /** The fields to correct. Empty: no change to the form would help. */
  fields: AnswerField[];
}

type Words = Record<string, string | ((facts: Record<string, string | number>) => string)>;

const en: Words = {
  answer_missing: "Please choose an answer.",
  answers_closed: "The deadline to answer has passed. Please contact the host.",
  command_id_reused: "Your answer was changed in the meantime. Please check it and send it again.",
  companion_long: "A name can have up to 80 characters.",
  cookies_needed: "Your browser blocks cookies, which this page needs to remember your answer. Please allow them and try again.",
  email_invalid: "That doesn't look like an email address.",
  email_on_list: "This address is already on the guest list. We can email you your link instead.",
  event_cancelled: "The event has been cancelled.",
  event_full: ({ seatsLeft }) =>
    seatsLeft === 1
      ? "Only one seat is left."
      : Number(seatsLeft) > 1
        ? `Only ${seatsLeft} seats are left.`
        : "There aren't enough seats for this many people.",
  event_over: "The event is over.",
  name_invalid: "A name can have up to 80 characters.",
  name_required: "Please tell the host your name.",
  nothing_to_confirm: "The date or your answer has changed in the meantime. Please answer again.",
  note_long: "The note can have up to 500 characters.",
  question_answer_invalid: "This answer doesn't fit the question.",
  question_answers_long: "Your answers to the questions are too long.",
  question_unanswered: "Please answer this question.",
  removed_from_list: "A host has taken you off the guest list. Ask them to invite you again.",
  too_many_guests: "The guest list is full.",
  too_many_plus_ones: ({ allowed }) => `You can bring at most ${allowed ?? 0} people.`,
  viewer_changed: "Another link was opened in this browser. Open yours again.",
};

const de: Words = {
  answer_missing: "Bitte wähle eine Antwort.",
  answers_closed: "Die Antwortfrist ist vorbei. Bitte melde dich direkt beim Gastgeber.",
  command_id_reused: "Deine Antwort wurde inzwischen geändert. Bitte prüfe sie und schick sie noch einmal.",
  companion_long: "Ein Name kann bis zu 80 Zeichen haben.",
  cookies_needed:
    "Dein Browser blockiert Cookies. Ohne sie kann sich diese Seite deine Antwort nicht merken. Bitte erlaube sie und versuch es noch einmal.",
  email_invalid: "Das sieht nicht nach einer E-Mail-Adresse aus.",
  email_on_list: "Diese Adresse steht schon auf der Gästeliste. Wir können dir stattdessen deinen Link per E-Mail schicken.",
  event_cancelled: "Das Event ist abgesagt.",
  event_full: ({ seatsLeft }) =>
    seatsLeft === 1
      ? "Nur noch ein Platz ist frei."
      : Number(seatsLeft) > 1
        ? `Nur noch ${seatsLeft} Plätze sind frei.`
        : "Für so viele Personen reichen die Plätze nicht.",
  event_over: "Das Event ist vorbei.",
  name_invalid: "Ein Name kann bis zu 80 Zeichen haben.",
  name_required: "Bitte gib deinen Namen an.",
  nothing_to_confirm: "Das Datum oder deine Antwort hat sich inzwischen geändert. Bitte antworte noch einmal.",
  note_long: "Die Nachricht kann bis zu 500 Zeichen haben.",
  question_answer_invalid: "Diese Antwort passt nicht zur Frage.",
  question_answers_long: "Deine Antworten auf die Fragen sind zu lang.",
  question_unanswered: "Bitte beantworte diese Frage.",
  removed_from_list: "Die Gastgeber haben dich von der Gästeliste genommen. Bitte sie, dich wieder einzuladen.",
  too_many_guests: "Die Gästeliste ist voll.",
  too_many_plus_ones: ({ allowed }) => `Du kannst höchstens ${allowed ?? 0} Leute mitbringen.`,
  viewer_changed: "In diesem Browser wurde ein anderer Link geöffnet. Öffne deinen noch einmal.",
};

const unknown = { en: "That didn't work. Please try again.", de: "Das hat nicht geklappt. Bitte versuch es noch einmal." };

export function refusalWords(locale: string, { code, facts = {} }: Pick<AnswerRefusal, "code" | "facts">): string {
  const isGerman = locale === "de";
  const words = (isGerman ? de : en)[code] ?? (isGerman ? unknown.de : unknown.en);
  return typeof words === "string" ? words : words(facts);
}

const fieldsOf: Record<string, AnswerField[]> = {
  email_invalid: ["email"],
  email_on_list: ["email"],
  event_full: ["party"],
  name_required: ["name"],
  too_many_plus_ones: ["party"],
};

/** The field of a question for one person of the party. */
export const fieldOfQuestion = (question: string | number, person: string | number): AnswerField => `question-${question}-${person}`;

export function answerRefusal({ code, facts }: Pick<Refusal, "code" | "facts">): AnswerRefusal {
  if (facts?.["question"] === undefined) return { code, facts, fields: fieldsOf[code] ?? [] };
  return { code, facts, fields: [fieldOfQuestion(facts["question"], facts["person"] ?? 0)] };
}
