export { ablate } from './ablate.ts';
export type { AblationTask } from './ablationTask.ts';
export { type OwnAnswer, ownAnswers, questionOf } from './answers.ts';
export { battery, interventionNames, OWN, skipped } from './battery.ts';
export { grow } from './grow.ts';
export type {
  Beginning,
  Growth,
  Intervention,
  InterventionContext,
  Shown,
  Subject,
} from './intervention.ts';
export { before, without } from './interventions/thought.ts';
export { type AblationOptions, ablationSchema } from './options.ts';
