import { choiceKey } from './canonical.ts';
import { list, sameRules } from './line.ts';
import type { Question } from './question.ts';
import { readLine } from './readLine.ts';

/** A file of questions that cannot be used. The message has one line a mistake: file, line, field, expectation. */
export class QuestionsError extends Error {
  override name = 'QuestionsError';
}

/** Most mistakes that are told one by one. */
const TOLD = 20;

/** Most characters of a line. */
const LONGEST = 1_000_000;

/**
 * Reads the content of a file of questions: JSON objects, one a line. Empty lines and a byte-order mark are skipped, lines may
 * end as on Windows.
 *
 * @param file what messages call it
 * @throws {QuestionsError} on every line that is wrong, the first 20 one by one
 */
export function parseQuestions(content: string, file: string): readonly [Question, ...Question[]] {
  const mistakes: string[] = [];
  const questions: Question[] = [];
  const together = agreement();
  for (const [i, line] of content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const number = i + 1;
    const read = line.length > LONGEST ? { mistake: tooLong(line) } : readLine(line);
    const mistake = 'mistake' in read ? read.mistake : together(read.question, number);
    if (mistake !== undefined) mistakes.push(`${file}:${number}: ${mistake}`);
    else if ('question' in read) questions.push(read.question);
  }
  const [first, ...others] = questions;
  if (mistakes.length === 0 && first) return [first, ...others];
  if (mistakes.length === 0)
    mistakes.push(`${file}: is empty; expected a question, a JSON object, on each line`);
  const more = mistakes.length > TOLD ? [`${file}: and ${mistakes.length - TOLD} more`] : [];
  throw new QuestionsError([...mistakes.slice(0, TOLD), ...more].map(inOneLine).join('\n'));
}

function tooLong(line: string): string {
  return `has ${line.length} characters; expected ${LONGEST} at most`;
}

/** Says of one question after the other in what it does not go with those before it; undefined if it does. */
function agreement(): (question: Question, line: number) => string | undefined {
  const asked = new Map<string, number>();
  const ids = new Map<string, number>();
  const spelled = new Map<string, { readonly choice: string; readonly line: number }>();
  let rules: { readonly labels: Question['labels']; readonly line: number } | undefined;
  return ({ id, question, labels, choices }, line) => {
    rules ??= { labels, line };
    if (!sameRules(rules.labels, labels)) {
      return `field answer: expected answers for ${list(Object.keys(rules.labels))}, as in line ${rules.line}`;
    }
    const same = asked.get(question.trim());
    if (same !== undefined) return `field question: expected another than that of line ${same}`;
    asked.set(question.trim(), line);
    const other = id === null ? undefined : ids.get(id);
    if (other !== undefined) return `field id: expected another than that of line ${other}`;
    if (id !== null) ids.set(id, line);
    for (const [i, choice] of (choices ?? []).entries()) {
      const key = choiceKey(choice);
      const earlier = spelled.get(key);
      if (earlier && earlier.choice !== choice) {
        const expected = `${JSON.stringify(earlier.choice)}, as in line ${earlier.line}`;
        return `field choices[${i}]: expected ${expected}, found ${JSON.stringify(choice)}`;
      }
      spelled.set(key, { choice, line });
    }
    return undefined;
  };
}

/** Control characters escaped, so that what a message quotes neither breaks its line nor moves the cursor. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  });
}
