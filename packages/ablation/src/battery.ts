import type { Task } from '@vestige/environment';
import type { Capability } from '@vestige/policy';
import type { Intervention, InterventionKind, Need } from './intervention.ts';
import { frozen } from './interventions/frozen.ts';
import { KIND_NAMES, KINDS, type KindName } from './interventions/index.ts';
import { readaptationNames } from './interventions/readaptation.ts';
import type { AblationOptions } from './options.ts';

/** Name of the policy's own sampled completion among the interventions. */
export const OWN = 'own';

/**
 * The interventions that the options ask for and the task and the policy allow, `frozen` first.
 *
 * @param final whether it is for the last checkpoint, not for an earlier one
 * @param can what the policy can do; everything if absent
 * @throws if a word of `force`, `forbid` or `substitute` is none of the task's
 */
export function battery(
  options: AblationOptions,
  task: Task,
  final: boolean,
  can?: ReadonlySet<Capability>,
): Intervention[] {
  expectWords('force', options.force, task);
  expectWords('forbid', options.forbid, task);
  expectWords('substitute', Object.entries(options.substitute).flat(), task);
  const kinds = asked(options, final).filter((name) => unmet(name, task, can) === undefined);
  return [frozen, ...kinds.map((name) => KINDS[name])].flatMap((kind) => kind.variants(options));
}

/**
 * The interventions that the options ask for at the last checkpoint and that are not run, each with what it needs and does
 * not find.
 */
export function skipped(
  options: AblationOptions,
  task: Task,
  can?: ReadonlySet<Capability>,
): Readonly<Partial<Record<KindName | 'readapt', Need>>> {
  const missed: Partial<Record<KindName | 'readapt', Need>> = {};
  for (const name of asked(options, true)) {
    const need = unmet(name, task, can);
    if (need !== undefined) missed[name] = need;
  }
  if (readaptationNames(options).length > 0 && !isMet('finetune', task, can)) missed.readapt = 'finetune';
  return missed;
}

function asked({ interventions, checkpointInterventions }: AblationOptions, final: boolean): KindName[] {
  const chosen = final ? interventions : checkpointInterventions;
  return KIND_NAMES.filter((kind) => chosen.includes(kind));
}

function unmet(name: KindName, task: Task, can: ReadonlySet<Capability> | undefined): Need | undefined {
  const { needs }: InterventionKind = KINDS[name];
  return needs.find((need) => !isMet(need, task, can));
}

function isMet(need: Need, task: Task, can: ReadonlySet<Capability> | undefined): boolean {
  if (need === 'corrupt' || need === 'flip') return task[need] !== undefined;
  if (need === 'paraphrase' && (task.paraphrase || can === undefined)) return task.paraphrase !== undefined;
  return can === undefined || can.has(need);
}

/** Names of all interventions that a file can hold, `own` first. */
export function interventionNames(options: AblationOptions, task: Task): string[] {
  const names = [true, false].flatMap((final) => battery(options, task, final).map(({ name }) => name));
  return [...new Set([OWN, ...names, ...readaptationNames(options)])];
}

function expectWords(field: string, words: readonly string[], { kind, words: known }: Task): void {
  const stranger = known && words.find((word) => !known.includes(word));
  if (stranger === undefined) return;
  throw new Error(
    `field ablation.${field}: "${stranger}" is no word of ${kind}; expected some of ${known!.join(', ')}`,
  );
}
