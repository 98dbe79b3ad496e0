import type { z } from 'zod';
import { FIELDS, lineSchema } from './line.ts';
import { nearest } from './nearest.ts';
import type { Question } from './question.ts';

/** A question, or what is wrong with its line: field and expectation. */
export type ReadLine = { readonly question: Question } | { readonly mistake: string };

/** Reads one line of a file of questions. */
export function readLine(json: string): ReadLine {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    return { mistake: `is not JSON: ${reasonOf(error as Error)}; expected an object on one line` };
  }
  const parsed = lineSchema.safeParse(content, { reportInput: true });
  return parsed.success ? { question: parsed.data } : { mistake: told(parsed.error.issues) };
}

/** The line is one of a file: its own number in it, always 1, and a second copy of it say nothing. */
function reasonOf({ message }: Error): string {
  return message
    .replace(/(?: in JSON)? at position \d+ \(line \d+ column (\d+)\)$/, ' at column $1')
    .replace(/, (?:\.{3})?".*is not valid JSON$/s, '');
}

function told([issue, ...others]: readonly z.core.$ZodIssue[]): string {
  const { path } = issue!;
  const missing = issue!.code !== 'custom' && issue!.input === undefined && path.length > 0;
  const unknown = issue!.code === 'unrecognized_keys' ? issue!.keys.slice(0, 1) : [];
  const field = [...path, ...unknown]
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
  const expectation = unknown[0] === undefined ? messageOf(issue!) : expectedFor(unknown[0], path[0]);
  const more = others.length === 0 ? '' : ` (and ${others.length} more in this line)`;
  return `${field === '' ? '' : `field ${field}: `}${missing ? 'is missing; ' : ''}${expectation}${more}`;
}

function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

function expectedFor(name: string, within: PropertyKey | undefined): string {
  const known = within === 'flipped' || within === 'mistakes' ? FIELDS[within] : FIELDS.line;
  return `there is no such field; expected ${nearest(name, known)[0] ?? `one of ${known.join(', ')}`}`;
}
