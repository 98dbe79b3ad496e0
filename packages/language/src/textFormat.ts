/** A part of what a model reads. Control words, those of a template, count as such; what a question says never does. */
export interface Piece {
  readonly text: string;
  readonly control?: boolean;
}

/** How a question, a thought and an answer stand in what a model reads and writes. */
export interface TextFormat {
  /** All that stands before the thought, the question in it. */
  thinking(question: string): readonly Piece[];
  /** All that stands before the answer where no thought is asked for. */
  now(question: string): readonly Piece[];
  /** What stands between a thought and its answer; its first piece is what ends the thought. */
  readonly close: readonly Piece[];
  /** What stands before a thought and before an answer that is not empty, such as a space. */
  readonly before: string;
  /** The answer in what was written after {@link close}; null if it is none. */
  answerIn(written: string): string | null;
}

/** What ends a thought, as it is written. */
export function endOfThought({ close }: TextFormat): string {
  return close[0]!.text;
}

/** A thought or an answer as it stands in a text. */
export function inText({ before }: TextFormat, words: string): string {
  return words === '' ? '' : `${before}${words}`;
}

/** The inverse of {@link inText}. */
export function outOfText({ before }: TextFormat, text: string): string {
  return text.startsWith(before) ? text.slice(before.length) : text;
}

/** What the format of words needs of an environment. */
interface AnsweringWords {
  /** Stands before an answer, such as `verdict`. */
  readonly answerPrefix: string;
  readonly answers: readonly string[];
}

/** The format of policies that Vestige trained and wrote as GGUF: words, a space before each. */
export function wordsFormat({ answerPrefix, answers }: AnsweringWords): TextFormat {
  const question = (text: string): Piece[] => [{ text: '<bos>', control: true }, { text: ` ${text}` }];
  const answer = { text: ` ${answerPrefix}` };
  return {
    thinking: (text) => [...question(text), { text: ' <think>', control: true }],
    now: (text) => [...question(text), { text: ' <now>', control: true }, answer],
    close: [{ text: ' </think>', control: true }, answer],
    before: ' ',
    answerIn: (written) => answers.find((word) => written === ` ${word}`) ?? null,
  };
}
