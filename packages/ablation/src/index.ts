export { type AblationTask, ablate } from './ablate.ts';
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
