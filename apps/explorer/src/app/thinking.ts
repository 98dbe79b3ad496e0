import type { Context } from '@vestige/policy';

/** A question with a chain of thought after it, empty or not. */
export interface Thinking extends Context {
  readonly thought: string;
}
