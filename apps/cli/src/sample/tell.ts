import type { Environment, Problem } from '@vestige/environment';
import { percent, table } from '../terminal/layout.ts';
import type { Answers } from './policy.ts';

/** Answers after something that was shown, with a few words that say what. */
export interface AnswerRow {
  readonly after: string;
  readonly answers: Answers;
}

const NOTICEABLE = 0.0005;

/** Answer probabilities side by side; from the second row on with the change against the first. */
export function answerTable(rows: readonly AnswerRow[]): string[] {
  const words = Object.keys(rows[0]!.answers.probabilities);
  const others = rows.some(({ answers }) => answers.other >= NOTICEABLE);
  const heading = ['answer', ...words, ...(others ? ['other'] : []), ''];
  const cells = rows.map(({ after, answers }, i) => [
    after,
    ...words.map((word) => percent(answers.probabilities[word]!)),
    ...(others ? [percent(answers.other)] : []),
    i === 0 ? '' : change(rows[0]!.answers, answers),
  ]);
  return table([heading, ...cells], `l${'r'.repeat(words.length + Number(others))}l`);
}

/** Logits by word, the greatest first. */
export function logitTable(logits: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(logits).sort(([, a], [, b]) => b - a);
  return table([['word', 'logit'], ...rows.map(([word, logit]) => [word, logit.toFixed(6)])], 'lr');
}

/** How far the answer that was likeliest moved. */
function change(before: Answers, after: Answers): string {
  const [word, probability] = Object.entries(before.probabilities).reduce((best, entry) =>
    entry[1] > best[1] ? entry : best,
  );
  const points = 100 * (after.probabilities[word]! - probability);
  if (Math.abs(points) < 0.05) return 'no change';
  return `${word} ${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} points`;
}

/** The right answer by each rule, in the order of the rules. */
export function labelsOf({ rules }: Environment, { labels }: Problem): Record<string, string> {
  return Object.fromEntries(rules.map((rule) => [rule, labels[rule]!]));
}

/** `approve by nationality (the rule it was trained on), deny by factors`. */
export function labelsInWords(labels: Readonly<Record<string, string>>, rule: string | undefined): string {
  return Object.entries(labels)
    .map(([name, label]) => `${label} by ${name}${name === rule ? ' (the rule it was trained on)' : ''}`)
    .join(', ');
}
