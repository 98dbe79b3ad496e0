import { readFileSync, statSync } from 'node:fs';
import { parseQuestions, QuestionsError } from './parseQuestions.ts';
import type { Question } from './question.ts';

/** Largest file that is read, bytes: all of it is held in memory. */
const LARGEST = 256 * 2 ** 20;

/**
 * Reads a file of questions.
 *
 * @param path where it lies
 * @param file what messages call it
 * @throws {QuestionsError} if it cannot be read, is no UTF-8 or too large, and as {@link parseQuestions} does
 */
export function readQuestions(path: string, file = path): readonly [Question, ...Question[]] {
  return parseQuestions(contentOf(path, file), file);
}

function contentOf(path: string, file: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > LARGEST) {
      throw new QuestionsError(`${file}: has ${size} bytes; expected ${LARGEST} at most`);
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof QuestionsError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new QuestionsError(`${file}: cannot be read (${code}); expected a JSONL file, a question a line`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new QuestionsError(`${file}: is not UTF-8; expected UTF-8`);
  }
}
