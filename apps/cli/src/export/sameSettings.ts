import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Analysis } from '@vestige/analysis';
import { conditionsOf, type Experiment, runsOf, stageDirectory } from '@vestige/experiment';
import { readTable } from '@vestige/rollouts';
import { UsageError } from '../failure.ts';
import { runConfiguration } from '../stages/shared/provenance.ts';
import { shortPath } from '../terminal/shortPath.ts';

/**
 * Methods are written from the experiment file, figures from what has run: makes sure that they are of the same
 * settings.
 *
 * @throws {UsageError} if the file was changed since the runs
 */
export function requireSameSettings(experiment: Experiment, analysis: Analysis): void {
  const refuse = (file: string) => {
    throw new UsageError(
      `${shortPath(file)}: was made with other settings than the experiment file has now; run it again (\`${runCommand(experiment)}\`)`,
    );
  };
  const { seeds, analysis: options } = experiment;
  const same =
    isDeepStrictEqual(analysis.seeds, seeds) &&
    isDeepStrictEqual(Object.keys(analysis.conditions), conditionsOf(experiment)) &&
    analysis.confidence === options.confidence &&
    analysis.resamples === options.resamples;
  if (!same) refuse(join(stageDirectory(experiment, 'analyze'), 'analysis.json'));
  for (const run of runsOf(experiment)) {
    const file = join(stageDirectory(experiment, 'ablate', run), 'interventions.arrow');
    if (!existsSync(file)) continue;
    const now = { ...runConfiguration(experiment, run.condition), ablation: experiment.ablation };
    if (!isDeepStrictEqual(readTable(file).provenance.experiment, JSON.parse(JSON.stringify(now))))
      refuse(file);
  }
}

/** The command that makes what an export needs. */
export function runCommand({ name, preset }: Pick<Experiment, 'name' | 'preset'>): string {
  return `vestige run ${name}${preset === undefined ? '' : ` --preset ${preset}`}`;
}
