import { type Found, placesOf, sentencesWith, type TextQuery } from '@vestige/browse';
import type { Feature, ReinforcementOptions } from '@vestige/reinforcement';
import type { ShownRollout, ShownText } from '@vestige/rollouts-page';

/** Characters of a text that are shown, and places that are marked in it. */
const MOST = 100_000;
const MOST_MARKS = 1000;

/** Features of a run, by which its sentences are coloured. */
export interface RunFeatures {
  /** Number of the first in the list that the page has. */
  readonly first: number;
  readonly features: readonly Feature[];
}

/** Makes rollouts what the page shows of them. @param where text in which features were looked for */
export function shower(
  runs: ReadonlyMap<string, RunFeatures>,
  where: ReinforcementOptions['where'],
): (rollout: Found, query: TextQuery) => ShownRollout {
  const sentences = new Map([...runs].map(([run, { features }]) => [run, sentencesWith(features)]));
  const plain = sentencesWith([]);
  return (rollout, query) => {
    const { run, question, thought, response, boundary } = rollout;
    const first = runs.get(run)?.first ?? 0;
    const shown = (text: string, searched: boolean, marked: boolean): ShownText => {
      const held = wellCut(text);
      const split = searched ? (sentences.get(run) ?? plain) : plain;
      return {
        text: held,
        cut: text.length - held.length,
        sentences: split(held).map(({ start, end, features }) => [
          start,
          end,
          features.map((feature) => first + feature),
        ]),
        matches: marked ? placesOf(query, held).slice(0, MOST_MARKS) : [],
      };
    };
    const inResponse = where !== 'thought' || (thought === null && boundary === 'unknown');
    return {
      ...rollout,
      question: shown(question, false, false),
      thought: thought === null ? null : shown(thought, where !== 'response', true),
      response: shown(response, inResponse, true),
    };
  };
}

/** The beginning of a long text, no character cut in halves. */
function wellCut(text: string): string {
  if (text.length <= MOST) return text;
  return text.slice(0, text.codePointAt(MOST - 1)! > 0xffff ? MOST - 1 : MOST);
}
