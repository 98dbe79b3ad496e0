import type { QuestionLine } from '../line.ts';
import { arithmetic } from './arithmetic.ts';
import { coin } from './coin.ts';
import type { Generator } from './generator.ts';
import { hint } from './hint.ts';
import { loan } from './loan.ts';
import { table } from './table.ts';

/** What makes questions, by kind. */
export const generators = { loan, hint, arithmetic, table, coin } satisfies Record<string, Generator>;

/** A kind of question that can be made. */
export type GeneratorKind = keyof typeof generators;

/**
 * Makes questions. The same options give the same questions everywhere, and more of them begin with those of a smaller count.
 *
 * @param options those of `generators[kind].schema`; what is left out has its default
 * @throws {QuestionsError} naming the option and what is expected
 */
export function generateQuestions(
  kind: GeneratorKind,
  options: Readonly<Record<string, unknown>> = {},
): readonly QuestionLine[] {
  return generators[kind].lines(kind, options);
}

/** Questions as the content of a file: JSONL, a question a line. */
export function questionsFile(lines: readonly QuestionLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
