import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TOKENS } from '@vestige/environment';
import { baseNameOf, type Experiment, isBase, stageDirectory } from '@vestige/experiment';

/** Control tokens of every environment, for tokenizers. */
export const CONTROL = { pad: TOKENS.pad, bos: TOKENS.bos, eos: TOKENS.eos };

/** A saved policy of a run. */
export interface SavedPolicy {
  /** Updates it had received. */
  readonly step: number;
  readonly directory: string;
}

/** Folder of a checkpoint within a train stage's folder. */
export function checkpointDirectory(trainDirectory: string, step: number): string {
  return join(trainDirectory, 'checkpoints', `step-${String(step).padStart(4, '0')}`);
}

/** Folder of the pretrained policy that a run starts from, or is. */
export function baseDirectory(experiment: Experiment, run: { condition: string; seed: number }): string {
  const base = { condition: baseNameOf(experiment, run.condition), seed: run.seed };
  return join(stageDirectory(experiment, 'pretrain', base), 'checkpoint');
}

/**
 * The saved policies of a run, earliest first. Step 0 is the pretrained policy.
 *
 * @throws if its stage has not run
 */
export function savedPolicies(
  experiment: Experiment,
  run: { condition: string; seed: number },
): SavedPolicy[] {
  if (isBase(experiment, run.condition)) return [{ step: 0, directory: baseDirectory(experiment, run) }];
  const parent = join(stageDirectory(experiment, 'train', run), 'checkpoints');
  const names = existsSync(parent) ? readdirSync(parent).filter((name) => /^step-\d+$/.test(name)) : [];
  if (names.length === 0) throw new Error(`${parent}: no checkpoints; run the stage train first`);
  const policies = names.map((name) => ({ step: Number(name.slice(5)), directory: join(parent, name) }));
  return policies.sort((a, b) => a.step - b.step);
}
