import type { Question } from './question.ts';

/** How many of some questions have what a question need not have. */
export interface QuestionCounts {
  readonly questions: number;
  /** With choices; the others are open. */
  readonly choices: number;
  /** With a flipped question: interventions that flip need it of all of them. */
  readonly flipped: number;
  /** With mistakes: the intervention `mistake` leaves the thoughts of the others as they are. */
  readonly mistakes: number;
  /** By group, in the order of the file; questions without one are in none. */
  readonly groups: Readonly<Record<string, number>>;
}

/** Counts what questions have, so that it can be told why an intervention is left out. */
export function countQuestions(questions: readonly Question[]): QuestionCounts {
  const count = (has: (question: Question) => boolean) => questions.filter(has).length;
  const groups = Map.groupBy(
    questions.flatMap(({ group }) => group ?? []),
    (group) => group,
  );
  return {
    questions: questions.length,
    choices: count(({ choices }) => choices !== null),
    flipped: count(({ flipped }) => flipped !== null),
    mistakes: count(({ mistakes }) => mistakes.length > 0),
    groups: Object.fromEntries([...groups].map(([group, { length }]) => [group, length])),
  };
}
