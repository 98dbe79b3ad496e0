import type { Task, Unit } from '@vestige/environment';
import type { Policy } from '@vestige/policy';
import { type AskedCondition, ModelPlayground } from './modelPlayground.ts';

/** A policy that is no model: it answers `yes` the more, the more sentences its thought has. */
export interface Planted {
  readonly playground: ModelPlayground;
  /** What happened, in order: `open a`, `answers a`, `close a`. */
  readonly log: string[];
  /** What it is asked waits for these, where there are any. */
  readonly gates: Promise<void>[];
}

const units = (thought: string): Unit[] =>
  Array.from(thought.matchAll(/[^.\s][^.]*\./g), ({ 0: text, index }) => ({
    ...{ start: index, end: index + text.length, kind: 'statement', weight: 1 },
  }));

const TASK: Task = {
  ...{ kind: 'questions', rules: ['answer'], chance: 0.5, maxTokens: 20 },
  ...{ flips: '', mentions: '', fillers: [] },
  problem: () => ({ question: 'known?', labels: { answer: 'yes' } }),
  sample: () => [{ question: 'known?', labels: { answer: 'yes' } }],
  candidates: () => ['yes', 'no'],
  units,
  length: (thought) => units(thought).length,
};

/** A playground of two planted policies, `a` and `b`. */
export function planted(): Planted {
  const log: string[] = [];
  const gates: Promise<void>[] = [];
  const reached = async (what: string, signal: AbortSignal | undefined) => {
    log.push(what);
    await Promise.race([
      Promise.all(gates),
      new Promise((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason))),
    ]);
  };
  const policyOf = (id: string): Policy => ({
    ...{ id, can: new Set(['score', 'prefill'] as const) },
    async answers(questions, _stream, signal) {
      await reached(`answers ${id}`, signal);
      return questions.map(({ context, candidates }) => {
        const yes = 1 - 1 / (2 + units(context.thought ?? '').length);
        const probability = Float64Array.from([yes, 1 - yes]);
        return { answers: candidates ?? ['yes', 'no'], probability, mass: 1, basis: 'scored' };
      });
    },
    async write(contexts, { onThought }, _stream, signal) {
      for (const [i, { thought }] of contexts.entries()) onThought?.(i, `${thought} Mo`);
      await reached(`write ${id}`, signal);
      return contexts.map(({ thought }) => ({
        ...{ thought: `${thought} More.`.trim(), answer: 'yes', stop: 'end', raw: ' More. yes' },
        trace: { ids: [1], logProbs: [0] },
      }));
    },
  });
  const conditionOf = (id: string): AskedCondition => ({
    task: TASK,
    open: async () => {
      log.push(`open ${id}`);
      return {
        policy: policyOf(id),
        [Symbol.asyncDispose]: async () => void log.push(`close ${id}`),
      };
    },
  });
  return {
    ...{ log, gates },
    playground: new ModelPlayground(new Map(['a', 'b'].map((id) => [id, conditionOf(id)]))),
  };
}
