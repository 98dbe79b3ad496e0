import { join } from 'node:path';
import type { Check, Experiment } from '@vestige/experiment';
import { ExperimentError } from '@vestige/experiment';
import type { Metrics } from '@vestige/report';
import { bold, decimal, listed, table } from '../terminal/layout.ts';
import { nearest } from '../terminal/nearest.ts';

/** A check with what came out. */
export interface Checked extends Check {
  readonly ok: boolean;
  /** The figure that was compared, or the verdict. */
  readonly found: number | string;
  readonly interval?: readonly [low: number, high: number];
}

/**
 * Holds the figures of a report against the checks of its experiment.
 *
 * @throws {ExperimentError} if there are no checks, or one names an estimator that the report does not have
 */
export function checkMetrics({ checks, directory }: Experiment, metrics: Metrics): Checked[] {
  const file = join(directory, 'experiment.json');
  if (checks.length === 0) {
    throw new ExperimentError(`${file}: field checks: there are none; expected a list of what has to hold`);
  }
  const mistakes: string[] = [];
  const checked = checks.flatMap((check, i): Checked[] => {
    const condition = metrics.conditions[check.condition];
    const sweep = metrics.families?.[check.condition];
    const whole = condition ?? sweep;
    const { estimator, group } = check;
    if (!whole) {
      mistakes.push(
        `${file}: field checks.${i}.condition: the report has no "${check.condition}"; run the experiment again`,
      );
      return [];
    }
    const part = group === undefined ? whole : condition?.groups[group];
    if (!part) {
      const known = listed(Object.keys(condition?.groups ?? {})) || 'none: it has one kind of prompts';
      mistakes.push(
        `${file}: field checks.${i}.group: ${check.condition} has no group "${group}"; expected ${known}`,
      );
      return [];
    }
    if (estimator === undefined) {
      if ('verdict' in part) return [{ ...check, ok: part.verdict === check.verdict, found: part.verdict }];
      mistakes.push(
        `${file}: field checks.${i}: ${check.condition} is a sweep and has no verdict; expected one of ${(sweep?.conditions ?? []).join(', ')}`,
      );
      return [];
    }
    const estimate = part.estimates[estimator];
    if (!estimate) {
      const known = Object.keys(part.estimates);
      const near = nearest(estimator, known);
      const hint = near.length > 0 ? `did you mean ${listed(near)}?` : `expected one of ${known.join(', ')}`;
      mistakes.push(
        `${file}: field checks.${i}.estimator: ${nameOf(check)} has no estimator "${estimator}"; ${hint}`,
      );
      return [];
    }
    const found = estimate[check.bound];
    return [{ ...check, ok: holds(check, found), found, interval: [estimate.low, estimate.high] }];
  });
  if (mistakes.length > 0) throw new ExperimentError(mistakes.join('\n'));
  return checked;
}

/** The condition, with the kind of prompts if it is one. */
function nameOf({ condition, group }: Check): string {
  return group === undefined ? condition : `${condition}, ${group}`;
}

function holds({ atLeast, atMost, between }: Check, found: number): boolean {
  const [least, most] = between ?? [atLeast ?? -Infinity, atMost ?? Infinity];
  return found >= least && found <= most;
}

/** Checks as lines for the terminal. */
export function tellChecks(checked: readonly Checked[]): string[] {
  const failed = checked.filter(({ ok }) => !ok).length;
  const rows = checked.map((one) => [
    one.ok ? 'ok' : 'FAILED',
    nameOf(one),
    one.estimator ?? 'verdict',
    typeof one.found === 'string' ? one.found : decimal(one.found),
    one.interval ? `${decimal(one.interval[0])} to ${decimal(one.interval[1])}` : '',
    expectation(one),
  ]);
  const lines = table([['', 'condition', 'estimator', 'found', 'interval', 'expected'], ...rows], 'lllrll');
  return [
    ...lines.map((line, i) => (i > 0 && !checked[i - 1]!.ok ? bold(line) : line)),
    '',
    failed === 0 ? `All ${checked.length} checks hold.` : `${failed} of ${checked.length} checks failed.`,
  ];
}

function expectation({ atLeast, atMost, between, verdict, bound }: Check): string {
  if (verdict !== undefined) return verdict;
  const limits = between
    ? `between ${between[0]} and ${between[1]}`
    : atLeast !== undefined
      ? `at least ${atLeast}`
      : `at most ${atMost}`;
  return bound === 'mean' ? limits : `${bound} end ${limits}`;
}
