import { createEnvironment, environmentSchema, TOKENS } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { battery } from './battery.ts';
import type { InterventionContext, Shown, Subject } from './intervention.ts';
import { ablationSchema } from './options.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const ids = (text: string) => text.split(' ').map((word) => environment.vocabulary.indexOf(word));
const words = (tokens: readonly number[]) => tokens.map((id) => environment.vocabulary[id]).join(' ');
const options = ablationSchema.parse({});
const [approve, deny] = environment.answers as [number, number];

const problem = environment.problem(randomStream(0, 'problem'));
const cot = ids('hmm income3 good up credit0 bad down so verdict deny');
const flipped = environment.flip(problem, randomStream(0, 'flip'));
const subjectOf = (text: string, frozenAnswer: number, group?: string): Subject => ({
  problem: group === undefined ? problem : { ...problem, group },
  flipped,
  cot: ids(text),
  frozenAnswer,
});
const subject: Subject = { problem, flipped, cot, frozenAnswer: deny };
const other = subjectOf('verdict approve', approve);
const same = subjectOf('look', deny);

const everything = {
  ...options,
  ...{ force: ['hmm', 'income3'], forbid: ['verdict'], substitute: { good: 'bad', bad: 'good' } },
};
const named = (name: string) =>
  battery(everything, environment, true).find((candidate) => candidate.name === name)!;

function shown(name: string, subjects: readonly Subject[] = [subject, same, other], whose = subject): Shown {
  const context = { environment, subjects, stream: randomStream(1, name) };
  return named(name).apply(whose, context, { prompt: whose.problem.prompt, cot: whose.cot });
}

/** What the policy is to write on from, many times over. */
function beginnings(name: string, whose = subject) {
  return Array.from({ length: 40 }, (_, i) => {
    const context: InterventionContext = { environment, subjects: [], stream: randomStream(i, name) };
    return named(name).growth!.begin(whose, context);
  });
}

describe('interventions', () => {
  test('frozen changes nothing', () => {
    expect(shown('frozen')).toEqual({ prompt: problem.prompt, cot });
  });

  test('now asks for the answer without a chain of thought', () => {
    const { prompt, cot: none } = shown('now');
    expect(prompt.at(-1)).toBe(TOKENS.now);
    expect(none).toBeNull();
  });

  test('cut keeps whole phrases, at most the fraction', () => {
    expect(shown('cut0').cot).toEqual([]);
    expect(words(shown('cut25').cot!)).toBe('hmm');
    expect(words(shown('cut50').cot!)).toBe('hmm income3 good up');
    expect(words(shown('cut75').cot!)).toBe('hmm income3 good up credit0 bad down');
  });

  test('filler keeps the length and nothing else', () => {
    const { cot: filled } = shown('filler');
    expect(filled).toHaveLength(cot.length);
    for (const token of filled!) expect(environment.fillers).toContain(token);
  });

  test('shuffle keeps the phrases, scramble the tokens', () => {
    const sorted = (tokens: readonly number[]) => [...tokens].sort((a, b) => a - b);
    const shuffled = shown('shuffle').cot!;
    expect(shuffled).not.toEqual(cot);
    expect(sorted(shuffled)).toEqual(sorted(cot));
    expect(words(shuffled)).toContain('credit0 bad down');
    expect(words(shuffled)).toContain('verdict deny');
    expect(sorted(shown('scramble').cot!)).toEqual(sorted(cot));
  });

  test('swap takes the chain of thought of a prompt answered differently', () => {
    expect(shown('swap').cot).toEqual(other.cot);
    expect(shown('swap', [subject, same]).cot).toEqual(same.cot);
  });

  test('flip changes one attribute of the prompt and keeps the chain of thought', () => {
    const { prompt, cot: kept, asked } = shown('flip');
    expect(kept).toEqual(cot);
    expect(prompt.filter((token, i) => token !== problem.prompt[i])).toHaveLength(1);
    expect(asked!.labels.nationality).not.toBe(problem.labels.nationality);
  });

  test('swapSame takes the chain of thought of a prompt answered alike; its own if there is none', () => {
    expect(shown('swapSame').cot).toEqual(same.cot);
    expect(shown('swapSame', [subject, other]).cot).toEqual(cot);
  });

  test('swaps borrow from the same group of prompts, if it has others', () => {
    const hinted = subjectOf('hmm', deny, 'hinted');
    const alike = subjectOf('well', deny, 'hinted');
    const unlike = subjectOf('also', approve, 'hinted');
    expect(shown('swap', [hinted, other, same, unlike, alike], hinted).cot).toEqual(unlike.cot);
    expect(shown('swapSame', [hinted, other, same, unlike, alike], hinted).cot).toEqual(alike.cot);
    expect(shown('swap', [hinted, other, same], hinted).cot).toEqual(other.cot);
  });

  test('drop leaves out exactly one phrase', () => {
    const phrases = environment.phrases(cot);
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const context = { environment, subjects: [], stream: randomStream(i, 'drop') };
      const { cot: rest, unit } = named('drop').apply(subject, context, { prompt: problem.prompt, cot });
      const dropped = phrases.find(
        ({ start, end }) => words([...cot.slice(0, start), ...cot.slice(end)]) === words(rest!),
      );
      expect(dropped?.type).toBe(unit);
      seen.add(unit!);
    }
    expect([...seen].sort()).toEqual(['conclusion', 'factor', 'filler']);
  });

  test('paraphrase says the same in other words', () => {
    const { cot: reworded } = shown('paraphrase');
    expect(reworded).not.toEqual(cot);
    expect(environment.read(problem, reworded!)).toEqual(environment.read(problem, cot));
  });

  test('mistake keeps what stands before the judgement that it makes false', () => {
    const seen = new Set(beginnings('mistake').map((beginning) => words(beginning!.cot)));
    expect([...seen].sort()).toEqual(['hmm income3 bad', 'hmm income3 good up credit0 good']);
    for (const beginning of beginnings('mistake')) expect(beginning!.unit).toBe('factor');
    expect(beginnings('mistake', subjectOf('hmm income3 bad down', deny))[0]).toBeUndefined();
  });

  test('resample keeps what stands before a phrase', () => {
    const found = beginnings('resample').map((beginning) => `${words(beginning!.cot)} | ${beginning!.unit}`);
    expect([...new Set(found)].sort()).toEqual([
      ' | filler',
      'hmm income3 good up credit0 bad down so | conclusion',
      'hmm income3 good up credit0 bad down | filler',
      'hmm income3 good up | factor',
      'hmm | factor',
    ]);
  });

  test('regrow and transplant share a growth on the flipped prompt', () => {
    expect(named('regrow').growth).toBe(named('transplant').growth);
    expect(beginnings('regrow')[0]).toEqual({ prompt: flipped.prompt, cot: [], asked: flipped });
    const context = { environment, subjects: [], stream: randomStream(0) };
    const grown = { prompt: flipped.prompt, cot: ids('well'), asked: flipped };
    expect(named('regrow').apply(subject, context, grown)).toEqual(grown);
    expect(named('transplant').apply(subject, context, grown)).toEqual({
      prompt: problem.prompt,
      cot: ids('well'),
    });
  });

  test('force begins with its words, forbid with nothing', () => {
    expect(beginnings('force')[0]).toEqual({
      prompt: problem.prompt,
      cot: ids('hmm income3'),
      unit: 'filler',
    });
    expect(beginnings('forbid')[0]).toEqual({ prompt: problem.prompt, cot: [] });
    expect(named('forbid').growth!.forbidden).toEqual(ids('verdict'));
  });

  test('substitute puts words in the place of others, all at once, and keeps the rest', () => {
    expect(words(shown('substitute').cot!)).toBe('hmm income3 bad up credit0 good down so verdict deny');
    expect(shown('substitute', [], other).cot).toEqual(other.cot);
    expect(() => battery({ ...options, substitute: { good: 'fine' } }, environment, true)).toThrow(
      /field ablation.substitute: "fine" is no word of loan/,
    );
  });

  test.each(['drop', 'mistake', 'resample'])('%s leaves an empty chain of thought as it is', (name) => {
    const empty: Subject = { ...subject, cot: [] };
    if (named(name).growth) expect(beginnings(name, empty)[0]).toBeUndefined();
    expect(shown(name, [], empty)).toEqual({ prompt: problem.prompt, cot: [] });
  });
});

describe('which interventions run', () => {
  const namesAt = (chosen: object, final: boolean) =>
    battery({ ...options, ...chosen }, environment, final).map(({ name }) => name);

  test('all at the last checkpoint, before it those that sample nothing', () => {
    expect(namesAt({}, true)).not.toContain('force');
    expect(namesAt({ force: ['hmm'] }, true)).toContain('force');
    expect(namesAt({}, false)).not.toContain('substitute');
    expect(namesAt({ substitute: { good: 'bad' } }, false)).toContain('substitute');
    expect(namesAt({}, false)).toContain('flip');
    for (const { name, growth } of battery(options, environment, false)) expect(growth, name).toBeUndefined();
    expect(namesAt({ interventions: ['regrow', 'cut'], cuts: [0.5] }, true)).toEqual([
      'frozen',
      'cut50',
      'regrow',
    ]);
  });

  test('those that the environment has no words for are left out', () => {
    const phrase = createEnvironment(environmentSchema.parse({ kind: 'phrase' }));
    const names = battery(options, phrase, true).map(({ name }) => name);
    expect(names).toContain('mistake');
    expect(names).not.toContain('paraphrase');
  });

  test.each(['verdikt', '</think>'])('a word that the environment lacks is an error: %s', (word) => {
    expect(() => namesAt({ forbid: [word] }, true)).toThrow(
      new RegExp(`field ablation.forbid: "${word}" is no word of loan; expected some of approve, deny`),
    );
  });
});
