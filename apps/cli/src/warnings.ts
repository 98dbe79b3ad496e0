import { type Experiment, type StageName, slowStage } from '@vestige/experiment';

/** Says on standard error what of an experiment, or which of its stages, will take more than a day. */
export function warnOfTime(experiment: Experiment, only?: { stage: StageName; condition?: string }): void {
  const slow = slowStage(experiment, only);
  if (slow !== undefined) console.error(`vestige: ${slow}`);
}
