import { z } from "zod";

/**
 * How many people who come, or might, gave an answer to a question. `answer`: an option's id, `true` or `false`, `answered` for any value,
 * and `sum` for all numbers added up.
 */
export const QuestionCount = z.object({ question: z.string(), answer: z.string(), going: z.int().min(0), maybe: z.int().min(0) });

/** The counts at one position of the event's log. */
export const QuestionTallies = z.object({ seq: z.int().min(0), counts: z.array(QuestionCount) });
export type QuestionTallies = z.infer<typeof QuestionTallies>;
