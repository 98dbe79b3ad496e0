export { type AblationTask, ablatePolicy } from './ablatePolicy.ts';
export { type AblationOptions, ablationSchema } from './options.ts';
export type { Policy, Writing } from './policy.ts';
