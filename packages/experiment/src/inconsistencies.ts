import { isAbsolute, normalize } from 'node:path';
import { createEnvironment, type Environment } from '@vestige/environment';
import { monitorMeans } from '@vestige/rewards/options';
import { environmentsOf } from './environments.ts';
import { sizeMistakes } from './limits.ts';
import { hasRemoval } from './removals.ts';
import { takenBy } from './runs.ts';
import { BASE, type Base, type Condition, type Resolved } from './schema.ts';

/** Mistakes that no field has by itself: what a stage could only fail on. */
export function inconsistencies(experiment: Resolved, presets: readonly string[]): string[] {
  const environments = environmentsOf(experiment);
  const mistakes = [
    ...new Set([
      ...presetMistakes(experiment, presets),
      ...[...environments].flatMap(([name, environment]) => baseMistakes(experiment, name, environment)),
      ...policyMistakes(experiment),
      ...removalMistakes(experiment),
      ...Object.entries(experiment.conditions).flatMap(([name, condition]) =>
        conditionMistakes(name, condition, environments),
      ),
      ...seedMistakes(experiment),
      ...checkMistakes(experiment),
    ]),
  ];
  return mistakes.length > 0 ? mistakes : sizeMistakes(experiment, environments);
}

function presetMistakes({ bases, policies, conditions }: Resolved, presets: readonly string[]): string[] {
  const entries = [
    ...Object.keys(bases)
      .filter((name) => name !== BASE)
      .map((name) => ({ name, field: `bases.${name}` })),
    ...Object.keys(policies).map((name) => ({ name, field: `policies.${name}` })),
    ...Object.keys(conditions).map((name) => ({ name, field: `conditions.${name}` })),
  ];
  return [
    ...presets
      .filter((name) => takenBy(name))
      .map((name) => `field presets.${name}: this name is taken by ${takenBy(name)}; expected another`),
    ...entries
      .filter(({ name }) => presets.includes(name))
      .map(({ field }) => `field ${field}: this name is taken by a preset; expected another`),
  ];
}

function baseMistakes({ bases, ablation }: Resolved, name: string, environment: Environment): string[] {
  const base = bases[name]!;
  const field = fieldOf(name, base);
  const { force, forbid, substitute } = ablation;
  const needed = longestContext(environment);
  const { maxTokens, words } = environment;
  return [
    ...ruleMistakes(field, base.rule, environment.rules),
    ...(base.model.contextLength < needed
      ? [
          `field ${name === BASE ? '' : `${field}.`}model.contextLength: expected at least ${needed}, the prompt, the longest chain of thought and an answer after it`,
        ]
      : []),
    ...wordMistakes('ablation.force', force, words),
    ...wordMistakes('ablation.forbid', forbid, words),
    ...wordMistakes('ablation.substitute', Object.entries(substitute).flat(), words),
    ...(force.length > maxTokens
      ? [`field ablation.force: ${force.length} words; expected at most ${maxTokens}, the longest completion`]
      : []),
  ];
}

/** Tokens of the longest sequence that a policy is shown: an answer may be asked for after all that it can write. */
function longestContext({ promptLength, maxTokens, answerPrefix, format, paraphrase }: Environment): number {
  const longestThought = maxTokens + (paraphrase ? 1 : 0);
  return promptLength + longestThought + 1 + format.ids(answerPrefix).length;
}

function policyMistakes({ bases, policies, conditions, environment }: Resolved): string[] {
  // The rules of questions stand in their file: what reads it says.
  const rules = environment.kind === 'questions' ? undefined : createEnvironment(environment).rules;
  return [
    ...(environment.kind === 'questions' && !isBelow(environment.file)
      ? [
          `field environment.file: "${environment.file}"; expected a file in the folder of the experiment, or below it`,
        ]
      : []),
    ...(Object.keys({ ...bases, ...policies }).length === 0
      ? ['field base: is missing; expected base, or policies that were trained elsewhere']
      : []),
    ...Object.entries(policies).flatMap(([name, { rule }]) => [
      ...(rules ? ruleMistakes(`policies.${name}`, rule, rules) : []),
      ...([...Object.keys(bases), ...Object.keys(conditions)].includes(name)
        ? [`field policies.${name}: this name is taken by a base or condition; expected another`]
        : []),
    ]),
  ];
}

/** Whether a path leads no higher than where it starts. */
function isBelow(path: string): boolean {
  return !isAbsolute(path) && !normalize(path).startsWith('..');
}

function removalMistakes({ ablation: { interventions, cuts } }: Resolved): string[] {
  if (hasRemoval(interventions, cuts)) return [];
  return [
    'field ablation.interventions: expected now, filler, or cut with 0 among its cuts: verdicts rest on them',
  ];
}

function conditionMistakes(
  name: string,
  condition: Condition,
  environments: ReadonlyMap<string, Environment>,
): string[] {
  const field = `conditions.${condition.swept?.of ?? name}`;
  const { rewards, reinforcement } = condition;
  const environment = environments.get(condition.base);
  if (!environment) {
    const names = [...environments.keys()].join(', ');
    return [
      `field ${field}.base: there is no base "${condition.base}"; expected one of ${names}`,
      ...groupMistakes(field, reinforcement),
    ];
  }
  const { words } = environment;
  return [
    ...ruleMistakes(field, condition.rule, environment.rules),
    ...wordMistakes(`${field}.reinforcement.drift.words`, reinforcement.drift?.words ?? [], words),
    ...wordMistakes(`${field}.rewards.monitor.words`, rewards.monitor?.words ?? [], words, monitorMeans),
    ...groupMistakes(field, reinforcement),
  ];
}

function groupMistakes(field: string, { algorithm, batch, groupSize }: Condition['reinforcement']): string[] {
  const mistakes: string[] = [];
  if (batch % groupSize !== 0) {
    mistakes.push(`field ${field}: reinforcement.batch ${batch} is not a multiple of groupSize ${groupSize}`);
  }
  if ((algorithm === 'rloo' || algorithm === 'grpo') && groupSize < 2) {
    mistakes.push(
      `field ${field}: reinforcement.groupSize ${groupSize} with algorithm "${algorithm}"; expected at least 2, since it compares the rollouts of a prompt`,
    );
  }
  return mistakes;
}

function seedMistakes({ seeds }: Resolved): string[] {
  return new Set(seeds).size === seeds.length ? [] : ['field seeds: a seed stands twice'];
}

function checkMistakes({ bases, policies, conditions, checks }: Resolved): string[] {
  const single = [bases, policies, conditions].flatMap(Object.keys);
  const families = Object.values(conditions).flatMap(({ swept }) => swept?.of ?? []);
  const reported = [...single, ...new Set(families)];
  return checks.flatMap(({ condition, contrast }, i) => {
    const [field, names, known] = contrast
      ? ['contrast', contrast, single]
      : ['condition', condition === undefined ? [] : [condition], reported];
    const mistakes = names
      .filter((one) => !known.includes(one))
      .map(
        (one) =>
          `field checks.${i}.${field}: there is no condition "${one}"; expected one of ${known.join(', ')}`,
      );
    if (contrast && contrast[0] === contrast[1]) {
      mistakes.push(`field checks.${i}.contrast: "${contrast[0]}" stands twice; expected two conditions`);
    }
    return mistakes;
  });
}

function fieldOf(name: string, { swept }: Base): string {
  return name === BASE ? BASE : `bases.${swept?.of ?? name}`;
}

function ruleMistakes(field: string, rule: string, rules: readonly string[]): string[] {
  if (rules.includes(rule)) return [];
  return [`field ${field}.rule: the environment has no rule "${rule}"; expected one of ${rules.join(', ')}`];
}

/** @param means whether what was asked for means a word of the environment */
function wordMistakes(
  field: string,
  asked: readonly string[],
  words: readonly string[],
  means = (one: string, word: string) => one === word,
): string[] {
  return asked
    .filter((one) => !words.some((word) => means(one, word)))
    .map(
      (one) => `field ${field}: the environment has no word "${one}"; expected some of ${words.join(', ')}`,
    );
}
