import { type Comparison, compare, comparisonTable, type LabelledWorkload } from './compare.ts';
import type { MeasureOptions } from './measure.ts';
import type { Options, Suite } from './options.ts';
import type { MemoryUse, OpTime, ProductWorkload, RunSummary, Workload } from './protocol.ts';
import { untilQuiet } from './quiet.ts';
import { quartilesOf, ratios } from './statistics.ts';
import { type Cores, pytorch, type System, trl, vestige } from './systems.ts';
import { digits, quartilesText, table } from './table.ts';
import { describeWorkload, stepFlops, type Workloads } from './workloads.ts';

export interface SuiteContext {
  readonly options: Options;
  readonly measuring: MeasureOptions;
  readonly cores: Cores;
  readonly workloads: Workloads;
  readonly say: (line: string) => void;
}

/** Runs a suite on setups; gives its part of the report, in Markdown. */
export type RunSuite = (context: SuiteContext, setups: readonly string[]) => Promise<string>;

export const SUITE_RUNNERS: Record<Suite, RunSuite> = {
  train,
  sample,
  reinforce,
  grpo,
  peak,
  ops,
  pair,
  memory,
};

async function train(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const systems = withPyTorch(context.cores);
  const workloads = await labelled(context, setups, 'train');
  const comparisons = await compare(systems, workloads, context.measuring, context.say);
  return section(
    'Supervised step',
    'Stored demonstrations in, updated weights out: packing, forward, backward, clipping, AdamW. Both sides have the same loss to 1e-3.',
    comparisonTable('setup', systems, comparisons),
  );
}

async function sample(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const systems = withPyTorch(context.cores);
  const workloads: LabelledWorkload[] = [];
  for (const stops of [false, true]) {
    for (const setup of setups) {
      const workload = await context.workloads.of(setup, 'sample', { stops });
      workloads.push({ label: describeWorkload(workload), workload });
    }
  }
  const comparisons = await compare(systems, workloads, context.measuring, context.say);
  return section(
    'Sampling',
    'Prompts x length + new tokens, temperature 1, key-value cache. With a fixed number of new tokens, and ("up to") until all completions of the batch have ended.',
    comparisonTable('setup', systems, comparisons),
  );
}

async function reinforce(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const systems = withPyTorch(context.cores);
  const workloads = await labelled(context, setups, 'reinforce');
  const comparisons = await compare(systems, workloads, context.measuring, context.say);
  return section(
    'Step of reinforcement learning',
    `Prompts, sampling, reward, reference, exact KL, backward, AdamW, with one update a batch. Tokens a completion: ${lengths(workloads, comparisons)}.`,
    comparisonTable('setup', systems, comparisons),
  );
}

/** Setups that TRL is measured on; its steps are long. */
const GRPO_SETUPS = ['loan', 'loan-quick'];

async function grpo(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const { cores, measuring } = context;
  const systems = [
    vestige(cores),
    trl(cores, 1, 'tuned'),
    trl(cores, cores.threads, 'tuned'),
    trl(cores, cores.threads, 'defaults'),
  ];
  const workloads = await labelled(
    context,
    setups.filter((name) => GRPO_SETUPS.includes(name)),
    'grpo',
  );
  const options = { ...measuring, repeats: Math.ceil(measuring.repeats / 2) };
  const comparisons: Comparison[] = [];
  // A trainer serves one workload.
  for (const one of workloads) comparisons.push(...(await compare(systems, [one], options, context.say)));
  return section(
    'Step of GRPO',
    'Groups of 8, the same policy, lengths and reward, KL weight 0.01. TRL: `GRPOTrainer` on a `GPT2LMHeadModel`; its KL is estimated from the sampled tokens, ours is exact.',
    comparisonTable('setup', systems, comparisons),
  );
}

const SIZES: readonly ProductWorkload['size'][] = [
  [240, 64, 64],
  [240, 64, 256],
  [240, 256, 64],
  [240, 256, 256],
  [960, 64, 192],
];

/** Operations that a repetition's step of products takes, so that the clock is read seldom. */
const PRODUCT_FLOPS = 4e8;

async function peak(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const { cores, measuring, say } = context;
  const systems = [vestige(cores), pytorch(cores, 1)];
  const products = SIZES.map((size) => {
    const flops = 2 * size[0] * size[1] * size[2];
    const times = Math.ceil(PRODUCT_FLOPS / flops);
    return {
      label: size.join(' x '),
      workload: { kind: 'product' as const, size, times },
      flops: flops * times,
    };
  });
  const steps = (await labelled(context, setups, 'train')).map(({ label, workload }) => {
    return { label: `step of ${label}`, workload, flops: stepFlops(workload) };
  });
  const measured = await compare(systems, [...products, ...steps], measuring, say);
  const speeds = [...products, ...steps].map(({ flops }, row) =>
    measured[row]!.measured.map(({ ms }) => quartilesOf(ms.map((time) => flops / time / 1e6))),
  );
  const best = systems.map((_, i) => Math.max(...products.map((_, row) => speeds[row]![i]!.median)));
  const rows = speeds.map((row, at) => [
    measured[at]!.label,
    ...row.flatMap((speed, i) => [quartilesText(speed), `${Math.round((100 * speed.median) / best[i]!)} %`]),
  ]);
  const headings = systems.flatMap(({ label }) => [`${label}, GFLOP/s`, 'of its best']);
  return section(
    'Arithmetic',
    'Matrix products whose factors stay in the cache (rows x depth x columns), and what of their speed whole supervised steps keep.',
    table(['product', ...headings], rows),
  );
}

interface Profile {
  readonly ms: number;
  readonly ops: readonly OpTime[];
}

/** Ops that take less of a step than this stand together. */
const SMALL = 0.01;

async function ops(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const parts: string[] = [];
  const steps = context.options.quick ? 2 : 20;
  for (const setup of setups.filter((name) => GRPO_SETUPS.includes(name))) {
    for (const kind of ['train', 'sample', 'reinforce'] as const) {
      const workload = await context.workloads.of(setup, kind);
      for (const system of [vestige(context.cores, undefined, 'profile'), pytorch(context.cores, 1)]) {
        using child = system.start();
        await child.ask({ prepare: workload });
        await child.ask<RunSummary>({ run: context.options.quick ? 2 : 20 });
        await untilQuiet();
        const profile = await child.ask<Profile>({ profile: steps });
        // Sizes repeat in a supervised step only: completions differ in length from step to step.
        const { ms, ops } = kind === 'train' ? profile : { ...profile, ops: bySizelessOp(profile.ops) };
        context.say(`${setup}, ${kind}: ops of ${system.label}`);
        parts.push(
          `${system.label}, ${kind}, ${describeWorkload(workload)}: ${digits(ms)} ms\n\n${opTable(ms, ops)}`,
        );
      }
    }
  }
  return section('Where the time goes', 'Time of each op, ms a step.', parts.join('\n\n'));
}

function bySizelessOp(ops: readonly OpTime[]): OpTime[] {
  const groups = Object.values(Object.groupBy(ops, ({ op }) => op)) as OpTime[][];
  const sum = (group: readonly OpTime[], key: 'calls' | 'ms' | 'flops') =>
    group.reduce((total, one) => total + one[key], 0);
  return groups
    .map((group) => ({
      op: group[0]!.op,
      size: '',
      calls: sum(group, 'calls'),
      ms: sum(group, 'ms'),
      flops: sum(group, 'flops'),
    }))
    .sort((a, b) => b.ms - a.ms);
}

function opTable(ms: number, ops: readonly OpTime[]): string {
  const large = ops.filter((op) => op.ms >= SMALL * ms);
  const small = ops.slice(large.length);
  const sum = (some: readonly OpTime[]) => some.reduce((total, op) => total + op.ms, 0);
  const row = (name: string, size: string, time: number, calls = '', speed = '') => [
    name,
    size,
    calls,
    digits(time),
    `${((100 * time) / ms).toFixed(1)} %`,
    speed,
  ];
  return table(
    ['op', 'size', 'calls', 'ms', 'share', 'GFLOP/s'],
    [
      ...large.map(({ op, size, calls, ms: time, flops }) =>
        row(op, size, time, digits(calls), flops > 0 ? digits(flops / time / 1e6) : ''),
      ),
      row('other ops', '', sum(small)),
      row('outside of ops', '', ms - sum(ops)),
    ],
  );
}

/** Leaves the memory that cores share alone: what two of these lose, they lose to the machine. */
const IN_CORE: ProductWorkload = { kind: 'product', size: [48, 64, 64], times: 2000 };

/** Two runs at once, each on a core of its own, beside one alone. */
async function pair(context: SuiteContext, setups: readonly string[]): Promise<string> {
  const { cores, measuring, say } = context;
  const two = cores.all?.slice(-2) ?? [undefined, undefined];
  if (two.length < 2) return section('Two runs side by side', 'Needs two cores.', '');
  const rows: string[][] = [];
  const workloads: { label: string; workload: Workload | ProductWorkload }[] = [
    { label: 'products in the core alone, 48 x 64 x 64', workload: IN_CORE },
    ...(await labelled(
      context,
      setups.filter((name) => GRPO_SETUPS.includes(name)),
      'reinforce',
    )),
  ];
  for (const { label, workload } of workloads) {
    const { alone, together } = await runPair(context, two, workload);
    const slowdown = quartilesOf(ratios(together, alone));
    const throughput = ratios(alone, together).map((ratio) => 2 * ratio);
    say(`${label}: two at once take ${digits(slowdown.median)} times as long as one`);
    rows.push([
      label,
      quartilesText(quartilesOf(alone)),
      quartilesText(quartilesOf(together)),
      quartilesText(slowdown),
      quartilesText(quartilesOf(throughput)),
    ]);
  }
  return section(
    'Two runs side by side',
    `One process a core, ${measuring.repeats} repetitions in turn with a process alone: steps of reinforcement learning, and a product that fits into a core's first cache, which shows what the machine itself takes from two.`,
    table(['setup', 'one alone, ms', 'each of two, ms', 'slowdown', 'throughput of two'], rows),
  );
}

async function runPair(
  context: SuiteContext,
  two: readonly (number | undefined)[],
  workload: Workload | ProductWorkload,
) {
  const { measuring, cores } = context;
  using stack = new DisposableStack();
  const children = two.map((core) => stack.use(vestige(cores, core).start()));
  for (const child of children) await child.ask({ prepare: workload });
  const warm = await Promise.all(children.map((child) => child.ask<RunSummary>({ run: 10 })));
  const steps = Math.max(1, Math.round((2 * measuring.repetition) / warm[0]!.ms));
  const alone: number[] = [];
  const together: number[] = [];
  for (let repetition = 0; repetition < measuring.repeats; repetition++) {
    // Both cores count in both: one may be slower than the other.
    const apart = [];
    for (const child of children) {
      await untilQuiet();
      apart.push(await child.ask<RunSummary>({ run: steps }));
    }
    await untilQuiet();
    const atOnce = await Promise.all(children.map((child) => child.ask<RunSummary>({ run: steps })));
    alone.push(meanTime(apart));
    together.push(meanTime(atOnce));
  }
  return { alone, together };
}

function meanTime(runs: readonly RunSummary[]): number {
  return runs.reduce((sum, { ms }) => sum + ms, 0) / runs.length;
}

/** Steps after which memory is looked at. */
const LOOKS = [100, 1000, 10_000];

/** Whether memory grows with the number of steps. */
async function memory(context: SuiteContext): Promise<string> {
  const workload = { ...(await context.workloads.of('loan-quick', 'reinforce')), rolloutBatch: 8 };
  using child = vestige(context.cores).start();
  await child.ask({ prepare: workload });
  const rows: string[][] = [];
  let done = 0;
  for (const steps of context.options.quick ? LOOKS.slice(0, 1) : LOOKS) {
    const { wasm, tensors, heap } = await child.ask<MemoryUse>({ memory: steps - done });
    done = steps;
    context.say(`memory after ${steps} steps: ${digits(wasm / 2 ** 20)} MiB of WebAssembly`);
    rows.push([String(steps), digits(wasm / 2 ** 20), String(tensors), digits(heap / 2 ** 20)]);
  }
  return section(
    'Memory',
    `What one process holds after so many steps of reinforcement learning (${describeWorkload(workload)}).`,
    table(['steps', 'WebAssembly memory, MiB', 'tensors', 'JavaScript heap, MiB'], rows),
  );
}

function withPyTorch(cores: Cores): System[] {
  const several = cores.threads > 1 ? [pytorch(cores, cores.threads)] : [];
  return [vestige(cores), pytorch(cores, 1), ...several];
}

async function labelled({ workloads }: SuiteContext, setups: readonly string[], kind: Workload['kind']) {
  const result: { label: string; workload: Workload }[] = [];
  for (const setup of setups) {
    const workload = await workloads.of(setup, kind);
    result.push({ label: describeWorkload(workload), workload });
  }
  return result;
}

/** Mean length of the completions that the first system sampled. */
function lengths(workloads: readonly { workload: Workload }[], comparisons: readonly Comparison[]): string {
  const texts = workloads.map(({ workload: { setup, rolloutBatch } }, i) => {
    return `${setup} ${digits(comparisons[i]!.measured[0]!.means.tokens! / rolloutBatch)}`;
  });
  return texts.join(', ');
}

function section(title: string, text: string, body: string): string {
  return `### ${title}\n\n${text}\n\n${body}`.trim();
}
