import { CONTROL_WORDS, createEnvironment } from '@vestige/environment';
import { STAGES } from './runs.ts';
import { BASE, type Base, type Experiment } from './schema.ts';

/** Mistakes that no field has by itself. */
export function inconsistencies(
  experiment: Omit<Experiment, 'preset' | 'directory'>,
  presets: readonly string[],
): string[] {
  const mistakes = presets
    .filter((name) => (STAGES as readonly string[]).includes(name))
    .map((name) => `field presets.${name}: this name is taken by a stage; expected another`);
  const { bases, conditions, seeds, checks } = experiment;
  const rulesOf = Object.fromEntries(
    Object.entries(bases).map(([name, base]) => {
      const environment = createEnvironment(base.environment);
      const field = fieldOf(name, base);
      mistakes.push(...ruleMistakes(field, base.rule, environment.rules));
      const needed = environment.promptLength + environment.maxNewTokens;
      if (base.model.contextLength < needed) {
        mistakes.push(
          `field ${name === BASE ? '' : `${field}.`}model.contextLength: expected at least ${needed}, the prompt and the longest completion`,
        );
      }
      mistakes.push(...wordMistakes(experiment.ablation, environment.vocabulary.slice(CONTROL_WORDS.length)));
      return [name, environment.rules];
    }),
  );
  for (const [name, condition] of Object.entries(conditions)) {
    const field = `conditions.${condition.swept?.of ?? name}`;
    const rules = rulesOf[condition.base];
    if (rules) mistakes.push(...ruleMistakes(field, condition.rule, rules));
    else {
      const known = Object.keys(bases).join(', ');
      mistakes.push(`field ${field}.base: there is no base "${condition.base}"; expected one of ${known}`);
    }
    const { batch, groupSize } = condition.reinforcement;
    if (batch % groupSize !== 0) {
      mistakes.push(
        `field ${field}: reinforcement.batch ${batch} is not a multiple of groupSize ${groupSize}`,
      );
    }
  }
  for (const name of [...Object.keys(bases).slice(1), ...Object.keys(conditions)]) {
    if (!presets.includes(name)) continue;
    const entries = name in conditions ? 'conditions' : 'bases';
    mistakes.push(`field ${entries}.${name}: this name is taken by a preset; expected another`);
  }
  if (new Set(seeds).size !== seeds.length) mistakes.push('field seeds: a seed stands twice');
  const reported = [...Object.keys(bases), ...Object.keys(conditions)];
  for (const [i, { condition }] of checks.entries()) {
    if (reported.includes(condition)) continue;
    mistakes.push(
      `field checks.${i}.condition: there is no condition "${condition}"; expected one of ${reported.join(', ')}`,
    );
  }
  return [...new Set(mistakes)];
}

function fieldOf(name: string, { swept }: Base): string {
  return name === BASE ? BASE : `bases.${swept?.of ?? name}`;
}

function ruleMistakes(field: string, rule: string, rules: readonly string[]): string[] {
  if (rules.includes(rule)) return [];
  return [`field ${field}.rule: the environment has no rule "${rule}"; expected one of ${rules.join(', ')}`];
}

function wordMistakes(ablation: Experiment['ablation'], words: readonly string[]): string[] {
  return (['force', 'forbid'] as const).flatMap((field) =>
    ablation[field]
      .filter((word) => !words.includes(word))
      .map(
        (word) =>
          `field ablation.${field}: the environment has no word "${word}"; expected some of ${words.join(', ')}`,
      ),
  );
}
