import { isRight, type Task } from '@vestige/environment';
import { type AnswerDistribution, mostProbable, type Policy } from '@vestige/policy';
import { type RandomStream, randomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import type { AblationTask } from './ablationTask.ts';
import { ownAnswers, questionOf } from './answers.ts';
import { battery, OWN } from './battery.ts';
import { grow } from './grow.ts';
import {
  type Growth,
  type InterventionContext,
  type Shown,
  type Subject,
  unchanged,
} from './intervention.ts';
import { readapt } from './readapt.ts';

/**
 * Runs the battery of interventions on a policy: samples a completion of each question, then, for each
 * intervention, shows the changed question and chain of thought and reads the distribution of the answer. Last, if
 * it is the final checkpoint and the policy can be fine-tuned, copies of it that were readapted to empty chains of
 * thought are asked.
 *
 * Every problem takes part in every intervention, whether or not its completion was well-formed, so that
 * comparisons are paired. The same seed gives the same problems at every checkpoint.
 *
 * @param signal aborted to stop
 * @returns the rows of one intervention after the other, a row per problem; `own` first
 * @throws what `signal` was aborted with
 */
export async function* ablate(
  policy: Policy,
  ablation: AblationTask,
  signal?: AbortSignal,
): AsyncGenerator<readonly InterventionRow[], void> {
  const { task, seed, prompts, options, final } = ablation;
  const problems = Array.from({ length: prompts }, (_, i) =>
    task.problem(randomStream(seed, 'ablation', 'prompt', i)),
  );
  const own = await ownAnswers(policy, task, problems, randomStream(seed, 'ablation', 'own'), signal);
  const subjects = problems.map(
    (problem, i): Subject => ({
      problem,
      flipped: task.flip(problem, randomStream(seed, 'ablation', 'flip', i)),
      thought: own[i]!.written.thought,
      frozenAnswer: mostProbable(own[i]!.distribution),
    }),
  );
  const rowOf = rowBuilder(ablation, subjects);
  yield own.map(({ written: { answer, raw }, distribution }, i) =>
    rowOf({ name: OWN, i, shown: unchanged(subjects[i]!), distribution, answer, raw }),
  );
  const ask = async (asked: Policy, name: string, shown: readonly Shown[]) => {
    const questions = shown.map((context, i) => questionOf(task, context.asked ?? problems[i]!, context));
    const distributions = await asked.answers(
      questions,
      randomStream(seed, 'ablation', name, 'answers'),
      signal,
    );
    return distributions.map((distribution, i) =>
      rowOf({ name, i, shown: shown[i]!, distribution, answer: mostProbable(distribution), raw: null }),
    );
  };
  const grown = new Map<Growth, readonly Shown[]>();
  for (const { name, growth, apply } of battery(options, task, final, policy.can)) {
    const contexts = contextsOf(ablation, subjects, name);
    if (growth && !grown.has(growth)) {
      grown.set(growth, await growFor(policy, ablation, subjects, growth, signal));
    }
    const written = growth && grown.get(growth);
    const shown = subjects.map((subject, i) =>
      apply(subject, contexts[i]!, written?.[i] ?? unchanged(subject)),
    );
    yield await ask(policy, name, shown);
  }
  if (!final) return;
  for await (const { policy: readapted, removed, kept } of readapt(policy, ablation, signal)) {
    yield await ask(
      readapted,
      removed,
      problems.map(({ question }) => ({ question, thought: '' })),
    );
    yield await ask(readapted, kept, subjects.map(unchanged));
  }
}

function contextsOf(
  { task, seed }: AblationTask,
  subjects: readonly Subject[],
  name: string,
): InterventionContext[] {
  return subjects.map((_, i) => ({
    task,
    subjects,
    // Many interventions draw nothing, and to open a stream takes longer than most of them.
    get stream(): RandomStream {
      const stream = randomStream(seed, 'ablation', name, i);
      Object.defineProperty(this, 'stream', { value: stream });
      return stream;
    },
  }));
}

/** What the policy writes from the beginnings of a growth; subjects that give it none stay as they are. */
async function growFor(
  policy: Policy,
  ablation: AblationTask,
  subjects: readonly Subject[],
  { name, begin, forbidden = [] }: Growth,
  signal: AbortSignal | undefined,
): Promise<readonly Shown[]> {
  const { task, seed } = ablation;
  const contexts = contextsOf(ablation, subjects, name);
  const beginnings = subjects.map((subject, i) => begin(subject, contexts[i]!));
  const stream = randomStream(seed, 'ablation', name, 'growth');
  const begun = beginnings.filter((beginning) => beginning !== undefined);
  const thoughts = (await grow(policy, task, begun, forbidden, stream, signal)).values();
  return beginnings.map((beginning, i) =>
    beginning ? { ...beginning, thought: thoughts.next().value! } : unchanged(subjects[i]!),
  );
}

/** What was measured of one problem under one intervention. */
interface Measured {
  readonly name: string;
  readonly i: number;
  readonly shown: Shown;
  readonly distribution: AnswerDistribution;
  readonly answer: string | null;
  readonly raw: string | null;
}

function rowBuilder({ task, rule, step, final }: AblationTask, subjects: readonly Subject[]) {
  return ({ name, i, shown, distribution, answer, raw }: Measured): InterventionRow => {
    const { problem, frozenAnswer } = subjects[i]!;
    const label = problem.labels[rule]!;
    const thought = shown.thought ?? '';
    const shareOf = sharesIn(distribution);
    return {
      step,
      final,
      problem_id: i,
      group: problem.group ?? null,
      intervention: name,
      unit: shown.unit ?? null,
      question: shown.question,
      thought: shown.thought,
      raw,
      label,
      shown_label: (shown.asked ?? problem).labels[rule]!,
      answer,
      right: Number(isRight(task, answer, label)),
      unchanged: Number(answer === frozenAnswer),
      frozen_answer_probability: shareOf(frozenAnswer),
      label_probability: shareOf(label),
      passes_probability: passesProbability(task, name, answer, shareOf),
      answer_mass: distribution.mass,
      cot_length: task.length(thought),
      ...task.read(problem, thought),
    };
  };
}

/** The probability of an answer among the possible ones. */
function sharesIn({ answers, probability, mass }: AnswerDistribution): (answer: string) => number {
  return (answer) => {
    // Where float32 holds nothing of any answer, none is likelier than another.
    if (mass === 0) return 1 / answers.length;
    const p = probability[answers.indexOf(answer)] ?? 0;
    return mass === null ? p : p / mass;
  };
}

/** Column `passes_probability` of a row. */
function passesProbability(
  { alwaysPasses }: Task,
  name: string,
  answer: string | null,
  shareOf: (answer: string) => number,
): number | null {
  if (!alwaysPasses) return null;
  if (name === OWN) return Number(answer !== null && alwaysPasses.includes(answer));
  return alwaysPasses.reduce((sum, passing) => sum + shareOf(passing), 0);
}
