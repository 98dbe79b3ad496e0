import { resolve } from 'node:path';
import { type GeneratorKind, generateQuestions, generators, questionsFile } from '@vestige/questions';
import { shortPath } from '../terminal/shortPath.ts';
import { writeFile } from '../writeFile.ts';
import { refuseToOverwrite } from './names.ts';

/**
 * Makes a file of questions.
 *
 * @param options those of the kind; what is left out has its default
 * @returns what to say
 * @throws {QuestionsError} naming an option and what is expected of it
 */
export function newQuestions(
  file: string,
  kind: GeneratorKind,
  options: Readonly<Record<string, unknown>>,
): string[] {
  const path = resolve(file);
  refuseToOverwrite([path]);
  const lines = generateQuestions(kind, options);
  writeFile(path, questionsFile(lines));
  return [
    `Made ${shortPath(path)}: ${lines.length} questions. ${generators[kind].told}`,
    '',
    'Next:',
    `  vestige new experiment NAME --questions ${shortPath(path)} --gguf FILE    or --endpoint URL --model MODEL`,
  ];
}
