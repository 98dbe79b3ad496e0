export { type AblationTask, ablate, answerDistributions } from './ablate.ts';
export { battery, interventionNames, OWN } from './battery.ts';
export type { Intervention, InterventionContext, Shown, Subject } from './intervention.ts';
export { type AblationOptions, ablationSchema } from './options.ts';
