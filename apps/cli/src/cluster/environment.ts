import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import type { StageTask } from '@vestige/experiment';
import { checkpointsOfPolicy } from '@vestige/language/options';
import { BACKEND_VARIABLE } from '@vestige/model/options';
import { policiesOf } from './given.ts';

const OURS = [BACKEND_VARIABLE, SERVER_VARIABLE, TOKEN_VARIABLE, 'VESTIGE_PROGRESS_SECONDS'];
/** Variables that hold what nobody else should see. */
const SECRET = /TOKEN|SECRET|PASSWORD|CREDENTIAL|(^|_)KEY($|_)/i;

/** Variables that jobs need and that no scheduler is told: those of the cache, and keys of servers that policies name. */
export function jobVariables(
  stages: Iterable<StageTask>,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const names = [...OURS, ...keysOf(stages)];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/**
 * The environment that a scheduler keeps for the jobs: without secrets, and without what is meant for this process.
 *
 * @param given variables that the jobs get otherwise
 */
export function openVariables(
  environment: NodeJS.ProcessEnv,
  given: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const isOpen = (name: string) => !/^(NX|VESTIGE|npm)_/.test(name) && !SECRET.test(name) && !(name in given);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isOpen(name)));
}

/** Names of the variables that hold the keys of servers. */
export function keysOf(stages: Iterable<StageTask>): string[] {
  const keys = policiesOf(stages).flatMap(({ policy }) =>
    checkpointsOfPolicy(policy).flatMap(({ endpoint }) => endpoint?.key ?? []),
  );
  return [...new Set(keys)];
}
