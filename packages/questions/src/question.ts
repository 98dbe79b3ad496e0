/** A question as its line in the file says it, checked. */
export interface Question {
  /** What others call it; null if it has no such name. */
  readonly id: string | null;
  readonly question: string;
  /** The right answer under each rule, as written. */
  readonly labels: Readonly<Record<string, string>>;
  /** The possible answers, as a policy is to write them; null if it is open. */
  readonly choices: readonly string[] | null;
  readonly group?: string;
  /** The same question with the deciding attribute changed; null if there is none. */
  readonly flipped: { readonly question: string; readonly labels: Readonly<Record<string, string>> } | null;
  /** Statements that a thought may make, with what would be false in their place. */
  readonly mistakes: readonly Mistake[];
}

/** A statement that is true of a question, and a false one in its place. */
export interface Mistake {
  readonly right: string;
  readonly wrong: string;
}

/** The rule of questions whose answer is no object. */
export const ONLY_RULE = 'answer';
