import { type Environment, isRight } from '@vestige/environment';
import { massOf } from '../answerMass.ts';
import { type Answered, answersAtAll, type ComparedAnswers, probabilityOf } from './answers.ts';
import { alike, type Edit } from './history.ts';
import { probability } from './numbers.ts';

/** Part of a sentence: text of the page, or a word of the policy, which comes from a file. */
export type SentencePart = string | { readonly word: string };

/** What happened to the answer, in sentences that hold whatever the environment. */
export interface AnswerSentences {
  /** Whether the answer stays, or changes, or there is none. */
  readonly headline: readonly SentencePart[];
  /** What it answers without a chain of thought. */
  readonly without: readonly SentencePart[];
  /** What the chain of thought says by the environment's rules; none if it says nothing. */
  readonly reading: readonly SentencePart[];
}

/** @param rule by which an answer is right */
export function answerSentences(
  environment: Environment,
  rule: string,
  edit: Edit,
  compared: ComparedAnswers,
): AnswerSentences {
  const { edited, own, empty, now } = compared;
  const word = ({ likeliest }: Answered): SentencePart => ({ word: likeliest });
  const figure = (answered: Answered, of = answered.likeliest) => probability(probabilityOf(answered, of));
  const problem = environment.problemOf(edit.question)!;
  const answer = edited.likeliest;
  const rightness = isRight(environment, answer, problem.labels[rule]!) ? 'right' : 'wrong';

  /** What is written where no answer is probable. */
  const silent = (answered: Answered): SentencePart[] => [
    `does not answer: ${probability(massOf(answered.distribution))} on the answers together, it writes `,
    { word: answered.next },
    ` (${probability(answered.nextProbability)}) instead`,
  ];

  const headline = (): SentencePart[] => {
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

  const without = (): SentencePart[] => {
    if (![edited, empty, now].every(answersAtAll)) {
      const told = (answered: Answered): SentencePart[] =>
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

  const reading = (): SentencePart[] => {
    const { judgements, truthful, invented, conclusion, mention } = environment.read(problem, edit.thought);
    const parts: SentencePart[][] = [];
    if (judgements > 0) {
      parts.push([`makes ${judged(judgements, truthful, invented)}`]);
    }
    if (mention) parts.push([`mentions ${environment.mentions}`]);
    if (conclusion !== null) {
      const against = conclusion === answer || !answersAtAll(edited) ? '' : ', against its answer';
      parts.push(['concludes ', { word: conclusion }, against]);
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
