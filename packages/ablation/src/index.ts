export { ablate } from './ablate.ts';
export type { AblationTask } from './ablatePolicy.ts';
export { answerDistributions } from './answers.ts';
export { battery, interventionNames, OWN } from './battery.ts';
export type {
  Beginning,
  Growth,
  Intervention,
  InterventionContext,
  Shown,
  Subject,
} from './intervention.ts';
export { type AblationOptions, ablationSchema } from './options.ts';
export type { Policy, Writing } from './policy.ts';
export { transformerPolicy } from './transformerPolicy.ts';
