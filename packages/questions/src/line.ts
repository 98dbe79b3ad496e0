import { z } from 'zod';
import { choiceKey } from './canonical.ts';
import { ONLY_RULE, type Question } from './question.ts';

const text = z
  .string('expected text')
  .refine((value) => value.trim() !== '', 'expected some text, found none')
  .refine((value) => value.isWellFormed(), 'expected whole characters, found half a surrogate pair');

const value = z
  .union([text, z.number()], { error: 'expected text or a number' })
  .transform((answer) => String(answer));

const rule = z
  .string()
  .regex(/^[A-Za-z][\w-]*$/, 'expected names of rules of letters, digits, - and _, a letter first');

const answer = z.union([value, z.record(rule, value)], {
  error: 'expected text, a number, or an object with an answer for each rule',
});

const flipped = z.strictObject({
  question: text.describe('The question with the deciding attribute changed.'),
  answer: answer.describe('As of the question itself: the right answer to the changed one.'),
});

const mistake = z
  .strictObject({
    right: text.describe('A statement, or a number, that a right thought may hold.'),
    wrong: text.describe('What is false in its place.'),
  })
  .refine(({ right, wrong }) => right !== wrong, { path: ['wrong'], message: 'expected another than right' });

/** One line of a file of questions. */
export const lineSchema = z
  .strictObject(
    {
      id: z.union([text, z.number()], { error: 'expected text or a number' }).transform(String).optional(),
      question: text,
      answer,
      choices: z.array(value, 'expected a list').min(2, 'expected two choices or more').optional(),
      group: text.optional(),
      flipped: flipped.optional(),
      mistakes: z.array(mistake, 'expected a list').optional(),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'expected an object in braces' : undefined) },
  )
  .check((context) => {
    const { question, answer, choices, flipped } = context.value;
    const refuse = (path: (string | number)[], message: string) =>
      context.issues.push({ code: 'custom', input: context.value, path, message });
    const keys = new Map<string, number>();
    for (const [i, choice] of (choices ?? []).entries()) {
      const key = choiceKey(choice);
      const earlier = keys.get(key);
      if (earlier !== undefined) {
        const other = JSON.stringify(choices![earlier]);
        refuse(['choices', i], `expected another than ${other}, found ${JSON.stringify(choice)}`);
      }
      keys.set(key, i);
    }
    const expectAmong = (path: string[], labels: Readonly<Record<string, string>>) => {
      for (const [name, label] of Object.entries(labels)) {
        if (!choices || choices.includes(label)) continue;
        const named = name === ONLY_RULE && typeof answer === 'string' ? path : [...path, name];
        refuse(named, `expected one of the choices ${list(choices)}, found ${JSON.stringify(label)}`);
      }
    };
    const labels = labelsOf(answer);
    expectAmong(['answer'], labels);
    if (Object.keys(labels).length === 0) refuse(['answer'], 'expected an answer for a rule at least');
    if (!flipped) return;
    expectAmong(['flipped', 'answer'], labelsOf(flipped.answer));
    if (!sameRules(labels, labelsOf(flipped.answer))) {
      refuse(['flipped', 'answer'], `expected answers for ${list(Object.keys(labels))}`);
    }
    if (flipped.question.trim() === question.trim()) {
      refuse(['flipped', 'question'], 'expected another question than the one it flips');
    }
  })
  .transform(
    ({ id, question, answer, choices, group, flipped, mistakes }): Question => ({
      id: id ?? null,
      question,
      labels: labelsOf(answer),
      choices: choices ?? null,
      ...(group !== undefined && { group }),
      flipped: flipped ? { question: flipped.question, labels: labelsOf(flipped.answer) } : null,
      mistakes: mistakes ?? [],
    }),
  );

/** Names of the fields of a line, and of those that have fields themselves. */
export const FIELDS = {
  line: Object.keys(lineSchema.in.shape),
  flipped: Object.keys(flipped.shape),
  mistakes: Object.keys(mistake.shape),
};

/** A line of a file of questions, as it is written. */
export type QuestionLine = z.input<typeof lineSchema>;

/** The names that two sets of labels have are the same, in whatever order. */
export function sameRules(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return (
    Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((name) => Object.hasOwn(b, name))
  );
}

/** Names as they stand in a sentence about them. */
export function list(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

function labelsOf(answer: string | Record<string, string>): Record<string, string> {
  return typeof answer === 'string' ? { [ONLY_RULE]: answer } : answer;
}
