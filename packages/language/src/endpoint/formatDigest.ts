import type { TextFormat } from '../textFormat.ts';

/** A question that no template holds. */
const QUESTION = '\u0002question\u0003';

/** What can be told apart of a format without asking it for answers: how it renders. */
export function formatDigest({ thinking, now, close, before }: TextFormat): object {
  return [thinking(QUESTION), now(QUESTION), close, before];
}
