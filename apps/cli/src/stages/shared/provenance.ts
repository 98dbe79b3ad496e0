import type { Environment } from '@vestige/environment';
import { baseOf, type Experiment, isBase } from '@vestige/experiment';
import type { BackendInfo } from '@vestige/model';
import type { Provenance } from '@vestige/rollouts';
import { kernelsOf } from './stageRun.ts';

/** The part of an experiment that decides a run: what the pipeline caches the run by, and no more. */
export function runConfiguration(experiment: Experiment, condition: string) {
  const { environment, model, pretraining } = baseOf(experiment, condition);
  if (isBase(experiment, condition)) return { environment, model, pretraining };
  const { rule, rewards, reinforcement } = experiment.conditions[condition]!;
  return { environment, model, pretraining, condition: { rule, rewards, reinforcement } };
}

/** Provenance of a run's Arrow files. */
export function provenanceOf(
  table: string,
  configuration: unknown,
  { condition, seed }: { condition: string; seed: number },
  environment: Environment,
  backend: BackendInfo,
): Omit<Provenance, 'schemaVersion'> {
  return {
    table,
    experiment: configuration,
    condition,
    seed,
    backend: backend.backend,
    kernels: kernelsOf(backend),
    vocabulary: environment.vocabulary,
  };
}

/** The same for a checkpoint: safetensors metadata holds strings only. */
export function checkpointMetadata(
  configuration: unknown,
  { condition, seed }: { condition: string; seed: number },
  step: number,
  backend: BackendInfo,
): Record<string, string> {
  return {
    made_by: 'vestige',
    experiment: JSON.stringify(configuration),
    condition,
    seed: String(seed),
    step: String(step),
    backend: backend.backend,
    kernels: kernelsOf(backend),
  };
}
