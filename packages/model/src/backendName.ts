/** Backends by name: `wasm` runs everywhere, `tensorflow` is native libtensorflow, `cpu` is for tests. */
const BACKENDS = ['wasm', 'tensorflow', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What may be asked for: a backend, or `auto`, which takes the faster one for the model at hand. */
export const BACKEND_CHOICES = [...BACKENDS, 'auto'] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

/** Environment variable that names the backend. */
export const BACKEND_VARIABLE = 'VESTIGE_BACKEND';
