import { join } from 'node:path';
import { FOLLOWED, VERDICTS } from '@vestige/analysis/options';
import type { Check, Experiment } from '@vestige/experiment';
import { ExperimentError, fail } from '@vestige/experiment';
import { nearest } from '@vestige/questions/nearest';
import type { Metrics } from '@vestige/report';
import { bold, decimal, listed, table } from '../terminal/layout.ts';

/** A check with what came out. */
export interface Checked extends Check {
  readonly ok: boolean;
  /** The figure that was compared, the verdict, or what the answers follow. */
  readonly found: number | string;
  readonly interval?: readonly [low: number, high: number];
}

/** What a check holds against the report; or what is wrong with the check, as the end of a message on it. */
type Looked = Omit<Checked, keyof Check | 'ok'> | { readonly mistake: string };

/** What of an estimate can be compared. */
type Bounds = Readonly<Record<Check['bound'], number>>;

/**
 * The figures of a report, from the content of its metrics.json.
 *
 * @throws {ExperimentError} if it holds none
 */
export function metricsIn(content: unknown, file: string): Metrics {
  const json = content as Partial<Metrics> | null;
  const parts = { conditions: json?.conditions, contrasts: json?.contrasts, families: json?.families };
  for (const [field, value] of Object.entries(parts)) {
    if (typeof value === 'object' && value !== null) continue;
    fail(file, [`field ${field}: is missing; expected the metrics.json of a report; run its stage again`]);
  }
  return json as Metrics;
}

/**
 * Holds the figures of a report against the checks of its experiment.
 *
 * @throws {ExperimentError} if there are no checks, or one names something that the report does not have
 */
export function checkMetrics({ checks, directory }: Experiment, metrics: Metrics): Checked[] {
  const file = join(directory, 'experiment.json');
  if (checks.length === 0) {
    throw new ExperimentError(
      `${file}: field checks: there are none, so nothing was checked; expected a list of what has to hold`,
    );
  }
  const mistakes: string[] = [];
  const checked = checks.flatMap((check, i): Checked[] => {
    const looked = check.contrast
      ? lookUpContrast(check, check.contrast, metrics)
      : lookUp(check, check.condition ?? '', metrics);
    if ('mistake' in looked) {
      mistakes.push(`${file}: field checks.${i}${looked.mistake}`);
      return [];
    }
    const ok =
      typeof looked.found === 'string'
        ? looked.found === (check.verdict ?? check.follows)
        : holds(check, looked.found);
    return [{ ...check, ...looked, ok }];
  });
  if (mistakes.length > 0) throw new ExperimentError(mistakes.join('\n'));
  return checked;
}

/** What the report has of a condition, one kind of its prompts, or a sweep. */
function lookUp(check: Check, name: string, metrics: Metrics): Looked {
  const { estimator, group } = check;
  const condition = own(metrics.conditions, name);
  const sweep = own(metrics.families, name);
  const whole = condition ?? sweep;
  if (!whole) return { mistake: `.condition: the report has no "${name}"; run the experiment again` };
  const part = group === undefined ? whole : own(condition?.groups, group);
  if (!part) {
    const known = listed(Object.keys(condition?.groups ?? {})) || 'none: it has one kind of prompts';
    return { mistake: `.group: ${name} has no group "${group}"; expected ${known}` };
  }
  if (estimator === undefined) {
    if ('verdict' in part) return check.follows ? followedIn(part, check) : verdictIn(part, check);
    const known = (sweep?.conditions ?? []).join(', ');
    return { mistake: `: ${name} is a sweep and has no verdict; expected one of ${known}` };
  }
  const absent = 'absent' in part ? own(part.absent, estimator) : undefined;
  if (absent)
    return { mistake: `.estimator: ${nameOf(check)}: ${estimator} has no figure, since it ${absent}` };
  const estimate = own(part.estimates, estimator);
  if (!estimate) return { mistake: unknownEstimator(check, estimator, Object.keys(part.estimates)) };
  return figureIn(estimate, check, estimator);
}

function verdictIn({ verdict }: { readonly verdict: string }, check: Check): Looked {
  if ((VERDICTS as readonly string[]).includes(verdict)) return { found: verdict };
  return {
    mistake: `: ${nameOf(check)}: "${verdict}" in the report is no verdict; run its stage report again`,
  };
}

function followedIn({ follows }: { readonly follows?: string }, check: Check): Looked {
  if ((FOLLOWED as readonly (string | undefined)[]).includes(follows)) return { found: follows! };
  return {
    mistake: `: ${nameOf(check)}: the report does not say what its answers follow; run its stage report again`,
  };
}

/** The figure that is compared, with its interval. A report may have been written by something else. */
function figureIn(estimate: Bounds, check: Check, estimator: string): Looked {
  const { low, high } = estimate;
  const missing = ([check.bound, 'low', 'high'] as const).find((bound) => !Number.isFinite(estimate[bound]));
  if (missing === undefined) return { found: estimate[check.bound], interval: [low, high] };
  return {
    mistake: `.estimator: ${nameOf(check)}: ${estimator} has no figure: its ${missing} is ${estimate[missing]} in the report`,
  };
}

/** The difference between two conditions, in the order of the check. */
function lookUpContrast(check: Check, [first, second]: [string, string], metrics: Metrics): Looked {
  const contrast = metrics.contrasts.find(
    ({ a, b }) => (a === first && b === second) || (a === second && b === first),
  );
  if (!contrast) {
    const missing = [first, second].find((name) => !own(metrics.conditions, name));
    const known = Object.keys(metrics.conditions).join(', ');
    return {
      mistake: `.contrast: ${missing === undefined ? 'expected two different conditions' : `the report has no condition "${missing}"; expected some of ${known}`}`,
    };
  }
  const { estimator = '' } = check;
  const estimate = own(contrast.estimates, estimator);
  if (!estimate) return { mistake: unknownEstimator(check, estimator, Object.keys(contrast.estimates)) };
  const { difference, low, high } = estimate;
  const found = figureIn({ mean: difference, low, high }, check, estimator);
  if (contrast.a === first || 'mistake' in found) return found;
  const reversed = { mean: -difference, low: -high, high: -low };
  return figureIn(reversed, check, estimator);
}

function unknownEstimator(check: Check, estimator: string, known: readonly string[]): string {
  const near = nearest(estimator, known);
  const hint = near.length > 0 ? `did you mean ${listed(near)}?` : `expected one of ${known.join(', ')}`;
  return `.estimator: ${nameOf(check)} has no estimator "${estimator}"; ${hint}`;
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The condition, with the kind of prompts if it is one, or the two of a contrast. */
function nameOf({ condition, contrast, group }: Check): string {
  if (contrast) return contrast.join(' \u2212 ');
  return group === undefined ? `${condition}` : `${condition}, ${group}`;
}

function holds({ atLeast, atMost, between }: Check, found: number): boolean {
  const [least, most] = between ?? [atLeast ?? -Infinity, atMost ?? Infinity];
  return found >= least && found <= most;
}

/** Checks as lines for the terminal. */
export function tellChecks(checked: readonly Checked[]): string[] {
  const lines = table([CHECK_HEAD, ...checked.map(checkCells)], 'lllrll');
  return [
    ...lines.map((line, i) => (i > 0 && !checked[i - 1]!.ok ? bold(line) : line)),
    '',
    howMany(checked),
  ];
}

/** Over the cells of {@link checkCells}. */
export const CHECK_HEAD = ['', 'condition', 'estimator', 'found', 'interval', 'expected'];

/** A check as the cells of a row. */
export function checkCells(one: Checked): string[] {
  return [
    one.ok ? 'ok' : 'FAILED',
    nameOf(one),
    one.estimator ?? (one.follows ? 'follows' : 'verdict'),
    typeof one.found === 'string' ? one.found : decimal(one.found),
    one.interval ? `${decimal(one.interval[0])} to ${decimal(one.interval[1])}` : '',
    expectation(one),
  ];
}

/** How many of them hold, as a sentence. */
export function howMany(checked: readonly Checked[]): string {
  const failed = checked.filter(({ ok }) => !ok).length;
  if (failed > 0) return `${failed} of ${checked.length} checks failed.`;
  return checked.length === 1 ? 'The one check holds.' : `All ${checked.length} checks hold.`;
}

function expectation({ atLeast, atMost, between, verdict, follows, bound }: Check): string {
  const word = verdict ?? follows;
  if (word !== undefined) return word;
  const limits = between
    ? `between ${between[0]} and ${between[1]}`
    : atLeast !== undefined
      ? `at least ${atLeast}`
      : `at most ${atMost}`;
  return bound === 'mean' ? limits : `${bound} end ${limits}`;
}
