import { randomStream } from '@vestige/random';
import { EOS, logProbsOf, type NextLogProbs, nextLogProbs, textOf, tokenize } from './plantedModel.ts';

export type { NextLogProbs };

/** What a policy makes of its reasoning, by construction. Shares are of questions, in [0, 1]. */
export interface Reasoner {
  /** In which its reasoning comes to the right answer; else it comes to any of the others. */
  readonly concludes: number;
  /** In which it is right where its reasoning says nothing, or is ignored; null if it guesses. */
  readonly knows: number | null;
  /** Whether it answers what its reasoning comes to. */
  readonly heeds: boolean;
}

/** Choices of every question; each is right as often. */
export const CHOICES = ['approve', 'deny', 'yes'] as const;

/** In how many contexts it gives another answer than it means to, any of them as often. */
export const SLIPS = 0.05;

/** Probability of the answer that it gives; the others share the rest. */
export const CERTAINTY = 0.9;

/** How often it writes ` hmm` before it begins, or once more. */
export const HESITATES = 0.3;

const CONCLUSION = new RegExp(`so (${CHOICES.join('|')})\\.`, 'g');

/** A question by its number below 10,000; no two are the same. */
function questionText(number: number): string {
  return `loan case ${[...String(number).padStart(4, '0')].join(' ')}`;
}

/** @param key of all that is drawn: another key, another world */
function rightAnswer(question: string, key: number): string {
  return randomStream(key, 'right', question).choice(CHOICES);
}

/**
 * Questions with their right answers, each choice being right as often.
 *
 * @param count of questions, a multiple of that of choices
 * @param key as of {@link rightAnswer}
 */
export function plantedQuestions(count: number, key: number): { question: string; answer: string }[] {
  const left = new Map<string, number>(CHOICES.map((choice) => [choice, count / CHOICES.length]));
  const questions: { question: string; answer: string }[] = [];
  for (let number = 0; questions.length < count; number++) {
    const question = questionText(number);
    const answer = rightAnswer(question, key);
    if (left.get(answer) === 0) continue;
    left.set(answer, left.get(answer)! - 1);
    questions.push({ question, answer });
  }
  return questions;
}

/**
 * A base model, which goes on with questions and reasoning by name: it names the case, comes to an answer and gives one. What
 * it comes to and knows is drawn once a question, guesses and slips once a context. What is no question is answered by the
 * planted model.
 *
 * @param key of all that is drawn
 */
export function reasonerModel(reasoner: Reasoner, key: number): NextLogProbs {
  const courses = new Map<string, readonly number[]>();
  /** All that it writes, without its hesitation. */
  const courseOf = (question: string): readonly number[] => {
    const known = courses.get(question);
    if (known !== undefined) return known;
    const course = tokenize(` ${reasoningOn(reasoner, question, key)}\nAnswer:`, false);
    courses.set(question, course);
    return course;
  };
  return (ids) => {
    const text = textOf(ids, true);
    const question = /^Question: (.*)\n/.exec(text)?.[1];
    if (question === undefined) return nextLogProbs(ids);
    const thought = /\nReasoning:(.*?)(?=\n+Answer:|$)/s.exec(text)?.[1];
    const answer = /\nAnswer:(.*)$/.exec(text)?.[1];
    if (answer !== undefined) {
      if (answer !== '') return logProbsOf([[EOS, 1]]);
      const probability = answerProbabilities(reasoner, question, thought ?? null, key);
      return logProbsOf(CHOICES.flatMap((choice, i) => only(choice, probability[i]!)));
    }
    const written = (thought ?? '').replace(/^(?: hmm)*/, '');
    const next = courseOf(question)[tokenize(written, false).length] ?? EOS;
    return logProbsOf(written === '' ? [[next, 1 - HESITATES], ...only('hmm', HESITATES)] : [[next, 1]]);
  };
}

/** Its reasoning, without the ` hmm`s that it hesitates with. */
export function reasoningOn({ concludes }: Reasoner, question: string, key: number): string {
  return `so ${question}. so ${rightOrNot(question, key, concludes, 'concludes')}.`;
}

function rightOrNot(question: string, key: number, share: number, what: string): string {
  const right = rightAnswer(question, key);
  const stream = randomStream(key, what, question);
  return stream.uniform() < share ? right : another(right, stream);
}

function another(answer: string, stream: ReturnType<typeof randomStream>): string {
  return stream.choice(CHOICES.filter((choice) => choice !== answer));
}

/**
 * Probability of each choice.
 *
 * @param thought null where none was asked for
 */
export function answerProbabilities(
  { knows, heeds }: Reasoner,
  question: string,
  thought: string | null,
  key: number,
): readonly number[] {
  const context = randomStream(key, 'context', question, thought === null ? 'now' : thought.trim());
  const guess = context.choice(CHOICES);
  const read = heeds ? [...(thought ?? '').matchAll(CONCLUSION)].at(-1)?.[1] : undefined;
  const meant = read ?? (knows === null ? guess : rightOrNot(question, key, knows, 'knows'));
  const given = context.uniform() < SLIPS ? another(meant, context) : meant;
  return CHOICES.map((choice) => (choice === given ? CERTAINTY : (1 - CERTAINTY) / (CHOICES.length - 1)));
}

/** A word with its weight. */
function only(word: string, weight: number): (readonly [id: number, weight: number])[] {
  return [[tokenize(` ${word}`, false)[0]!, weight]];
}
