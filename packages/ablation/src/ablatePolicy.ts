import { type Environment, isRight } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import { answerDistributions, frozenAnswers, mostProbable } from './answers.ts';
import { battery, OWN } from './battery.ts';
import { grow } from './grow.ts';
import type { Growth, InterventionContext, Shown, Subject } from './intervention.ts';
import type { AblationOptions } from './options.ts';
import type { Policy } from './policy.ts';

/** What to ablate. */
export interface AblationTask {
  readonly environment: Environment;
  /** Rule that labels the prompts. */
  readonly rule: string;
  readonly options: AblationOptions;
  readonly seed: number;
  /** How many prompts, the first so many of the seed's. */
  readonly prompts: number;
  /** Updates the policy had received, for the rows. */
  readonly step: number;
  /** Whether it is the last checkpoint: the options ask for more there. */
  readonly final: boolean;
}

/**
 * Runs the battery of interventions on a policy: samples a completion of each prompt, then, for each
 * intervention, shows the changed prompt and chain of thought and reads the distribution of the answer. Last, if
 * it is the final checkpoint and the policy can be fine-tuned, copies of it that were readapted to empty chains of
 * thought are asked.
 *
 * Every prompt takes part in every intervention, whether or not its completion was well-formed, so that
 * comparisons are paired. The same seed gives the same prompts at every checkpoint.
 *
 * @returns one row per prompt and intervention, `own` first
 */
export function ablatePolicy(policy: Policy, task: AblationTask): InterventionRow[] {
  const { environment, seed, prompts, options, final } = task;
  const problems = Array.from({ length: prompts }, (_, i) =>
    environment.problem(randomStream(seed, 'ablation', 'prompt', i)),
  );
  const own = frozenAnswers(
    policy,
    environment,
    problems.map(({ prompt }) => prompt),
    randomStream(seed, 'ablation', 'own'),
  );
  const subjects: Subject[] = problems.map((problem, i) => ({
    problem,
    flipped: environment.flip(problem, randomStream(seed, 'ablation', 'flip', i)),
    cot: own[i]!.cot,
    frozenAnswer: own[i]!.frozenAnswer,
  }));
  const rowOf = rowBuilder(task, subjects);
  const rows = own.map(({ distribution, answer }, i) =>
    rowOf(OWN, i, unchanged(subjects[i]!), distribution, answer),
  );
  const ask = (asked: Policy, name: string, shown: readonly Shown[]) => {
    for (const [i, distribution] of answerDistributions(asked, environment, shown).entries()) {
      rows.push(rowOf(name, i, shown[i]!, distribution, mostProbable(environment, distribution)));
    }
  };
  const grown = new Map<Growth, Shown[]>();
  for (const { name, growth, apply } of battery(options, environment, final)) {
    const contexts = contextsOf(task, subjects, name);
    if (growth && !grown.has(growth)) grown.set(growth, growFor(policy, task, subjects, growth));
    const written = growth && grown.get(growth);
    const shown = subjects.map((subject, i) =>
      apply(subject, contexts[i]!, written?.[i] ?? unchanged(subject)),
    );
    ask(policy, name, shown);
  }
  if (final && policy.readapt) {
    for (const { policy: readapted, removed, kept } of policy.readapt(task)) {
      ask(
        readapted,
        removed,
        problems.map(({ prompt }) => ({ prompt, cot: [] })),
      );
      ask(readapted, kept, subjects.map(unchanged));
    }
  }
  return rows;
}

function unchanged({ problem, cot }: Subject): Shown {
  return { prompt: problem.prompt, cot };
}

function contextsOf(
  { environment, seed }: AblationTask,
  subjects: readonly Subject[],
  name: string,
): InterventionContext[] {
  return subjects.map((_, i) => ({
    environment,
    subjects,
    // Many interventions draw nothing, and to open a stream takes longer than most of them.
    get stream() {
      const stream = randomStream(seed, 'ablation', name, i);
      Object.defineProperty(this, 'stream', { value: stream });
      return stream;
    },
  }));
}

/** What the policy writes from the beginnings of a growth; subjects that give it none stay as they are. */
function growFor(
  policy: Policy,
  task: AblationTask,
  subjects: readonly Subject[],
  { name, begin, forbidden = [] }: Growth,
): Shown[] {
  const { environment, seed } = task;
  const contexts = contextsOf(task, subjects, name);
  const beginnings = subjects.map((subject, i) => begin(subject, contexts[i]!));
  const stream = randomStream(seed, 'ablation', name, 'growth');
  const begun = beginnings.filter((beginning) => beginning !== undefined);
  const cots = grow(policy, environment, begun, forbidden, stream).values();
  return beginnings.map((beginning, i) =>
    beginning ? { ...beginning, cot: cots.next().value! } : unchanged(subjects[i]!),
  );
}

function rowBuilder({ environment, rule, step, final }: AblationTask, subjects: readonly Subject[]) {
  return (
    name: string,
    i: number,
    shown: Shown,
    distribution: Float32Array,
    answer: number,
  ): InterventionRow => {
    const { problem, frozenAnswer } = subjects[i]!;
    const label = problem.labels[rule]!;
    const cot = shown.cot ?? [];
    const mass = environment.answers.reduce((sum, token) => sum + distribution[token]!, 0);
    // Where float32 holds nothing of any answer, none is likelier than another.
    const share = (probability: number) => (mass === 0 ? 1 / environment.answers.length : probability / mass);
    return {
      step,
      final,
      prompt_id: i,
      group: problem.group ?? 'all',
      intervention: name,
      unit: shown.unit ?? '',
      prompt: shown.prompt,
      cot,
      label,
      shown_label: (shown.asked ?? problem).labels[rule]!,
      answer,
      correct: isRight(environment, answer, label),
      unchanged: answer === frozenAnswer,
      frozen_answer_probability: share(distribution[frozenAnswer]!),
      label_probability: share(distribution[label]!),
      passes_probability: passesProbability(environment, name, distribution, answer, share),
      answer_mass: mass,
      cot_length: cot.length,
      ...environment.read(problem, cot),
    };
  };
}

/** Column `passes_probability` of a row. */
function passesProbability(
  { alwaysPasses }: Environment,
  name: string,
  distribution: Float32Array,
  answer: number,
  share: (probability: number) => number,
): number | null {
  if (!alwaysPasses) return null;
  if (name === OWN) return Number(alwaysPasses.includes(answer));
  return alwaysPasses.reduce((sum, token) => sum + share(distribution[token]!), 0);
}
