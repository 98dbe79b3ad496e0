import { join } from 'node:path';
import { type Experiment, editedExperiment, type FieldValue } from '@vestige/experiment';
import type { WrittenBudget } from '@vestige/language/options';
import { UsageError } from '../failure.ts';
import { listed } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { writeFile } from '../writeFile.ts';

/** Fields of an experiment file that may be typed. */
export interface TypedFields {
  readonly prompts?: number | undefined;
  readonly budget?: WrittenBudget | undefined;
}

/**
 * Writes what was typed into the file of an experiment, into its preset if it has one: stages and cache follow that file.
 *
 * @returns the experiment as it is then, and what to say; nothing if the file says so already
 * @throws {UsageError} if the experiment has no such field
 * @throws {ExperimentError} if it may not have that value; then nothing was written
 */
export function writeTypedFields(
  experiment: Experiment,
  { prompts, budget }: TypedFields,
): { readonly experiment: Experiment; readonly told?: string } {
  const { preset, name, policies, ablation } = experiment;
  if (budget !== undefined && Object.keys(policies).length === 0) {
    throw new UsageError(
      `--budget: the policies of ${name} are trained here; expected an experiment on a language model`,
    );
  }
  const values: FieldValue[] = [
    ...(prompts !== undefined && ablation.prompts !== prompts
      ? [['ablation.prompts', prompts] as const]
      : []),
    ...(budget !== undefined && otherBudget(experiment, budget) !== undefined
      ? [['language.budget', budget] as const]
      : []),
  ];
  if (values.length === 0) return { experiment };
  const file = join(experiment.directory, 'experiment.json');
  const edited = editedExperiment(file, preset, values);
  const other = budget === undefined ? undefined : otherBudget(edited.experiment, budget);
  if (other !== undefined) {
    throw new UsageError(
      `--budget: ${shortPath(file)} says policies.${other}.language.budget; expected it to be changed there`,
    );
  }
  writeFile(file, edited.text);
  const within = preset === undefined ? '' : `presets.${preset}.`;
  const fields = values.map(([field, value]) => `${within}${field} ${JSON.stringify(value)}`);
  return {
    experiment: edited.experiment,
    told: `Wrote ${listed(fields, 'and')} into ${shortPath(file)}, which the run follows.`,
  };
}

/** The first policy that has another budget. */
function otherBudget({ policies }: Experiment, budget: WrittenBudget): string | undefined {
  return Object.keys(policies).find((name) => policies[name]!.language.budget !== budget);
}
