import { backendNamed } from '../backend.ts';
import type { BackendName } from '../backendName.ts';
import { chooseBackend } from '../chooseBackend.ts';

/** The backends that tests run on: those of every installation, and the one that VESTIGE_BACKEND names. */
export const TESTED_BACKENDS: readonly BackendName[] = [
  ...new Set(['wasm', 'cpu', chooseBackend(backendNamed(), { width: 0 })] as const),
];
