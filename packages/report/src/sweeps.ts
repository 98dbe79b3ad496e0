import type { Analysis } from '@vestige/analysis';
import type { ReportExperiment, ReportInput } from './reportInput.ts';

/** A point of a sweep. */
export interface SweepPoint {
  /** Its condition, as the report shows it. */
  readonly condition: string;
  readonly value: unknown;
  /** The value as text. */
  readonly label: string;
}

/** The conditions that one sweep made. */
export interface Sweep {
  /** Name in the file of what was swept. */
  readonly name: string;
  /** The same as part of a file name. */
  readonly slug: string;
  readonly field: string;
  /** In the order of the file. */
  readonly points: readonly SweepPoint[];
  /** What the report says of these conditions alone, under the names it shows them by. */
  readonly input: ReportInput;
}

/**
 * Takes the swept conditions out of an experiment, so that each sweep can be shown beside the others: the
 * conditions that are left, and the sweeps, those of pretrained policies last. A sweep of a single value is an
 * ordinary condition; so are all, if there are no others.
 */
export function splitSweeps(input: ReportInput): {
  readonly plain: ReportInput;
  readonly sweeps: Sweep[];
} {
  const names = Object.keys(input.analysis.conditions);
  const grouped = new Map<string, { field: string; members: string[] }>();
  for (const name of names) {
    const swept = input.experiment.conditions[name]?.swept;
    if (!swept) continue;
    const sweep = grouped.get(swept.of) ?? { field: swept.field, members: [] };
    sweep.members.push(name);
    grouped.set(swept.of, sweep);
  }
  for (const [of, { members }] of grouped) if (members.length < 2) grouped.delete(of);
  const inFamilies = new Set([...grouped.values()].flatMap(({ members }) => members));
  const rest = names.filter((name) => !inFamilies.has(name));
  if (grouped.size === 0 || rest.length === 0) return { plain: input, sweeps: [] };
  const trained = (members: readonly string[]) =>
    members.some((name) => Object.keys(input.analysis.conditions[name]!.training).length > 0);
  const order = [...grouped].sort(([, a], [, b]) => +trained(b.members) - +trained(a.members));
  return {
    plain: partOf(
      input,
      rest.map((name) => [name, name]),
    ),
    sweeps: order.map(([of, { field, members }]) => {
      const points = members.map((name) => {
        const { value } = input.experiment.conditions[name]!.swept!;
        const label = valueLabel(value);
        return { name, value, label, condition: `${name} (${lastOf(field)} ${label})` };
      });
      return {
        name: of,
        slug: of.replace(/[^\w-]/g, ''),
        field,
        points: points.map(({ condition, value, label }) => ({ condition, value, label })),
        input: partOf(
          input,
          points.map(({ name, condition }) => [name, condition]),
        ),
      };
    }),
  };
}

/** A sweep in a few words: `monitored, by rewards.monitor.penalty`. */
export function sweepTitle({ name, field }: Sweep): string {
  return `${name}, by ${field}`;
}

/** The report on some of the conditions, each under the name given beside it. */
function partOf(
  { analysis, experiment, generator }: ReportInput,
  names: readonly (readonly [name: string, shown: string])[],
): ReportInput {
  const pick = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      names.flatMap(([name, shown]) => (Object.hasOwn(record, name) ? [[shown, record[name]!]] : [])),
    );
  const part: Analysis = {
    ...analysis,
    conditions: pick(analysis.conditions),
    contrasts: analysis.contrasts.flatMap((contrast) => {
      const [a, b] = [contrast.a, contrast.b].map((one) => names.find(([name]) => name === one)?.[1]);
      return a === undefined || b === undefined ? [] : [{ ...contrast, a, b }];
    }),
  };
  const shown: ReportExperiment = { ...experiment, conditions: pick(experiment.conditions) };
  return { analysis: part, experiment: shown, generator };
}

/** Characters of a value that are shown. */
const LABEL = 24;

function valueLabel(value: unknown): string {
  if (typeof value === 'number') return String(value).replace('-', '\u2212');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LABEL ? `${text.slice(0, LABEL - 1)}\u2026` : text;
}

function lastOf(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}
