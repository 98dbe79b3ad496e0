import { z } from 'zod';

/** Characters of a text, and answers to choose among: beyond it no context holds them. */
const LONGEST = 200_000;
const MOST_CANDIDATES = 500;

const text = z.string().max(LONGEST);

/** `POST /model/answers`: what the policy answers in a context. */
export const answersRequest = z.strictObject({
  condition: z.string(),
  question: text.min(1),
  thought: text.nullable().describe('Null asks for an answer at once.'),
  candidates: z
    .array(text.min(1))
    .min(1)
    .max(MOST_CANDIDATES)
    .nullable()
    .optional()
    .describe('Null if answers are open; those of the question, as the task has it, if absent.'),
});

/** `POST /model/thought`: what the policy writes on from the beginning of a thought. */
export const thoughtRequest = z.strictObject({
  condition: z.string(),
  question: text.min(1),
  thought: text,
});

export type AnswersRequest = z.infer<typeof answersRequest>;
export type ThoughtRequest = z.infer<typeof thoughtRequest>;
