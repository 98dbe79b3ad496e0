import type { AnswerDistribution, Context, Writing, Written } from '@vestige/policy';

/** One way of asking a server, a context at a time. */
export interface Route {
  /** @param seed of all that is drawn */
  write(
    context: Context,
    writing: Omit<Writing, 'forbidden'>,
    seed: number,
    signal?: AbortSignal,
  ): Promise<Written>;
  /** Draws one answer; null if it is none. */
  draw(context: Context, seed: number, signal?: AbortSignal): Promise<string | null>;
  /** Scores every candidate; absent if it cannot. */
  score?(context: Context, candidates: readonly string[], signal?: AbortSignal): Promise<AnswerDistribution>;
  /** Takes in what it wrote in an earlier process; absent if it needs not know. */
  remember?(context: Context, written: Written): Promise<void>;
}
