/** What a sweep made of a condition or base: one point of it. */
export interface Swept {
  /** Dotted field of the condition or base whose sweep it was, such as `reinforcement.kl`. */
  readonly field: string;
  readonly value: unknown;
  /** Name in the file of what was expanded; its points have it in common. */
  readonly of: string;
}
