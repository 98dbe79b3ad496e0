import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKENS } from '@vestige/policy';
import { trainingFlops } from './flops.ts';
import type { Work, Workload } from './protocol.ts';
import { CONTEXT_LENGTH, type Setup, setupNamed } from './setups.ts';
import { type Cores, vestige } from './systems.ts';
import { environmentOf } from './vestige/environments.ts';

/** Rollouts of a prompt where there are groups: what TRL takes unless told otherwise. */
const GROUP_SIZE = 8;

/** Base policies and data of the setups, in a temporary directory until disposed of. */
export class Workloads {
  readonly #cores: Cores;
  readonly #say: (line: string) => void;
  readonly #directory = mkdtempSync(join(tmpdir(), 'vestige-benchmarks-'));
  readonly #written = new Set<string>();

  constructor(cores: Cores, say: (line: string) => void) {
    this.#cores = cores;
    this.#say = say;
  }

  /** A workload on a setup, whose base policy is trained the first time. */
  async of(name: string, kind: Workload['kind'], { stops = true } = {}): Promise<Workload> {
    const setup = setupNamed(name);
    const files = { base: join(this.#directory, name), work: join(this.#directory, `${name}.json`) };
    if (!this.#written.has(name)) {
      this.#say(`${name}: training the base policy, ${setup.base.steps} steps`);
      using child = vestige(this.#cores).start();
      await child.ask({ write: { setup: name, ...files } });
      this.#written.add(name);
    }
    return { ...workloadOf(setup, kind), ...files, stops };
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function workloadOf(setup: Setup, kind: Workload['kind']) {
  const { vocabulary, promptLength, maxTokens, answerPrefix, format } = environmentOf(setup);
  const { eos, endThink } = TOKENS;
  return {
    kind,
    setup: setup.name,
    model: { ...setup.model, contextLength: CONTEXT_LENGTH },
    vocabularySize: vocabulary.length,
    promptLength,
    trainBatch: setup.trainBatch,
    rolloutBatch: setup.rolloutBatch,
    groupSize: GROUP_SIZE,
    learningRate: 1e-9,
    task: {
      maxNewTokens: maxTokens,
      eos,
      endThink,
      answerPrefix: format.ids(answerPrefix),
      kl: 0.01,
    },
  };
}

/** Operations that a supervised step on a workload needs, the mean over its batches. */
export function stepFlops(workload: Workload): number {
  const { demonstrations } = JSON.parse(readFileSync(workload.work, 'utf8')) as Work;
  const { trainBatch, promptLength, vocabularySize, model } = workload;
  // A sequence's last token is only predicted.
  const lengths = demonstrations.map((tokens) => tokens.length - 1);
  const wanted = demonstrations.reduce((sum, { length }) => sum + length - promptLength, 0);
  const shared = demonstrations.map((tokens, i) => {
    const batch = demonstrations.slice(i - (i % trainBatch), i);
    return sharedWithAny(tokens.slice(0, promptLength), batch);
  });
  const batches = demonstrations.length / trainBatch;
  return trainingFlops({ ...model, vocabularySize, lengths, shared, wanted }) / batches;
}

/** Length of the longest beginning of a prompt that one of the other sequences begins with. */
function sharedWithAny(prompt: readonly number[], others: readonly (readonly number[])[]): number {
  const alike = (other: readonly number[]) => {
    const end = prompt.findIndex((token, t) => token !== other[t]);
    return end < 0 ? prompt.length : end;
  };
  return others.reduce((most, other) => Math.max(most, alike(other)), 0);
}

/** The sizes of a workload in words. */
export function describeWorkload({ kind, setup, stops, ...sizes }: Workload): string {
  const { trainBatch, rolloutBatch, promptLength, task, model } = sizes;
  if (kind === 'train') return `${setup}: width ${model.width}, ${trainBatch} sequences`;
  const upTo = kind === 'sample' && !stops ? '' : 'up to ';
  return `${setup}: width ${model.width}, ${rolloutBatch} x ${promptLength} + ${upTo}${task.maxNewTokens}`;
}
