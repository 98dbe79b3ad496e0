import { isObject, type Json, withValue } from './json.ts';
import { BASE } from './schema.ts';
import type { Swept } from './swept.ts';

/** Fields of an experiment file whose entries may be swept, and what of an entry. */
const SWEEPABLE = {
  bases: ['environment', 'model', 'pretraining'],
  conditions: ['rewards', 'reinforcement'],
} as const;

type Entries = keyof typeof SWEEPABLE;

/** An experiment file with each sweep replaced by the entries it stands for. */
export interface WithoutSweeps {
  readonly json: Json;
  /** By `<bases or conditions>.<name>`: where an entry comes from, if from a sweep. */
  readonly swept: ReadonlyMap<string, Swept>;
  readonly mistakes: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly content: unknown;
  readonly swept?: Swept;
}

/**
 * Expands the sweeps of bases and conditions. A condition trained from a swept base becomes one condition for
 * each of its points. What is no sweep stays as it is, mistakes included.
 */
export function withoutSweeps(json: Json): WithoutSweeps {
  const mistakes: string[] = [];
  const basesInFile = isObject(json.bases) ? json.bases : {};
  const conditionsInFile = isObject(json.conditions) ? json.conditions : {};
  const bases = Object.entries(basesInFile).flatMap(([name, content]) =>
    points('bases', name, content, mistakes),
  );
  const conditions = Object.entries(conditionsInFile).flatMap(([name, content]) => {
    const sources = isObject(content) ? bases.filter(({ swept }) => swept && swept.of === content.base) : [];
    if (sources.length === 0) return points('conditions', name, content, mistakes);
    const { sweep, ...plain } = content as Json;
    if (sweep !== undefined) {
      mistakes.push(
        `field conditions.${name}.sweep: its base "${plain.base}" is swept too; expected a sweep in one of them`,
      );
    }
    return sources.map((base, i) => {
      const swept = { ...base.swept!, of: name };
      return { name: `${name}${i + 1}`, content: described({ ...plain, base: base.name }, swept), swept };
    });
  });
  const all = [...tagged('bases', bases), ...tagged('conditions', conditions)];
  mistakes.push(...clashes(all));
  const swept = all.flatMap((entry) =>
    entry.swept ? [[`${entry.field}.${entry.name}`, entry.swept] as const] : [],
  );
  return {
    json: {
      ...json,
      ...(isObject(json.bases) && { bases: asRecord(bases) }),
      ...(isObject(json.conditions) && { conditions: asRecord(conditions) }),
    },
    swept: new Map(swept),
    mistakes,
  };
}

/** The entries that one entry stands for: itself, or one a value of its sweep. */
function points(field: Entries, name: string, content: unknown, mistakes: string[]): Entry[] {
  if (!isObject(content) || content.sweep === undefined) return [{ name, content }];
  const { sweep, ...plain } = content;
  const mistake = mistakeIn(field, sweep);
  if (mistake !== undefined) {
    mistakes.push(`field ${field}.${name}.sweep: ${mistake}`);
    return [];
  }
  const [[path, values]] = Object.entries(sweep as Json) as [[string, unknown[]]];
  return values.map((value, i) => {
    const swept = { field: path, value, of: name };
    return { name: `${name}${i + 1}`, content: described(withValue(plain, path, value), swept), swept };
  });
}

function mistakeIn(field: Entries, sweep: unknown): string | undefined {
  const fields = isObject(sweep) ? Object.entries(sweep) : [];
  const example = field === 'bases' ? 'pretraining.steps' : 'reinforcement.kl';
  if (fields.length !== 1) return `expected one field with its values, such as { "${example}": [...] }`;
  const [path, values] = fields[0]!;
  if (!Array.isArray(values)) return `"${path}": expected a list of values`;
  if (values.length === 0) return `"${path}": the list is empty; expected at least one value`;
  const [first, ...rest] = path.split('.');
  const within = (SWEEPABLE[field] as readonly string[]).includes(first!) && rest.length > 0;
  if (path === 'rule' || (within && !rest.includes(''))) return undefined;
  return `there is no field "${path}" to sweep; expected rule or a field of ${SWEEPABLE[field].join(', ')}, such as "${example}"`;
}

function described(content: Json, { field, value }: Swept): Json {
  const { description = '' } = content;
  if (typeof description !== 'string') return content;
  const point = `${field} = ${JSON.stringify(value)}`;
  return { ...content, description: description === '' ? point : `${description} (${point})` };
}

function tagged(field: Entries, entries: readonly Entry[]) {
  return entries.map((entry) => ({ field, ...entry }));
}

/** Runs are named by their condition, so bases and conditions share one set of names. */
function clashes(entries: readonly (Entry & { field: Entries })[]): string[] {
  const owners = new Map([[BASE, 'the base that the experiment itself describes']]);
  const inFile = entries.filter(({ swept }) => !swept);
  const made = entries.filter(({ swept }) => swept);
  return [...inFile, ...made].flatMap(({ field, name, swept }) => {
    const owner = owners.get(name);
    owners.set(name, `${field}.${swept?.of ?? name}`);
    if (owner === undefined) return [];
    return swept
      ? [`field ${field}.${swept.of}.sweep: makes "${name}", but this name is taken by ${owner}; rename one`]
      : [`field ${field}.${name}: this name is taken by ${owner}; expected another`];
  });
}

function asRecord(entries: readonly Entry[]): Json {
  return Object.fromEntries(entries.map(({ name, content }) => [name, content]));
}
