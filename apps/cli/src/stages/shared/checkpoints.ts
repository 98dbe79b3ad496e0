import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseNameOf, type Experiment, isBase, stageDirectory } from '@vestige/experiment';
import { TOKENS } from '@vestige/policy';

/** Control tokens of every environment, for tokenizers. */
export const CONTROL = { pad: TOKENS.pad, bos: TOKENS.bos, eos: TOKENS.eos };

/** A saved policy of a run. */
export interface SavedPolicy {
  /** Updates it had received. */
  readonly step: number;
  readonly directory: string;
}

/** Folder of the policies within a train stage's folder. */
export function checkpointsFolder(trainDirectory: string): string {
  return join(trainDirectory, 'checkpoints');
}

/** Folder of one of them. */
export function checkpointDirectory(trainDirectory: string, step: number): string {
  return join(checkpointsFolder(trainDirectory), `step-${String(step).padStart(4, '0')}`);
}

/** The policies in a train stage's folder, earliest first; none if the stage has not run. */
export function trainedPolicies(trainDirectory: string): SavedPolicy[] {
  const parent = checkpointsFolder(trainDirectory);
  const names = existsSync(parent) ? readdirSync(parent).filter((name) => /^step-\d+$/.test(name)) : [];
  const policies = names.map((name) => ({ step: Number(name.slice(5)), directory: join(parent, name) }));
  return policies.sort((a, b) => a.step - b.step);
}

/** The files of a saved policy, by name. */
export interface TakenCheckpoint {
  readonly step: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Takes along a policy in a train stage's folder. */
export function readCheckpoint(trainDirectory: string, step: number): TakenCheckpoint {
  const directory = checkpointDirectory(trainDirectory, step);
  return {
    step,
    files: new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))])),
  };
}

/** Puts one that was taken along there again. */
export function writeCheckpoint(trainDirectory: string, { step, files }: TakenCheckpoint): void {
  const directory = checkpointDirectory(trainDirectory, step);
  mkdirSync(directory, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes);
}

/** Folder of the policy within a pretrain stage's folder. */
export function pretrainedFolder(pretrainDirectory: string): string {
  return join(pretrainDirectory, 'checkpoint');
}

/** Folder of the pretrained policy that a run starts from, or is. */
export function baseDirectory(experiment: Experiment, run: { condition: string; seed: number }): string {
  const base = { condition: baseNameOf(experiment, run.condition), seed: run.seed };
  return pretrainedFolder(stageDirectory(experiment, 'pretrain', base));
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
  const directory = stageDirectory(experiment, 'train', run);
  const policies = trainedPolicies(directory);
  if (policies.length === 0) {
    throw new Error(`${checkpointsFolder(directory)}: no checkpoints; run the stage train first`);
  }
  return policies;
}
