/**
 * What a battery costs on a GGUF file: tokens evaluated to distinct ones, and time beside llama.cpp's own for the same
 * tokens, which it evaluates as they come, all that is new of a text in one go.
 * `node tools/benchmarks/src/gguf.ts FILE [problems] [threads]`; needs `npm run llama`.
 */
import { ablate, ablationSchema } from '@vestige/ablation';
import type { Problem, Task, Unit } from '@vestige/environment';
import { type LlamaSequence, nodeLlamaCpp, openGguf, type Token } from '@vestige/language';
import { distinctTokens, recording, type Target } from './recording.ts';
import { digits, table } from './table.ts';

const CONTEXT = { contextSize: 1024, batchSize: 512 } as const;

/** Questions of arithmetic, with four answers. */
const task: Task = {
  kind: 'arithmetic',
  rules: ['right'],
  chance: 0.25,
  maxTokens: 160,
  flips: '',
  mentions: '',
  fillers: ['so', 'then', 'well', 'now'],
  problem(stream): Problem {
    const [name, fruit] = [stream.choice(['Ann', 'Bob', 'Eve']), stream.choice(['apples', 'pears', 'plums'])];
    const [had, bought, ate] = [10 + stream.integer(20), 2 + stream.integer(9), 1 + stream.integer(8)];
    const right = stream.integer(4);
    const choices = ['A', 'B', 'C', 'D'].map(
      (letter, i) => `${letter}) ${had + bought - ate + 2 * (i - right)}`,
    );
    return {
      question: `${name} has ${had} ${fruit}, buys ${bought} more and eats ${ate} of them. How many are left?\n${choices.join('\n')}`,
      labels: { right: 'ABCD'[right]! },
    };
  },
  candidates: () => ['A', 'B', 'C', 'D'],
  units: (thought) =>
    [...thought.matchAll(/\S.*?(?:[.!?](?=\s|$)|(?=\n)|$)/g)].map(
      ({ 0: text, index: start }): Unit => ({
        ...{ start, end: start + text.length, kind: 'sentence' },
        weight: text.split(/\s+/).length,
      }),
    ),
  length: (thought) => thought.split(/\s+/).filter(Boolean).length,
};

const [file, problems = '12', threads = '1'] = process.argv.slice(2);
if (file === undefined) throw new Error('expected a GGUF file');

const { load, targets, evaluations } = recording();
const opening = cost();
const policy = await openGguf(
  file,
  { format: { thoughts: 'none', extraction: { kind: 'letter' } }, threads: Number(threads), ...CONTEXT },
  load,
);
const opened = opening();
const running = cost();
const options = ablationSchema.parse({});
const rows = ablate(policy, {
  ...{ task, rule: 'right', options, seed: 0, prompts: Number(problems), step: 0, final: true },
});
let asked = 0;
for await (const some of rows) asked += some.length;
const ours = running();
const { evaluated, written } = policy;
await policy[Symbol.asyncDispose]();

const theirs = await bare(targets);
const distinct = distinctTokens(targets);
console.log(
  table(
    ['', 'Vestige', 'llama.cpp'],
    [
      ['seconds to open', digits(opened.seconds), ''],
      ['rows', String(asked), ''],
      ['tokens written', String(written), ''],
      ['tokens evaluated', String(evaluated), String(theirs.evaluated)],
      ['distinct tokens', String(distinct), String(distinct)],
      ['evaluated to distinct', digits(evaluated / distinct), digits(theirs.evaluated / distinct)],
      ['evaluations', String(evaluations()), String(targets.length)],
      ['seconds', digits(ours.seconds), digits(theirs.seconds)],
      ['seconds of the processor', digits(ours.processor), digits(theirs.processor)],
      [
        'distinct tokens a second of it',
        digits(distinct / ours.processor),
        digits(distinct / theirs.processor),
      ],
      ['speed by that', digits(theirs.processor / ours.processor), '1.00'],
    ],
  ),
);

/** The same texts in the same order, in a loop of node-llama-cpp: what is there already of each is kept. */
async function bare(all: readonly Target[]): Promise<Cost & { readonly evaluated: number }> {
  const { getLlama, LlamaLogLevel } = await nodeLlamaCpp();
  const llama = await getLlama({
    ...({ gpu: false, build: 'never', skipDownload: true } as const),
    ...{ logLevel: LlamaLogLevel.disabled, maxThreads: Number(threads) },
  });
  const model = await llama.loadModel({ modelPath: file! });
  const context = await model.createContext({
    ...{ ...CONTEXT, sequences: 1, threads: Number(threads), flashAttention: false, swaFullCache: true },
    ...{ experimentalKvCacheKeyType: 'F16', experimentalKvCacheValueType: 'F16' },
  });
  const sequence = context.getSequence();
  const running = cost();
  let evaluated = 0;
  let held: readonly Token[] = [];
  for (const { tokens, wanted } of all) {
    let same = 0;
    while (same < tokens.length - 1 && tokens[same] === held[same]) same++;
    await eraseFrom(sequence, same);
    const rest = tokens.slice(same);
    await sequence.controlledEvaluate([...rest.slice(0, -1), [rest.at(-1)!, wanted]]);
    evaluated += rest.length;
    held = tokens;
  }
  const theirs = running();
  await context.dispose();
  await model.dispose();
  await llama.dispose();
  return { evaluated, ...theirs };
}

async function eraseFrom(sequence: LlamaSequence, start: number): Promise<void> {
  const end = sequence.nextTokenIndex;
  if (end > start) await sequence.eraseContextTokenRanges([{ start, end }]);
}

interface Cost {
  readonly seconds: number;
  /** Of all threads; what others do on the machine changes it least. */
  readonly processor: number;
}

/** What is spent from now on. */
function cost(): () => Cost {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { seconds: (performance.now() - begun) / 1000, processor: (user + system) / 1e6 };
  };
}
