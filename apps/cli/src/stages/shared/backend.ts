import type { Experiment } from '@vestige/experiment';
import { BACKEND_VARIABLE, type BackendInfo, backendNamed, useBackend } from '@vestige/model';

/** Loads the backend of a stage: that of `--backend` or the environment variable, else the experiment's. */
export function useBackendOf({ backend }: Experiment): Promise<BackendInfo> {
  return useBackend(backendNamed(process.env[BACKEND_VARIABLE] || backend));
}
