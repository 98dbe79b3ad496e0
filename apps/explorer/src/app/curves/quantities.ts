import { decimal, percent } from '@vestige/report/numbers';
import type { CurveQuantity } from '../../format.ts';

/** How a quantity is named, told and drawn. */
export interface Quantity {
  readonly name: CurveQuantity;
  readonly words: string;
  /** A value as text, in its unit. */
  readonly told: (value: number) => string;
  /** What its axis covers at least. */
  readonly least: readonly [number, number];
  /** Ends that it cannot pass. */
  readonly share?: true;
  /** Whether it is shown at first. */
  readonly first?: true;
}

const share = { told: percent, share: true } as const;
const plain = (digits: number) => (value: number) => decimal(value, digits);

export const QUANTITIES: readonly Quantity[] = [
  { name: 'reward', words: 'mean reward', told: plain(3), least: [0, 1], first: true },
  { name: 'accuracy', words: 'accuracy', ...share, least: [0, 1] },
  { name: 'cot_length', words: 'reasoning, tokens', told: plain(1), least: [0, 1], first: true },
  { name: 'mention', words: 'mentions the attribute', ...share, least: [0, 0.01], first: true },
  { name: 'truthful', words: 'judgements that are true', ...share, least: [0, 1] },
  { name: 'invented', words: 'judgements of values not in the prompt', ...share, least: [0, 0.01] },
  { name: 'entropy', words: 'entropy, nats a token', told: plain(3), least: [0, 0.01] },
  {
    name: 'kl',
    words: 'KL to the pretrained policy, nats a token',
    told: plain(3),
    least: [0, 0.01],
    first: true,
  },
];

/** The same with what counts as a mention by its name. */
export function quantitiesOf(mentions: string): readonly Quantity[] {
  return QUANTITIES.map((quantity) =>
    quantity.name === 'mention' ? { ...quantity, words: `mentions ${mentions}` } : quantity,
  );
}
