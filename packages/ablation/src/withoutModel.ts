export { type AblationTask, ablatePolicy } from './ablatePolicy.ts';
export { answerDistributions, mostProbable } from './answers.ts';
export { battery } from './battery.ts';
export { grow } from './grow.ts';
export type { Intervention, Shown, Subject } from './intervention.ts';
export { type AblationOptions, ablationSchema } from './options.ts';
export type { Policy, Writing } from './policy.ts';
