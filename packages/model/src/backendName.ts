/** Backends by name: `wasm` runs everywhere, `tensorflow` is native libtensorflow, `cpu` is for tests. */
export const BACKENDS = ['wasm', 'tensorflow', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Environment variable that names the backend. */
export const BACKEND_VARIABLE = 'VESTIGE_BACKEND';
