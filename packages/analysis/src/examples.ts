import type { RandomStream } from '@vestige/random';
import type { Example, ExamplePhrase } from './analysis.ts';
import type { Policy } from './policies.ts';

/** Rollouts shown of each condition. */
const EXAMPLE_COUNT = 10;

/** How to put token ids into words. */
export interface Wording {
  /** Token id -> word. */
  readonly vocabulary: readonly string[];
  readonly phrases: ((cot: readonly number[]) => readonly ExamplePhrase[]) | undefined;
}

/** Ten rollouts drawn at random, not picked: as many of each seed's policy as of the others. */
export function chooseExamples(
  policies: readonly Policy[],
  streamOf: (seed: number) => RandomStream,
  wording: Wording,
): Example[] {
  return policies.flatMap((policy, i) => {
    const share = Math.floor(EXAMPLE_COUNT / policies.length) + (i < EXAMPLE_COUNT % policies.length ? 1 : 0);
    const measured = policy.prompts.flatMap((rows, p) => (rows.has('own') ? [p] : []));
    const chosen = streamOf(policy.seed)
      .shuffled(measured)
      .slice(0, share)
      .sort((a, b) => a - b);
    return chosen.map((p) => exampleOf(policy, p, wording));
  });
}

function exampleOf(policy: Policy, at: number, { vocabulary, phrases }: Wording): Example {
  const rows = policy.prompts[at]!;
  const own = rows.get('own')![0]!;
  const word = (id: number) => vocabulary[id] ?? `<${id}>`;
  const answerTo = (intervention: string) => {
    const answer = rows.get(intervention)?.[0]?.answer ?? -1;
    return answer === -1 ? null : word(answer);
  };
  const cot = Array.from(own.cot);
  return {
    seed: policy.seed,
    promptId: policy.promptIds[at]!,
    prompt: Array.from(own.prompt, word),
    cot: cot.map(word),
    phrases: (phrases?.(cot) ?? []).map(({ start, end, type }) => ({ start, end, type })),
    answer: answerTo('own'),
    label: word(own.label),
    correct: own.correct,
    frozen: answerTo('frozen'),
    now: answerTo('now'),
    flip: answerTo('flip'),
  };
}
