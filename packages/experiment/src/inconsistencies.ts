import { CONTROL_WORDS, createEnvironment } from '@vestige/environment';
import { takenBy } from './runs.ts';
import { BASE, type Base, type Experiment } from './schema.ts';

/** Mistakes that no field has by itself. */
export function inconsistencies(
  experiment: Omit<Experiment, 'preset' | 'directory'>,
  presets: readonly string[],
): string[] {
  const mistakes = presets
    .filter((name) => takenBy(name))
    .map((name) => `field presets.${name}: this name is taken by ${takenBy(name)}; expected another`);
  const { bases, conditions, seeds, checks } = experiment;
  const known = Object.fromEntries(
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
      const words = environment.vocabulary.slice(CONTROL_WORDS.length);
      const { force, forbid, substitute } = experiment.ablation;
      mistakes.push(
        ...wordMistakes('ablation.force', force, words),
        ...wordMistakes('ablation.forbid', forbid, words),
        ...wordMistakes('ablation.substitute', Object.entries(substitute).flat(), words),
      );
      return [name, { rules: environment.rules, words }];
    }),
  );
  for (const [name, condition] of Object.entries(conditions)) {
    const field = `conditions.${condition.swept?.of ?? name}`;
    const { batch, groupSize, drift } = condition.reinforcement;
    const base = known[condition.base];
    if (base) {
      const { rules, words } = base;
      mistakes.push(
        ...ruleMistakes(field, condition.rule, rules),
        ...wordMistakes(`${field}.reinforcement.drift.words`, drift?.words ?? [], words),
      );
    } else {
      const names = Object.keys(bases).join(', ');
      mistakes.push(`field ${field}.base: there is no base "${condition.base}"; expected one of ${names}`);
    }
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
  const families = Object.values(conditions).flatMap(({ swept }) => swept?.of ?? []);
  const reported = [...Object.keys(bases), ...Object.keys(conditions), ...new Set(families)];
  const single = [...Object.keys(bases), ...Object.keys(conditions)];
  for (const [i, { condition, contrast }] of checks.entries()) {
    const [field, names, known] = contrast
      ? ['contrast', contrast, single]
      : ['condition', condition === undefined ? [] : [condition], reported];
    for (const one of names) {
      if (known.includes(one)) continue;
      mistakes.push(
        `field checks.${i}.${field}: there is no condition "${one}"; expected one of ${known.join(', ')}`,
      );
    }
    if (contrast && contrast[0] === contrast[1]) {
      mistakes.push(`field checks.${i}.contrast: "${contrast[0]}" stands twice; expected two conditions`);
    }
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

function wordMistakes(field: string, asked: readonly string[], words: readonly string[]): string[] {
  return asked
    .filter((word) => !words.includes(word))
    .map(
      (word) => `field ${field}: the environment has no word "${word}"; expected some of ${words.join(', ')}`,
    );
}
