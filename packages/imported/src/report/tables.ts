import { decimal, type PlainTable, percent, pValue } from '@vestige/report/parts';
import { counted } from '../counted.ts';
import type { ReportedRun } from './input.ts';
import type { FeatureMetrics, ImportedMetrics, RunMetrics } from './metrics.ts';

/** Most features of a table. */
const SHOWN = 40;

const NONE = '–';

/** What was read of each run. */
export function filesTable({ runs }: ImportedMetrics): PlainTable {
  const boundaries = [...new Set(Object.values(runs).flatMap((run) => Object.keys(run.boundaries)))];
  return {
    title: 'What was read',
    note: 'Rollouts by how it is known where the thought ends. closed: both marks stand in the completion; opened: it was begun in the prompt; unfinished: it never ends; none: thoughts are marked, and there is none; unknown: nothing says where one ends; field: it came in a field of its own.',
    head: ['run', 'trainer', 'files', 'not read', 'rollouts', 'records not read', 'steps', ...boundaries],
    rows: Object.entries(runs).map(([name, run]) => [
      ...[name, run.trainer, String(run.files), String(run.unreadable), String(run.rollouts)],
      ...[String(run.rejected), stepsText(run)],
      ...boundaries.map((boundary) => percent((run.boundaries[boundary] ?? 0) / run.rollouts)),
    ]),
  };
}

function stepsText({ steps: { count, first, last } }: RunMetrics): string {
  if (count === 0) return NONE;
  return count === 1 ? `${first}` : `${first} to ${last}`;
}

/** Features that any of several runs reinforced or wore away, with what each made of them. */
export function besideTable({ runs }: ImportedMetrics): PlainTable {
  const named = Object.entries(runs);
  const found = new Map<string, number>();
  for (const [, { features }] of named) {
    for (const { kind, name, received } of features) {
      if (!received?.discovered) continue;
      const feature = featureKey(kind, name);
      found.set(feature, Math.max(found.get(feature) ?? 0, Math.abs(received.value)));
    }
  }
  const largest = [...found].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
  const byRun = named.map(
    ([, { features }]) => new Map(features.map((one) => [featureKey(one.kind, one.name), one])),
  );
  return {
    title: 'Side by side',
    note: 'Of each run what the feature received (in brackets where it is not told from chance), and the share of rollouts that have it in the last third. –: not found in that run.',
    head: ['feature', 'kind', ...named.flatMap(([run]) => [`${run}: received`, 'last third'])],
    rows: largest.map(([feature]) => {
      const [kind = '', name = ''] = JSON.parse(feature) as string[];
      const cells = byRun.flatMap((features) => {
        const one = features.get(feature);
        if (!one?.received) return [NONE, one ? share(one.frequency.last) : NONE];
        const value = decimal(one.received.value, 3);
        return [one.received.discovered ? value : `(${value})`, share(one.frequency.last)];
      });
      return [name, kind, ...cells];
    }),
  };
}

const featureKey = (kind: string, name: string) => JSON.stringify([kind, name]);

/** What a run reinforced and wore away. */
export function featuresTables(name: string, run: RunMetrics, several: boolean): PlainTable[] {
  const of = several ? ` by ${name}` : '';
  const found = run.features.filter(({ received }) => received?.discovered);
  const up = found.filter(({ received }) => received!.value > 0);
  const down = found.filter(({ received }) => received!.value < 0).reverse();
  const named = run.features.filter(
    ({ kind, received }) => (kind === 'word' || kind === 'pattern') && !received?.discovered,
  );
  const tables = [
    featuresTable(`What was reinforced${of}`, up),
    featuresTable(`What was worn away${of}`, down),
    featuresTable(`What else was asked for${of}`, named),
  ].filter(({ rows }) => rows.length > 0);
  return tables.map((table, i) => (i === 0 ? { ...table, note: `${READ_AS}${table.note}` } : table));
}

const READ_AS =
  "Share: of the rollouts that have it, first third of training → last. Received: the covariance of having it with the advantage within prompts, summed over steps. Beyond: beyond the answer, the same among rollouts with the same answer; what is near 0 there came along with the answer. Depends: share of its variance that goes once the answer is known (Goodman and Kruskal's tau), within prompts, first third → last.";

function featuresTable(title: string, features: readonly FeatureMetrics[]): PlainTable {
  return {
    title,
    note:
      features.length > SHOWN
        ? ` The ${SHOWN} largest of ${features.length}; all stand in metrics.json.`
        : '',
    head: ['feature', 'kind', 'share', 'received', '', 'q', 'beyond', '', 'depends'],
    rows: features
      .slice(0, SHOWN)
      .map(({ name, kind, frequency, received, beyondAnswer, dependence }) => [
        ...[name, kind, course(share(frequency.first), share(frequency.last))],
        ...withInterval(received),
        received?.q === null || received === null ? NONE : pValue(received.q),
        ...withInterval(beyondAnswer),
        course(tau(dependence?.first), tau(dependence?.last)),
      ]),
  };
}

function course(first: string, last: string): string {
  return first === NONE && last === NONE ? NONE : `${first} → ${last}`;
}

function tau(dependence: NonNullable<FeatureMetrics['dependence']>['first'] | undefined): string {
  return dependence?.within ? decimal(dependence.within.value, 2) : NONE;
}

function share(frequency: number | null): string {
  return frequency === null ? NONE : percent(frequency);
}

function withInterval(
  one: { readonly value: number; readonly low: number | null; readonly high: number | null } | null,
): [string, string] {
  if (!one) return [NONE, ''];
  const { value, low, high } = one;
  return [
    decimal(value, 2),
    low === null || high === null ? '' : `${decimal(low, 2)} to ${decimal(high, 2)}`,
  ];
}

/** What the files of a run were found to be, and what could not be read of them, a line each. */
export function readingLines({
  name,
  evidence,
  duplicates,
  others,
  thought,
  answer,
  unreadable,
  files,
}: ReportedRun): string[] {
  const noted = Map.groupBy(
    files.flatMap(({ path, notes }) => notes.map((note) => ({ path, note }))),
    ({ note }) => note,
  );
  return [
    ...evidence.map((line) => `${name}: ${line}`),
    `${name}: thoughts: ${thought.name} (${thought.evidence})`,
    `${name}: answers: ${answer.name} (${answer.evidence})`,
    ...duplicates.map(({ path, of }) => `${name}: ${path}: the same as ${of}; left out`),
    ...others.map(
      ({ reason, paths: [first, ...more] }) =>
        `${name}: ${first}${andMore(more.length)}: ${reason}; left out`,
    ),
    ...unreadable.map((line) => `${name}: ${line}`),
    ...files.flatMap(({ path, rejected }) =>
      rejected.first.map(({ line, reason }) => `${name}: ${path}:${line}: ${reason}`),
    ),
    ...files
      .filter(({ notFinite }) => notFinite > 0)
      .map(
        ({ path, notFinite }) =>
          `${name}: ${path}: ${counted(notFinite, 'record')} with NaN or Infinity, which are taken as none`,
      ),
    ...[...noted].map(
      ([note, [first, ...more]]) => `${name}: ${first!.path}${andMore(more.length)}: ${note}`,
    ),
  ];
}

function andMore(count: number): string {
  return count === 0 ? '' : ` and ${counted(count, 'file')} more`;
}
