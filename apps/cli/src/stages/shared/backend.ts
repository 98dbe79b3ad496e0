import { baseOf, type Experiment } from '@vestige/experiment';
import { BACKEND_VARIABLE, type BackendInfo, backendNamed, useBackend } from '@vestige/model';

/** Loads the backend of a stage: that of `--backend` or the environment variable, else the experiment's. */
export function useBackendOf(experiment: Experiment, condition: string): Promise<BackendInfo> {
  const { model } = baseOf(experiment, condition);
  return useBackend(backendNamed(process.env[BACKEND_VARIABLE] || experiment.backend), model);
}
