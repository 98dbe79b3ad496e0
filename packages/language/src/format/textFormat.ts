import type { ChatFormat } from './chatMessages.ts';

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
  /**
   * All that stands before a reply to a message that is no question, without a thought.
   *
   * @throws {FormatError} if there is no such thing
   */
  message(message: string): readonly Piece[];
  /** All that stands between a thought, as it stands in the text, and its answer. */
  close(thought: string): readonly Piece[];
  /** What stands before a thought, and before an answer, that is not empty, such as a space. */
  readonly before: { readonly thought: string; readonly answer: string };
  /** Whether control words that a thought holds count as such; not if absent. */
  readonly controlInThought?: boolean;
  /**
   * Where a thought ends.
   *
   * @param text all that stands after {@link thinking}
   * @param from where it was begun to be written: an end before that is none
   * @returns the place of what ends it; -1 if it has not ended
   */
  endOfThought(text: string, from: number): number;
  /** Texts of which each ends a thought: one who writes may stop there. Empty if what ends it is no fixed text. */
  readonly ends: readonly string[];
  /**
   * Whether an answer has been given, so that nothing more need be written.
   *
   * @param after what follows the thought, what ends it included
   */
  answered(after: string): boolean;
  /**
   * The answer; null if there is none, or none that is well-formed.
   *
   * @param after what follows the thought, what ends it included
   */
  answerIn(after: string, question: string): string | null | Promise<string | null>;
  /** The same as messages, for servers that render them themselves; absent if there are none. */
  readonly chat?: ChatFormat;
  /** All that makes it another format, as JSON. */
  readonly description: unknown;
}

/** A thought as it stands in a text. */
export function thoughtInText({ before }: TextFormat, thought: string): string {
  return thought === '' ? '' : `${before.thought}${thought}`;
}

/** The inverse of {@link thoughtInText}. */
export function thoughtOutOfText({ before }: TextFormat, text: string): string {
  return text.startsWith(before.thought) ? text.slice(before.thought.length) : text;
}

/** An answer as it stands in a text. */
export function answerInText({ before }: TextFormat, answer: string): string {
  return answer === '' ? '' : `${before.answer}${answer}`;
}

/** Some pieces as one text. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
