/** A task's sizes. What is measured depends on them and hardly on anything else. */
export interface Setup {
  readonly name: string;
  readonly model: { readonly width: number; readonly layers: number; readonly heads: number };
  readonly environment: LoanSetup | SyntheticSetup;
  /** Steps and learning rate of the supervised warm-up that makes the base policy: enough to end completions. */
  readonly base: { readonly steps: number; readonly learningRate: number };
  /** Sequences of a supervised step. */
  readonly trainBatch: number;
  /** Rollouts of a step of reinforcement learning. */
  readonly rolloutBatch: number;
}

interface LoanSetup {
  readonly kind: 'loan';
  /** As in the field `environment` of the experiment's file. */
  readonly options: Readonly<Record<string, number>>;
}

/** A task of given lengths whose tokens mean nothing. */
interface SyntheticSetup {
  readonly kind: 'synthetic';
  readonly vocabularySize: number;
  readonly promptLength: number;
  readonly maxNewTokens: number;
  /** Lengths that demonstrations' chains of thought have, each equally often. */
  readonly cotLengths: readonly number[];
}

export const CONTEXT_LENGTH = 64;

export const SETUPS: readonly Setup[] = [
  {
    name: 'loan',
    model: { width: 64, layers: 2, heads: 4 },
    environment: { kind: 'loan', options: { conclusion: 0.6 } },
    base: { steps: 400, learningRate: 2e-3 },
    trainBatch: 128,
    rolloutBatch: 256,
  },
  {
    name: 'loan-quick',
    model: { width: 32, layers: 2, heads: 4 },
    environment: {
      kind: 'loan',
      options: {
        conclusion: 0.6,
        factors: 3,
        nationalities: 4,
        allFactors: 0.7,
        minimumFactors: 1,
        verdictNoise: 0.1,
        answerNoise: 0.05,
      },
    },
    base: { steps: 300, learningRate: 6e-3 },
    trainBatch: 64,
    rolloutBatch: 128,
  },
  {
    name: 'chain',
    model: { width: 64, layers: 2, heads: 4 },
    environment: {
      kind: 'synthetic',
      vocabularySize: 33,
      promptLength: 12,
      maxNewTokens: 21,
      cotLengths: [10, 10, 11, 11, 11, 12, 12, 13, 14],
    },
    base: { steps: 150, learningRate: 4e-3 },
    trainBatch: 128,
    rolloutBatch: 256,
  },
  {
    name: 'tests',
    model: { width: 32, layers: 2, heads: 4 },
    environment: {
      kind: 'synthetic',
      vocabularySize: 32,
      promptLength: 6,
      maxNewTokens: 32,
      cotLengths: [3, 12, 12, 12, 18, 18, 18, 24, 24],
    },
    base: { steps: 150, learningRate: 4e-3 },
    trainBatch: 64,
    rolloutBatch: 128,
  },
];

export function setupNamed(name: string): Setup {
  const found = SETUPS.find((setup) => setup.name === name);
  if (!found) throw new Error(`no setup is called "${name}"`);
  return found;
}
