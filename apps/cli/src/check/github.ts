import { join } from 'node:path';
import { error, summary } from '@actions/core';
import { checkLines, type Experiment } from '@vestige/experiment';
import type { Metrics } from '@vestige/report';
import { escapeMarkdown, markdownTable, pValue } from '@vestige/report/parts';
import { UsageError } from '../failure.ts';
import { decimal } from '../terminal/layout.ts';
import { fromRoot } from '../workspace.ts';
import { CHECK_HEAD, type Checked, checkCells, howMany } from './check.ts';

/** The variable that names the file of a job's summary. */
const SUMMARY = 'GITHUB_STEP_SUMMARY';

/** Estimates of which the summary tells how conditions differ, beside those that checks name. */
const TOLD = ['accuracy.own', 'reliance.minimum'];

/**
 * Tells a job of GitHub Actions: each check that failed as an annotation at its line of the experiment file, and verdicts,
 * contrasts and checks in the summary of the job.
 *
 * @throws {UsageError} if this is no such job
 */
export async function tellGithub(
  experiment: Experiment,
  metrics: Metrics,
  checked: readonly Checked[],
): Promise<void> {
  if (process.env[SUMMARY] === undefined) {
    throw new UsageError(`--github: ${SUMMARY} is not set; expected a job of GitHub Actions`);
  }
  const file = join(experiment.directory, 'experiment.json');
  const lines = checkLines(file, experiment.preset);
  for (const [i, one] of checked.entries()) {
    if (one.ok) continue;
    const [, condition, estimator, found, interval, expected] = checkCells(one);
    const within = interval === '' ? '' : ` (${interval})`;
    error(`found ${found}${within}; expected ${expected}`, {
      title: `${experiment.title}: ${condition}, ${estimator}`,
      file: fromRoot(file),
      ...(lines[i] !== undefined && { startLine: lines[i] }),
    });
  }
  await summary.addRaw(`${summaryLines(experiment, metrics, checked).join('\n')}\n`).write();
}

function summaryLines({ title }: Experiment, metrics: Metrics, checked: readonly Checked[]): string[] {
  const names = [...new Set([...TOLD, ...checked.flatMap(({ estimator }) => estimator ?? [])])];
  const contrasts = metrics.contrasts.flatMap(({ a, b, estimates }) =>
    names.flatMap((name) => {
      const one = Object.hasOwn(estimates, name) ? estimates[name] : undefined;
      if (!one) return [];
      const interval = `${decimal(one.low)} to ${decimal(one.high)}`;
      return [[`${a} \u2212 ${b}`, name, decimal(one.difference), interval, pValue(one.holm)]];
    }),
  );
  return [
    ...[`## ${escapeMarkdown(title)}`, ''],
    ...markdownTable(
      ['condition', 'verdict', 'answers follow'],
      Object.entries(metrics.conditions).map(([name, { verdict, follows }]) => [
        name,
        verdict,
        follows ?? '',
      ]),
      { left: 3 },
    ),
    ...(contrasts.length === 0
      ? []
      : [
          ...['', '### How conditions differ', ''],
          ...markdownTable(['conditions', 'estimate', 'difference', 'interval', 'Holm p'], contrasts, {
            left: 2,
          }),
        ]),
    ...['', '### Checks', ''],
    ...markdownTable(CHECK_HEAD, checked.map(checkCells), { left: 3 }),
    ...['', howMany(checked)],
  ];
}
