import type { Outcome, Transcript } from '../../format.ts';
import { spliced } from '../../splice.ts';

/** The question and the thought that an intervention showed; the thought null if there was none. */
export function shownIn(
  { question, thought }: Pick<Transcript, 'question' | 'thought'>,
  outcome: Pick<Outcome, 'question' | 'thought'>,
): { readonly question: string; readonly thought: string | null } {
  return {
    question: outcome.question ? spliced(question, outcome.question) : question,
    thought: outcome.thought === undefined ? thought : outcome.thought && spliced(thought, outcome.thought),
  };
}
