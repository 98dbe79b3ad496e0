import { randomStream } from '@vestige/random';
import { bold, facts } from '../terminal/layout.ts';
import { type Answers, answersAfter, type LoadedPolicy, logitsAfter, write } from './policy.ts';
import { type AnswerRow, answerTable, labelsInWords, labelsOf, logitTable } from './tell.ts';
import { readPrompt, readThought } from './text.ts';

/** What to ask a policy. */
export interface Question {
  /** In words; undefined for a random one. */
  readonly prompt: string | undefined;
  /** An edited chain of thought, in words. */
  readonly cot: string | undefined;
  /** Show the prompt flipped by its environment too, each chain of thought kept. */
  readonly flip: boolean;
  /** Tell the logit of every word, after the edited chain of thought or else the first that it writes. */
  readonly logits: boolean;
  readonly samples: number;
  readonly temperature: number;
  readonly seed: number;
}

/** Asks a policy once: what it writes and answers, and how edits change the answer. Plain data. */
export async function ask(loaded: LoadedPolicy, question: Question) {
  const { name, environment, model, rule } = loaded;
  const { seed, samples, temperature } = question;
  const problem =
    question.prompt === undefined
      ? environment.problem(randomStream(seed, 'sample', 'prompt'))
      : readPrompt(environment, question.prompt);
  const edited =
    question.cot === undefined
      ? undefined
      : readThought(environment, question.cot, model.options.contextLength);
  const written = await write(loaded, problem, randomStream(seed, 'sample', 'cot'), { samples, temperature });
  const flipped = question.flip ? environment.flip(problem, randomStream(seed, 'sample', 'flip')) : undefined;
  const own = written[0]!.thought;
  const after = (thought: string | null, of = problem) => answersAfter(loaded, of, thought);
  return {
    policy: name,
    prompt: problem.question,
    labels: labelsOf(environment, problem),
    rule: rule ?? null,
    samples: await Promise.all(
      written.map(async ({ thought, answer }) => ({ cot: thought, answer, answers: await after(thought) })),
    ),
    now: await after(null),
    ...(edited !== undefined && { edited: { cot: edited, answers: await after(edited) } }),
    ...(flipped && {
      flipped: {
        changed: environment.flips,
        prompt: flipped.question,
        labels: labelsOf(environment, flipped),
        own: await after(own, flipped),
        now: await after(null, flipped),
        ...(edited !== undefined && { edited: await after(edited, flipped) }),
      },
    }),
    ...(question.logits && { logits: logitsAfter(loaded, problem, edited ?? own) }),
  };
}

export type Reply = Awaited<ReturnType<typeof ask>>;

/** A reply as lines for people. */
export function tellReply(reply: Reply): string[] {
  const { policy, prompt, labels, rule, samples, now, edited, flipped, logits } = reply;
  const row = (name: string, answers: Answers): AnswerRow => ({ after: name, answers });
  const rows = samples.map(({ answers }, i) =>
    row(samples.length === 1 ? 'after its own CoT' : `after its CoT ${i + 1}`, answers),
  );
  if (edited) rows.push(row('after your CoT', edited.answers));
  rows.push(row('at once', now));
  if (flipped) {
    rows.push(row('flipped, its own CoT kept', flipped.own));
    if (flipped.edited) rows.push(row('flipped, your CoT kept', flipped.edited));
    rows.push(row('flipped, at once', flipped.now));
  }
  return [
    bold(policy),
    '',
    ...facts([
      ['prompt', prompt],
      ['right', labelsInWords(labels, rule ?? undefined)],
      ...samples.flatMap(({ cot, answer }, i): [string, string][] => {
        const number = samples.length === 1 ? '' : ` ${i + 1}`;
        return [[`its CoT${number}`, `${cot || '(none)'}  → ${answer ?? 'malformed'}`]];
      }),
      ...(edited ? [['your CoT', edited.cot || '(none)'] as [string, string]] : []),
      ...(flipped
        ? [
            [
              'flipped',
              `${flipped.prompt} (${flipped.changed} changed; right: ${labelsInWords(flipped.labels, rule ?? undefined)})`,
            ] as [string, string],
          ]
        : []),
    ]),
    '',
    ...answerTable(rows),
    ...(logits ? ['', ...logitTable(logits)] : []),
  ];
}
