import type { Problem, Task } from '@vestige/environment';
import { canonicalOf } from './canonical.ts';
import { chanceOf } from './chance.ts';
import { DIFFERENCES } from './differences.ts';
import { mistaken } from './mistakes.ts';
import type { QuestionsOptions } from './options.ts';
import type { Question } from './question.ts';
import { sentenceUnits } from './units/sentenceUnits.ts';

/** A question as a problem: labels as answers are counted. */
export interface QuestionProblem extends Problem, Pick<Question, 'choices' | 'flipped' | 'mistakes'> {}

/**
 * Questions as a task. Units are sentences, and a length is their number of words. `flip` is there only if every question has a
 * flipped one; `corrupt` if any has mistakes; thoughts are read by no rule.
 *
 * The flip of a flipped question is the question; what mistakes can be made in answering a flipped one is not known.
 */
export function createQuestions(
  options: QuestionsOptions,
  questions: readonly [Question, ...Question[]],
): Task {
  const canonical = canonicalOf(questions);
  const counted = (labels: Question['labels']) =>
    Object.fromEntries(Object.entries(labels).map(([rule, label]) => [rule, canonical(label)]));
  const problems = questions.map(
    ({ question, labels, choices, group, flipped, mistakes }): QuestionProblem => ({
      question,
      labels: counted(labels),
      ...(group !== undefined && { group }),
      choices,
      flipped: flipped && { question: flipped.question, labels: counted(flipped.labels) },
      mistakes,
    }),
  );
  const flip = (problem: Problem): QuestionProblem => {
    const { question, labels, flipped, ...same } = problem as QuestionProblem;
    return { ...same, ...flipped!, flipped: { question, labels }, mistakes: [] };
  };
  const corrupt: Task['corrupt'] = (problem, thought, { start, end }) =>
    mistaken(thought.slice(start, end), (problem as QuestionProblem).mistakes);
  return {
    kind: 'questions',
    rules: Object.keys(questions[0].labels),
    chance: chanceOf(problems),
    maxTokens: options.maxTokens,
    flips: options.flips,
    mentions: options.flips,
    fillers: options.filler,
    problem: (stream) => stream.choice(problems),
    sample: (count, stream) => stream.shuffled(problems).slice(0, count),
    candidates: (problem) => (problem as QuestionProblem).choices,
    canonical,
    differs: DIFFERENCES[options.different],
    units: sentenceUnits,
    length: (thought) => sentenceUnits(thought).reduce((sum, { weight }) => sum + weight, 0),
    ...(questions.every(({ flipped }) => flipped) && { flip }),
    ...(questions.some(({ mistakes }) => mistakes.length > 0) && { corrupt }),
  };
}
