import { bare, boxed, CUE, cueOf, lastNumber, letterReader } from '@vestige/thoughts';
import { ImportError } from './importError.ts';
import type { ImportOptions } from './options.ts';

/** How the answers of a file are found. */
export interface AnswerRule {
  readonly name: string;
  /** What tells, in words. */
  readonly evidence: string;
  /** The answer in a response; null if there is none. */
  find(response: string): string | null;
}

type Find = AnswerRule['find'];

const CUES = [CUE, 'ANSWER:', 'answer:', 'answer is:', 'answer is'].map(cueOf);
const letter = letterReader();

const FINDS: Readonly<Record<'boxed' | 'tag' | 'answer' | 'letter' | 'number', Find>> = {
  boxed,
  tag: (text) => [...text.matchAll(/<answer>([\s\S]*?)<\/answer>/g)].at(-1)?.[1]?.trim() || null,
  answer: (text) => bare(afterCue(text)?.trimStart().split('\n', 1)[0] ?? '').replace(/[.\s]+$/, '') || null,
  letter: (text) => letter(afterCue(text) ?? text),
  number: (text) => lastNumber(afterCue(text) ?? text),
};

/** Ways that `auto` takes by what most responses of a file hold, the first of those that are equal. */
const TELLING = ['boxed', 'tag', 'answer'] as const;

/** What is known of a rollout when it is decided. */
interface Sampled {
  readonly response: string;
  readonly label: string | null;
  /** As the file says. */
  readonly answer: string | null;
}

/**
 * Decides how the answers of a file are found.
 *
 * @param sample of its first rollouts
 * @param file what messages call it
 * @throws {ImportError} if a pattern has not one group
 */
export function decideAnswers(
  option: ImportOptions['answer'],
  sample: readonly Sampled[],
  file: string,
): AnswerRule {
  if (typeof option === 'object') return byPattern(option.pattern, file);
  if (option === 'none') return { name: 'none', evidence: 'as the option answer says', find: () => null };
  if (option !== 'auto') return { name: option, evidence: 'as the option answer says', find: FINDS[option] };
  const given = sample.filter(({ answer }) => answer !== null).length;
  if (given > 0) {
    const evidence = `${given} of the first ${sample.length} rollouts have a field for it`;
    return { name: 'field', evidence, find: () => null };
  }
  const counts = TELLING.map((name) => ({
    name,
    count: sample.filter(({ response }) => FINDS[name](response) !== null).length,
  }));
  const most = counts.reduce((a, b) => (b.count > a.count ? b : a));
  if (most.count > 0) {
    const evidence = `${most.count} of the first ${sample.length} responses hold one`;
    return { name: most.name, evidence, find: FINDS[most.name] };
  }
  const labels = sample.flatMap(({ label }) => (label === null ? [] : [label.trim()]));
  if (labels.length > 0 && labels.every((label) => lastNumber(label) === label)) {
    return { name: 'number', evidence: 'the right answers are numbers', find: FINDS.number };
  }
  return {
    name: 'none',
    evidence: `none of the first ${sample.length} responses holds \\boxed{}, <answer> or ${CUE}`,
    find: () => null,
  };
}

function byPattern(source: string, file: string): AnswerRule {
  const groups = new RegExp(`${source}|`).exec('')!.length - 1;
  if (groups !== 1) {
    throw new ImportError(
      `${file}: the pattern of the option answer has ${groups} groups; expected one, the answer`,
    );
  }
  const pattern = new RegExp(source, 'g');
  return {
    name: source,
    evidence: 'as the option answer says',
    find: (text) => [...text.matchAll(pattern)].at(-1)?.[1] ?? null,
  };
}

function afterCue(text: string): string | null {
  for (const cue of CUES) {
    const after = cue.after(text);
    if (after !== null) return after;
  }
  return null;
}
