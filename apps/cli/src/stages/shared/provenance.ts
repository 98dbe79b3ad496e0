import type { Environment } from '@vestige/environment';
import type { BackendInfo } from '@vestige/model';
import type { Provenance } from '@vestige/rollouts';
import { kernelsOf } from './stageContext.ts';

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
