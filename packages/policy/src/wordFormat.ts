import type { Context, Lesson, Written } from './policy.ts';
import { wordIds } from './wordIds.ts';

/** Token ids that every closed vocabulary has, at its head. */
export const TOKENS = { pad: 0, bos: 1, think: 2, now: 3, endThink: 4, eos: 5 } as const;

/** The words of {@link TOKENS}, in the order of their ids. */
export const CONTROL_WORDS = ['<pad>', '<bos>', '<think>', '<now>', '</think>', '<eos>'] as const;

/** A closed vocabulary, and how an answer is given in it. */
export interface ClosedVocabulary {
  /** Token id -> word; begins with {@link CONTROL_WORDS}. */
  readonly vocabulary: readonly string[];
  /** Words between `</think>` and the answer, separated by spaces; may be empty. */
  readonly answerPrefix: string;
  /** Every answer, a word each. */
  readonly answers: readonly string[];
}

/**
 * Text of a closed vocabulary to token ids and back, without loss: one token a word, words separated by single
 * spaces. A context is `<bos> question <think> thought`, or `<bos> question <now>`, and a completion
 * `thought </think> answerPrefix answer <eos>`, or `answerPrefix answer <eos>`. Sequences are put together and
 * completions taken apart here and nowhere else.
 */
export interface WordFormat {
  readonly vocabulary: readonly string[];
  /** Token ids of the answers. */
  readonly answers: readonly number[];
  /** @throws if a word is none of the vocabulary */
  ids(text: string): number[];
  text(ids: ArrayLike<number>): string;
  /** The question as it is asked: to think, or to answer at once. */
  prompt(question: string, mode: 'think' | 'now'): number[];
  /** All that stands before the answer: prompt, thought, `</think>` and answer prefix. */
  beforeAnswer(context: Context): number[];
  /** What is to be learnt: the prompt, and the completion that gives the answer. */
  lesson(lesson: Lesson): { readonly prompt: number[]; readonly completion: number[] };
  /**
   * Takes a completion of a prompt apart, strictly: the *first* `</think>`, then the answer, then the end. A looser
   * reading ("the label appears anywhere") rewards policies that answer many times.
   *
   * @param completion token ids after the prompt, without padding
   * @returns the tokens before `</think>`, all if there is none; the answer, null if it is not well-formed
   */
  parse(completion: readonly number[], mode?: 'think' | 'now'): Parsed;
}

/** A completion taken apart. */
export interface Parsed extends Pick<Written, 'answer'> {
  readonly cot: readonly number[];
}

/** The words of a text of a closed vocabulary. */
export function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

export function wordFormat({ vocabulary, answerPrefix, answers: answerWords }: ClosedVocabulary): WordFormat {
  const ids = wordIds(vocabulary);
  const prefix = ids(answerPrefix);
  const answers = answerWords.flatMap((answer) => ids(answer));
  const prompt = (question: string, mode: 'think' | 'now') => [TOKENS.bos, ...ids(question), TOKENS[mode]];
  const promptOf = ({ question, thought }: Context) => prompt(question, thought === null ? 'now' : 'think');
  const upToAnswer = ({ thought }: Context) => [
    ...(thought === null ? [] : [...ids(thought), TOKENS.endThink]),
    ...prefix,
  ];
  const text = (some: ArrayLike<number>) => Array.from(some, (id) => vocabulary[id]!).join(' ');
  const parse = (completion: readonly number[], mode: 'think' | 'now' = 'think') => {
    const end = mode === 'now' ? -1 : completion.indexOf(TOKENS.endThink);
    if (mode === 'think' && end < 0) return { cot: completion, answer: null };
    const tail = completion.slice(end + 1);
    const answer = tail[prefix.length] ?? -1;
    const wellFormed =
      tail.length === prefix.length + 2 &&
      prefix.every((token, i) => tail[i] === token) &&
      answers.includes(answer) &&
      tail.at(-1) === TOKENS.eos;
    return { cot: completion.slice(0, Math.max(0, end)), answer: wellFormed ? vocabulary[answer]! : null };
  };
  return {
    vocabulary,
    answers,
    ids,
    text,
    prompt,
    beforeAnswer: (context) => [...promptOf(context), ...upToAnswer(context)],
    lesson: ({ context, answer }) => ({
      prompt: promptOf(context),
      completion: [...upToAnswer(context), ...ids(answer), TOKENS.eos],
    }),
    parse,
  };
}
