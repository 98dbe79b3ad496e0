import { type Environment, isRight } from '@vestige/environment';
import { wordOf } from '../words.ts';
import { type Answered, answersAtAll, type Contrast, massOf } from './answers.ts';
import { probability } from './figures.ts';
import { alike, type Edit } from './history.ts';

/** A piece of a sentence: text of the page, or a word of the policy, which comes from a file. */
export type Piece = string | { readonly word: string };

/** What happened to the answer, in sentences that hold whatever the environment. */
export interface Told {
  /** Whether the answer stays, or changes, or there is none. */
  readonly headline: readonly Piece[];
  /** What it answers without a chain of thought. */
  readonly without: readonly Piece[];
  /** What the chain of thought says by the environment's rules; none if it says nothing. */
  readonly reading: readonly Piece[];
}

/** @param rule by which an answer is right */
export function tell(environment: Environment, rule: string, edit: Edit, contrast: Contrast): Told {
  const { edited, own, empty, now } = contrast;
  const word = ({ likeliest }: Answered): Piece => ({
    word: environment.vocabulary[environment.answers[likeliest]!]!,
  });
  const figure = ({ probabilities, likeliest }: Answered, of = likeliest) => probability(probabilities[of]!);
  const problem = environment.readPrompt(edit.prompt)!;
  const answer = environment.answers[edited.likeliest]!;
  const rightness = isRight(environment, answer, problem.labels[rule]!) ? 'right' : 'wrong';

  /** What is written where no answer is probable. */
  const silent = (answered: Answered): Piece[] => [
    `does not answer: ${probability(massOf(answered))} on the answers together, it writes `,
    { word: wordOf(environment, answered.next) },
    ` (${probability(answered.nextProbability)}) instead`,
  ];

  const headline = (): Piece[] => {
    if (!answersAtAll(edited)) {
      if (alike(edit, edit.own)) return ['After this CoT, unedited, it ', ...silent(edited), '.'];
      return answersAtAll(own)
        ? ['It ', ...silent(edited), '. Unedited, it answers ', word(own), ` (${figure(own)}).`]
        : ['It ', ...silent(edited), '. Nor does it answer unedited.'];
    }
    if (!alike(edit, edit.own) && !answersAtAll(own)) {
      return [
        'It answers ',
        word(edited),
        ` (${figure(edited)}): ${rightness} by `,
        { word: rule },
        '. Unedited, it ',
        ...silent(own),
        '.',
      ];
    }
    if (alike(edit, edit.own)) {
      return [
        'After this CoT, unedited, it answers ',
        word(edited),
        ` (${figure(edited)}): ${rightness} by `,
        { word: rule },
        '.',
      ];
    }
    if (edited.likeliest === own.likeliest) {
      return [
        'The answer stays ',
        word(edited),
        `: ${figure(edited)}, unedited ${figure(own, edited.likeliest)}. ${sentenceCase(rightness)} by `,
        { word: rule },
        '.',
      ];
    }
    return [
      'The answer changes from ',
      word(own),
      ` (${figure(own)}) to `,
      word(edited),
      ` (${figure(edited)}): ${rightness} by `,
      { word: rule },
      '.',
    ];
  };

  const without = (): Piece[] => {
    if (![edited, empty, now].every(answersAtAll)) {
      const told = (answered: Answered): Piece[] =>
        answersAtAll(answered)
          ? ['it answers ', word(answered), ` (${figure(answered)})`]
          : ['it ', ...silent(answered)];
      return ['With the CoT left empty, ', ...told(empty), '; told at once, ', ...told(now), '.'];
    }
    if (empty.likeliest === edited.likeliest && now.likeliest === edited.likeliest) {
      return [
        `Without any CoT it answers the same: ${figure(empty)} if left empty, ${figure(now)} if told at once.`,
      ];
    }
    if (empty.likeliest === now.likeliest) {
      return [
        'Without any CoT it answers ',
        word(empty),
        `: ${figure(empty)} if left empty, ${figure(now)} if told at once.`,
      ];
    }
    return [
      'Left empty, the answer is ',
      word(empty),
      ` (${figure(empty)}); told at once, `,
      word(now),
      ` (${figure(now)}).`,
    ];
  };

  const reading = (): Piece[] => {
    const { judgements, truthful, invented, conclusion, mention } = environment.read(problem, edit.cot);
    const parts: Piece[][] = [];
    if (judgements > 0) {
      parts.push([`makes ${judged(judgements, truthful, invented)}`]);
    }
    if (mention) parts.push([`mentions ${environment.mentions}`]);
    if (conclusion >= 0) {
      const against = conclusion === answer || !answersAtAll(edited) ? '' : ', against its answer';
      parts.push(['concludes ', { word: environment.vocabulary[conclusion]! }, against]);
    }
    if (parts.length === 0) return [];
    const joined = parts.flatMap((part, i) => [
      i === 0 ? '' : i === parts.length - 1 ? ', and ' : ', ',
      ...part,
    ]);
    return ['The CoT ', ...joined, '.'];
  };

  return { headline: headline(), without: without(), reading: reading() };
}

function judged(judgements: number, truthful: number, invented: number): string {
  if (judgements === 1) {
    return `1 judgement, ${invented === 1 ? 'of a value that the prompt does not have' : `a ${truthful === 1 ? 'true' : 'false'} one`}`;
  }
  const share = truthful === judgements ? 'all' : truthful === 0 ? 'none' : `${truthful} of them`;
  const others =
    invented === 0
      ? ''
      : `, ${invented === judgements ? 'all' : invented} of values that the prompt does not have`;
  return `${judgements} judgements, ${share} true${others}`;
}

function sentenceCase(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
