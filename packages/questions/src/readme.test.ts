import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type GeneratorKind, generateQuestions, generators, questionsFile } from './generators/index.ts';
import { parseQuestions } from './parseQuestions.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```jsonl\n([^`]*)```/g)].map(([, lines]) => lines!);

test('the lines that the README shows are read', () => {
  const lines = examples.flatMap((example) => example.trim().split('\n'));
  expect(lines).toHaveLength(12);
  for (const line of lines) expect(parseQuestions(line, 'README.md')).toHaveLength(1);
});

test('the README shows what each generator makes first', () => {
  const kinds = Object.keys(generators) as GeneratorKind[];
  expect(examples.at(-1)).toBe(
    kinds.map((kind) => questionsFile(generateQuestions(kind, { count: 1 }))).join(''),
  );
});
