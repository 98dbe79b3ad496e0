import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Experiment, StageTask } from '@vestige/experiment';
import { checkpointsOfPolicy, type GivenPolicy } from '@vestige/language/options';
import { fromRoot, WORKSPACE } from '../workspace.ts';

/** A policy that was trained elsewhere, and the folder from which its files are named. */
interface Given {
  readonly policy: GivenPolicy;
  readonly directory: string;
}

/** The policies that stages run and that were trained elsewhere. */
export function policiesOf(stages: Iterable<StageTask>): Given[] {
  return [...stages].flatMap(({ whole, file, run }) => {
    if (file !== 'experiment.json' || run === undefined) return [];
    const { policies, directory } = whole as Experiment;
    const policy = policies[run.condition];
    return policy ? [{ policy, directory }] : [];
  });
}

/** Files of policies within the workspace, from its root: git may ignore them, and a snapshot would not have them. */
export function policyFiles(stages: Iterable<StageTask>): string[] {
  const files = policiesOf(stages).flatMap(({ policy, directory }) =>
    checkpointsOfPolicy(policy).flatMap(({ gguf }) =>
      gguf === undefined || isAbsolute(gguf) ? [] : fromRoot(join(directory, gguf)),
    ),
  );
  return [...new Set(files)].filter((file) => !file.startsWith('..') && existsSync(join(WORKSPACE, file)));
}
