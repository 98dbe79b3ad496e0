/** Something that a text has or has not. */
export interface Feature {
  /** `phrase` and `unit` are found in the rollouts, `word` and `pattern` are named by the user. */
  readonly kind: 'phrase' | 'unit' | 'word' | 'pattern';
  /** The words of a phrase, the template of a unit, the word, or the name of a pattern. */
  readonly name: string;
  /** Regular expression of a pattern. */
  readonly source?: string;
  /** Others found in nearly the same rollouts, which are not looked at by themselves. */
  readonly alike: readonly string[];
}
