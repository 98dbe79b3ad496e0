import { isRight, type Problem, type Task } from '@vestige/environment';
import { type AnswerDistribution, mostProbable, type Policy } from '@vestige/policy';
import { type RandomStream, randomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import type { AblationTask } from './ablationTask.ts';
import { type OwnAnswer, ownAnswers, questionOf } from './answers.ts';
import { battery, OWN } from './battery.ts';
import { grow } from './grow.ts';
import {
  type Beginning,
  type Growth,
  type Intervention,
  type InterventionContext,
  type Shown,
  type Subject,
  unchanged,
} from './intervention.ts';
import { frozen } from './interventions/frozen.ts';
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
 * A policy that asks for blocks of problems gets everything about a block before the next one: what was yielded up to then
 * is whole, whenever one stops.
 *
 * @param signal aborted to stop
 * @returns the rows of one intervention after the other, a row per problem, `own` first; block by block
 * @throws what `signal` was aborted with
 * @throws if some of it is `done` and the policy asks for blocks, whose random numbers follow on one another
 */
export async function* ablate(
  policy: Policy,
  ablation: AblationTask,
  signal?: AbortSignal,
): AsyncGenerator<readonly InterventionRow[], void> {
  const { task, options, final } = ablation;
  const problems = problemsOf(ablation);
  const streamOf = streamsOf(ablation);
  const { onBlock, enough = () => false, done = 0 } = ablation;
  if (done > 0 && policy.block !== undefined)
    throw new Error('ablate: nothing of a policy in blocks can be done before');
  let batches = 0;
  const isDone = () => batches++ < done;
  const own: OwnAnswer[] = [];
  for (const block of blocksOf(problems.length, policy.block)) {
    if (enough('own', own.length)) break;
    const asked = block.map((i) => problems[i]!);
    own.push(...(await ownAnswers(policy, task, asked, streamOf('own'), signal)));
    onBlock?.(own.length, 0);
  }
  const subjects = own.map((one, i): Subject => subjectOf(ablation, problems[i]!, one, i));
  const rowOf = rowBuilder(ablation, subjects);
  /** Asks what several interventions show of the problems of a block. */
  const ask = async (
    asked: Policy,
    shown: readonly Intervened[],
    stream: RandomStream,
  ): Promise<readonly (readonly InterventionRow[])[]> => {
    const questions = shown.flatMap(({ contexts }) =>
      contexts.map(([i, context]) => questionOf(task, context.asked ?? problems[i]!, context)),
    );
    const distributions = (await asked.answers(questions, stream, signal)).values();
    return shown.map(({ name, contexts }) =>
      contexts.map(([i, context]) => {
        const distribution = distributions.next().value!;
        return rowOf({
          ...{ name, i, shown: context, distribution },
          ...{ answer: mostProbable(distribution), raw: null },
        });
      }),
    );
  };
  /** What it wrote by itself; under `frozen` too, where its chain of thought cannot be given to it. */
  const ownRow = (i: number, name: string) => {
    const { written, distribution } = own[i]!;
    const { answer, raw } = written;
    return rowOf({ name, i, shown: unchanged(subjects[i]!), distribution, answer, raw });
  };
  const interventions = battery(options, task, final, policy.can);
  for (const block of blocksOf(own.length, policy.block)) {
    if (enough('whole', block[0]!)) break;
    if (!isDone()) yield block.map((i) => ownRow(i, OWN));
    const grown = new Map<Growth, readonly Shown[]>();
    const together: Intervened[] = [];
    for (const { name, growth, turns, apply } of interventions) {
      if (isDone()) continue;
      if (name === frozen.name && !policy.can.has('prefill')) {
        yield block.map((i) => ownRow(i, name));
        continue;
      }
      const contexts = contextsOf(ablation, subjects, block, name, growth?.turns ?? turns);
      if (growth && !grown.has(growth)) {
        const stream = streamOf(growth.name, 'growth');
        grown.set(growth, await growFor(policy, ablation, subjects, block, growth, stream, signal));
      }
      const written = growth && grown.get(growth);
      const shown = contexts.map(([i, context], at): IndexedContext => {
        const subject = subjects[i]!;
        return [i, apply(subject, context, written?.[at] ?? unchanged(subject))];
      });
      if (policy.block === undefined) {
        yield* await ask(policy, [{ name, contexts: shown }], streamOf(name, 'answers'));
      } else {
        together.push({ name, contexts: shown });
      }
    }
    if (together.length > 0) yield* await ask(policy, together, streamOf('answers'));
    onBlock?.(own.length, block.at(-1)! + 1);
  }
  if (!final) return;
  const before = Math.max(0, Math.floor((done - batches) / 2));
  batches += 2 * before;
  for await (const { policy: readapted, removed, kept } of readapt(policy, ablation, before, signal)) {
    const empty = subjects.map(
      ({ problem: { question } }, i): IndexedContext => [i, { question, thought: '' }],
    );
    const thinking = subjects.map((subject, i): IndexedContext => [i, unchanged(subject)]);
    for (const [name, contexts] of [[removed, empty] as const, [kept, thinking] as const]) {
      if (isDone()) continue;
      yield* await ask(readapted, [{ name, contexts }], streamOf(name, 'answers'));
    }
  }
}

/** A problem by its place, with what of it is shown. */
type IndexedContext = readonly [i: number, context: Shown];

/** What an intervention shows of some problems. */
interface Intervened {
  readonly name: string;
  readonly contexts: readonly IndexedContext[];
}

/** The problems of an ablation, in order. */
function problemsOf({ task, seed, prompts }: AblationTask): readonly Problem[] {
  if (task.sample) return task.sample(prompts, randomStream(seed, 'ablation', 'prompts'));
  return Array.from({ length: prompts }, (_, i) => task.problem(randomStream(seed, 'ablation', 'prompt', i)));
}

/** The streams of an ablation: each is opened once, and goes on from block to block. */
function streamsOf({ seed }: AblationTask): (...names: readonly string[]) => RandomStream {
  const streams = new Map<string, RandomStream>();
  return (...names) => {
    const key = names.join(' ');
    const stream = streams.get(key) ?? randomStream(seed, 'ablation', ...names);
    streams.set(key, stream);
    return stream;
  };
}

/** The places of some problems, in blocks of as many; all in one if there is no such number. */
function blocksOf(problems: number, size = Math.max(1, problems)): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(problems / size) }, (_, block) => {
    const start = block * size;
    return Array.from({ length: Math.min(size, problems - start) }, (_, at) => start + at);
  });
}

function subjectOf(
  { task, seed }: AblationTask,
  problem: Problem,
  { written, distribution }: OwnAnswer,
  i: number,
): Subject {
  return {
    problem,
    flipped: task.flip?.(problem, randomStream(seed, 'ablation', 'flip', i)) ?? problem,
    thought: written.thought,
    frozenAnswer: mostProbable(distribution),
  };
}

function contextsOf(
  { task, seed }: AblationTask,
  subjects: readonly Subject[],
  block: readonly number[],
  name: string,
  turns: Intervention['turns'],
): (readonly [i: number, context: InterventionContext])[] {
  return block.flatMap((i) => {
    const count = turns?.(subjects[i]!, task) ?? 1;
    let opened: RandomStream | undefined;
    return Array.from({ length: count }, (_, turn): [number, InterventionContext] => [
      i,
      {
        task,
        subjects,
        turn,
        // Many interventions draw nothing, and to open a stream takes longer than most of them.
        get stream(): RandomStream {
          opened ??= randomStream(seed, 'ablation', name, i);
          return opened;
        },
      },
    ]);
  });
}

/** What the policy writes from the beginnings of a growth, turn by turn; subjects that give it none stay as they are. */
async function growFor(
  policy: Policy,
  ablation: AblationTask,
  subjects: readonly Subject[],
  block: readonly number[],
  { name, begin, turns, paraphrases, forbidden = [] }: Growth,
  stream: RandomStream,
  signal: AbortSignal | undefined,
): Promise<readonly Shown[]> {
  const contexts = contextsOf(ablation, subjects, block, name, turns);
  const beginnings = contexts.map(([i, context]) => ({ i, beginning: begin(subjects[i]!, context) }));
  const begun = beginnings.flatMap(({ beginning }) => beginning ?? []);
  const thoughts = (
    paraphrases
      ? await restate(policy, ablation.task, begun, stream, signal)
      : await grow(policy, ablation.task, begun, forbidden, stream, signal)
  ).values();
  return beginnings.map(({ i, beginning }) =>
    beginning ? { ...beginning, thought: thoughts.next().value! } : unchanged(subjects[i]!),
  );
}

/** Thoughts as the policy says them in other words; as they are where it finds none, or the task has synonyms. */
async function restate(
  policy: Policy,
  task: Task,
  beginnings: readonly Beginning[],
  stream: RandomStream,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const thoughts = beginnings.map(({ thought }) => thought);
  if (task.paraphrase || !policy.paraphrase) return thoughts;
  const reworded = await policy.paraphrase(thoughts, stream, signal);
  return thoughts.map((thought, i) => reworded[i] ?? thought);
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

/** What is said of a thought that no rule reads. */
const UNREAD = { mention: null, judgements: null, truthful: null, invented: null, conclusion: null } as const;

function rowBuilder({ task, rule, step, final }: AblationTask, subjects: readonly Subject[]) {
  return ({ name, i, shown, distribution, answer, raw }: Measured): InterventionRow => {
    const { problem, frozenAnswer, thought: own } = subjects[i]!;
    const label = problem.labels[rule]!;
    const thought = shown.thought ?? '';
    const shareOf = sharesIn(distribution);
    // Of several samples each counts.
    const share = (counts: (one: string | null) => boolean) =>
      name !== OWN && distribution.basis === 'sampled'
        ? shareWhere(distribution, counts)
        : Number(counts(answer));
    return {
      step,
      final,
      problem_id: i,
      group: problem.group ?? null,
      intervention: name,
      unit: shown.unit ?? null,
      unit_at: shown.unitAt ?? null,
      changed: shown.unitAt === undefined ? null : isChanged(task, own, thought, shown.unitAt),
      question: shown.question,
      thought: shown.thought,
      raw,
      label,
      shown_label: (shown.asked ?? problem).labels[rule]!,
      answer,
      right: share((one) => isRight(task, one, label)),
      unchanged: share((one) => one === frozenAnswer),
      frozen_answer_probability: frozenAnswer === null ? 0 : shareOf(frozenAnswer),
      label_probability: shareOf(label),
      passes_probability: passesProbability(task, name, answer, shareOf),
      answer_mass: distribution.mass,
      cot_length: task.length(thought),
      ...(task.read?.(problem, thought) ?? UNREAD),
    };
  };
}

/** Whether a unit of a thought and the one that stands in its place in another say something else. */
function isChanged(task: Task, own: string, other: string, at: number): boolean {
  const [before, after] = [own, other].map((thought) => {
    const unit = task.units(thought)[at];
    return unit ? thought.slice(unit.start, unit.end) : '';
  });
  return task.differs?.(before!, after!) ?? before !== after;
}

/** Share of the samples that count; those that gave no answer are `null`. */
function shareWhere(
  { answers, probability }: AnswerDistribution,
  counts: (answer: string | null) => boolean,
): number {
  const answered = probability.reduce((sum, p) => sum + p, 0);
  const unanswered = counts(null) ? 1 - answered : 0;
  return answers.reduce((sum, answer, i) => sum + (counts(answer) ? probability[i]! : 0), unanswered);
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
