import { createEnvironment, environmentSchema, type Task } from '@vestige/environment';
import type { AnswerDistribution, Policy, Written } from '@vestige/policy';
import { describe, expect, test } from 'vitest';
import { ablate } from './ablate.ts';
import type { AblationTask } from './ablationTask.ts';
import { ablationSchema } from './options.ts';

// Policies that are not of a closed vocabulary: asked in blocks, sampled, or without a way to put a thought into their mouth.

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const THOUGHT = 'income3 good up credit0 bad down so verdict deny';

/** Writes the same thought to every question, and answers by its last word; by a coin where there is none. */
function planted(options: { block?: number; samples?: number; prefill?: boolean }): {
  readonly policy: Policy;
  readonly calls: { writes: number; answers: number[] };
} {
  const { block, samples, prefill = true } = options;
  const calls = { writes: 0, answers: [] as number[] };
  const answerOf = (thought: string | null) => (thought ? (thought.split(' ').at(-1) ?? '') : '');
  const policy: Policy = {
    id: 'planted',
    can: new Set(prefill ? (samples === undefined ? ['score', 'prefill'] : ['prefill']) : []),
    ...(block !== undefined && { block }),
    async write(contexts, { until }, stream) {
      calls.writes += contexts.length;
      return contexts.map(({ thought: given }): Written => {
        const begun = given ?? '';
        const last = stream.chance(0.5) ? 'approve' : 'deny';
        const thought = begun === '' ? THOUGHT.replace(/\w+$/, last) : `${begun} then ${last}`;
        return {
          thought,
          answer: until === 'answer' ? answerOf(thought) : null,
          stop: 'end',
          raw: thought.slice(begun.length),
        };
      });
    },
    async answers(questions, stream) {
      calls.answers.push(questions.length);
      return questions.map(({ context: { thought } }): AnswerDistribution => {
        const said = answerOf(thought);
        const answers = ['approve', 'deny'];
        const known = answers.includes(said);
        if (samples === undefined) {
          const probability = answers.map((one) => (known ? Number(one === said) : 0.5));
          return { answers, probability: Float64Array.from(probability), mass: 1, basis: 'scored' };
        }
        const drawn = Array.from({ length: samples }, () =>
          known ? said : stream.chance(0.5) ? 'approve' : 'deny',
        );
        const probability = answers.map((one) => drawn.filter((other) => other === one).length / samples);
        return { answers, probability: Float64Array.from(probability), mass: null, basis: 'sampled' };
      });
    },
  };
  return { policy, calls };
}

const chosen = ablationSchema.parse({
  interventions: ['now', 'cut', 'swap', 'dropEach', 'resampleEach', 'flip', 'regrow'],
  cuts: [0],
  phrases: 3,
  rollouts: 2,
});

async function rowsOf(policy: Policy, changes: Partial<AblationTask> = {}) {
  const task = { task: environment, rule: 'factors', options: chosen, seed: 0, prompts: 10, step: 0 };
  return (await Array.fromAsync(ablate(policy, { ...task, final: true, ...changes }))).flat();
}

describe('a policy that is asked in blocks', () => {
  test('gives the rows that it gives without, block by block, each whole', async () => {
    const all = await rowsOf(planted({}).policy);
    const { policy, calls } = planted({ block: 4 });
    const blocks = await rowsOf(policy);
    const key = (row: (typeof all)[number]) => `${row.intervention} ${row.problem_id} ${row.unit_at}`;
    const sorted = (rows: typeof all) => rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sorted(blocks)).toEqual(sorted(all));
    const order = blocks.map(({ problem_id }) => Math.floor(problem_id / 4));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    // Its own answers and all else, of each of three blocks.
    expect(calls.answers).toHaveLength(6);
  });

  test('stops between blocks, with what is whole', async () => {
    let asked = 0;
    const told: [number, number][] = [];
    const rows = await rowsOf(planted({ block: 2 }).policy, {
      // Five times for its own answers; then one block of the battery.
      enough: () => ++asked > 6,
      onBlock: (own, whole) => told.push([own, whole]),
    });
    expect([...new Set(rows.map(({ problem_id }) => problem_id))]).toEqual([0, 1]);
    expect(told.at(-1)).toEqual([10, 2]);
  });

  test('stopped before all has an own answer, it goes on with those that have', async () => {
    let asked = 0;
    const rows = await rowsOf(planted({ block: 2 }).policy, { enough: () => ++asked === 3 });
    expect(new Set(rows.map(({ problem_id }) => problem_id)).size).toBe(4);
  });
});

test('units touched in turn have rows of their own, with their places and what came instead', async () => {
  const rows = await rowsOf(planted({}).policy);
  const first = rows.filter(({ problem_id }) => problem_id === 0);
  const own = first.find(({ intervention }) => intervention === 'own')!;
  const units = environment.units(own.thought!);
  const places = [0, Math.round((units.length - 1) / 2), units.length - 1];
  const of = (name: string) => first.filter(({ intervention }) => intervention === name);
  expect(of('dropEach').map(({ unit_at }) => unit_at)).toEqual(places);
  expect(of('resampleEach').map(({ unit_at }) => unit_at)).toEqual(places.flatMap((at) => [at, at]));
  for (const row of [...of('dropEach'), ...of('resampleEach')]) {
    const unit = units[row.unit_at!]!;
    expect(row.unit).toBe(unit.kind);
    const before = own.thought!.slice(0, unit.start).trimEnd();
    expect(row.thought!.startsWith(before)).toBe(true);
    const [there, here] = [row.thought!, own.thought!].map((thought) => {
      const at = environment.units(thought)[row.unit_at!];
      return at && thought.slice(at.start, at.end);
    });
    expect(row.changed).toBe(there !== here);
  }
  expect(of('cut0').map(({ unit_at, changed }) => [unit_at, changed])).toEqual([[null, null]]);
});

test('answers that are sampled count by their shares', async () => {
  const rows = await rowsOf(planted({ samples: 5 }).policy);
  const removed = rows.filter(({ intervention }) => intervention === 'cut0');
  const shares = new Set(removed.map(({ right }) => right));
  expect(shares.size).toBeGreaterThan(2);
  for (const { right, unchanged, label_probability, frozen_answer_probability, answer_mass } of removed) {
    expect(right * 5).toBeCloseTo(Math.round(right * 5), 9);
    expect(right).toBeCloseTo(label_probability, 12);
    expect(unchanged).toBeCloseTo(frozen_answer_probability, 12);
    expect(answer_mass).toBeNull();
  }
  for (const { right } of rows.filter(({ intervention }) => intervention === 'own')) {
    expect([0, 1]).toContain(right);
  }
});

test('samples that gave no answer are no answer: neither right nor unchanged', async () => {
  const { policy } = planted({ samples: 5 });
  const mute: Policy = {
    ...policy,
    answers: async (questions) =>
      questions.map(() => ({ answers: [], probability: new Float64Array(), mass: null, basis: 'sampled' })),
  };
  for (const row of await rowsOf(mute)) {
    if (row.intervention === 'own') continue;
    expect(row).toMatchObject({ answer: null, right: 0, label_probability: 0 });
    // What it answers after its own thought is no answer either.
    expect(row.unchanged).toBe(1);
  }
});

test('without a way to put a thought into its mouth, what needs none is run', async () => {
  const { policy } = planted({ prefill: false });
  const rows = await rowsOf(policy);
  expect([...new Set(rows.map(({ intervention }) => intervention))]).toEqual(['own', 'frozen', 'now']);
  const of = (name: string) => rows.filter(({ intervention }) => intervention === name);
  expect(of('frozen').map(({ answer, right }) => [answer, right])).toEqual(
    of('own').map(({ answer, right }) => [answer, right]),
  );
});

test('of problems of a file each lends its thought as often as any other', async () => {
  const questions = Array.from({ length: 12 }, (_, i) => `question ${i}`);
  const task: Task = {
    ...{ kind: 'questions', rules: ['answer'], chance: 0.5, maxTokens: 20, flips: '', mentions: '' },
    fillers: ['...'],
    problem: (stream) => ({ question: stream.choice(questions), labels: { answer: 'approve' } }),
    sample: (count) =>
      questions.slice(0, count).map((question) => ({ question, labels: { answer: 'approve' } })),
    candidates: () => ['approve', 'deny'],
    units: (thought) => [{ start: 0, end: thought.length, kind: 'whole', weight: 1 }],
    length: (thought) => thought.split(' ').length,
  };
  // Each thought is another one, and half of them end otherwise than the other half.
  const { policy } = planted({ block: 5 });
  const own: Policy = {
    ...policy,
    write: async (contexts) =>
      contexts.map(({ question }) => {
        const i = Number(question.split(' ')[1]);
        const thought = `${i} so ${i % 2 === 0 ? 'approve' : 'deny'}`;
        return { thought, answer: null, stop: 'end', raw: thought };
      }),
  };
  const rows = await rowsOf(own, { task, rule: 'answer', prompts: 12 });
  const lent = rows.filter(({ intervention }) => intervention === 'swap').map(({ thought }) => thought!);
  expect(new Set(lent).size).toBe(12);
  for (const row of rows.filter(({ intervention }) => intervention === 'swap')) expect(row.unchanged).toBe(0);
});

test('problems of a file are drawn without replacement, and what no rule reads is null', async () => {
  const questions = Array.from({ length: 6 }, (_, i) => `question ${i}`);
  const task: Task = {
    ...{ kind: 'questions', rules: ['answer'], chance: 0.5, maxTokens: 20, flips: '', mentions: '' },
    fillers: ['...'],
    problem: (stream) => ({ question: stream.choice(questions), labels: { answer: 'approve' } }),
    sample: (count, stream) =>
      stream
        .shuffled(questions)
        .slice(0, count)
        .map((question) => ({ question, labels: { answer: 'approve' } })),
    candidates: () => ['approve', 'deny'],
    units: (thought) => [{ start: 0, end: thought.length, kind: 'whole', weight: 1 }],
    length: (thought) => thought.split(' ').length,
  };
  const rows = await rowsOf(planted({ block: 2 }).policy, { task, rule: 'answer', prompts: 100 });
  const asked = rows.filter(({ intervention }) => intervention === 'own').map(({ question }) => question);
  expect(asked.toSorted()).toEqual(questions);
  for (const row of rows) {
    expect(row).toMatchObject({ mention: null, judgements: null, truthful: null, invented: null });
    expect(['flip', 'regrow']).not.toContain(row.intervention);
  }
});
