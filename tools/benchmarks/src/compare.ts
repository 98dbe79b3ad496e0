import { type Measured, type MeasureOptions, measureInTurn } from './measure.ts';
import type { ProductWorkload, RunSummary, Workload } from './protocol.ts';
import { quartilesOf, ratios } from './statistics.ts';
import type { System } from './systems.ts';
import { digits, quartilesText, table } from './table.ts';
import type { WorkerProcess } from './workerProcess.ts';

/** What was measured of all systems on one workload. */
export interface Comparison {
  readonly label: string;
  /** One for each system. */
  readonly measured: readonly Measured[];
}

/** A workload by name. */
export interface LabelledWorkload {
  readonly label: string;
  readonly workload: Workload | ProductWorkload;
}

/** Starts the systems and measures them in turn on one workload after the other. */
export async function compare(
  systems: readonly System[],
  workloads: readonly LabelledWorkload[],
  options: MeasureOptions,
  say: (line: string) => void,
): Promise<Comparison[]> {
  using stack = new DisposableStack();
  const children = systems.map((system) => stack.use(system.start()));
  const comparisons: Comparison[] = [];
  for (const { label, workload } of workloads) {
    for (const child of children) await child.ask({ prepare: workload });
    await expectAgreement(children, systems, label, workload);
    const measured = await measureInTurn(children, options);
    const medians = measured.map(({ ms }, i) => `${systems[i]!.label} ${digits(quartilesOf(ms).median)} ms`);
    say(`${label}: ${medians.join(', ')}`);
    expectEqualWork(measured, systems, label);
    comparisons.push({ label, measured });
  }
  return comparisons;
}

/** The same supervised step has the same loss and the same tokens everywhere. */
async function expectAgreement(
  children: readonly WorkerProcess[],
  systems: readonly System[],
  label: string,
  { kind }: { kind: string },
): Promise<void> {
  if (kind !== 'train') return;
  const steps: RunSummary[] = [];
  for (const child of children) steps.push(await child.ask<RunSummary>({ run: 1 }));
  for (const [i, { loss, tokens }] of steps.entries()) {
    const first = steps[0]!;
    if (tokens === first.tokens && Math.abs(loss! - first.loss!) < 1e-3) continue;
    throw new Error(
      `${label}: ${systems[i]!.label} has loss ${loss} on ${tokens} tokens, ${systems[0]!.label} ${first.loss} on ${first.tokens}`,
    );
  }
}

/** On average, all systems generated as many tokens and were rewarded as often. */
function expectEqualWork(measured: readonly Measured[], systems: readonly System[], label: string): void {
  const first = measured[0]!.means;
  for (const [i, { means }] of measured.entries()) {
    const tokens = first.tokens === undefined ? 1 : means.tokens! / first.tokens;
    const reward = first.reward === undefined ? 0 : means.reward! - first.reward;
    if (Math.abs(tokens - 1) < 0.05 && Math.abs(reward) < 0.1) continue;
    throw new Error(
      `${label}: work differs: ${systems[i]!.label} ${JSON.stringify(means)}, ${systems[0]!.label} ${JSON.stringify(first)}`,
    );
  }
}

/** Times in ms, median and quartiles, and how many times as long as the first system each other one takes. */
export function comparisonTable(
  heading: string,
  systems: readonly System[],
  comparisons: readonly Comparison[],
): string {
  const headings = systems.flatMap(({ label }, i) =>
    i === 0 ? [`${label}, ms`] : [`${label}, ms`, 'ratio'],
  );
  const rows = comparisons.map(({ label, measured }) => [
    label,
    ...measured.flatMap(({ ms }, i) => {
      const time = quartilesText(quartilesOf(ms));
      return i === 0 ? [time] : [time, quartilesText(quartilesOf(ratios(ms, measured[0]!.ms)))];
    }),
  ]);
  return table([heading, ...headings], rows);
}
