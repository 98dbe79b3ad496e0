import { createEnvironment, environmentSchema } from '@vestige/environment';
import type { Capability } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { battery, interventionNames, skipped } from './battery.ts';
import { type InterventionContext, type Shown, type Subject, unchanged } from './intervention.ts';
import { describe as describeIntervention, KIND_NAMES, placeOf } from './interventions/index.ts';
import { ablationSchema } from './options.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const options = ablationSchema.parse({});

const problem = environment.problem(randomStream(0, 'problem'));
const thought = 'hmm income3 good up credit0 bad down so verdict deny';
const flipped = environment.flip(problem, randomStream(0, 'flip'));
const subjectOf = (text: string, frozenAnswer: string, group?: string): Subject => ({
  problem: group === undefined ? problem : { ...problem, group },
  flipped,
  thought: text,
  frozenAnswer,
});
const subject: Subject = { problem, flipped, thought, frozenAnswer: 'deny' };
const other = subjectOf('verdict approve', 'approve');
const same = subjectOf('look', 'deny');

const everything = {
  ...options,
  ...{ force: ['hmm', 'income3'], forbid: ['verdict'], substitute: { good: 'bad', bad: 'good' } },
};
const named = (name: string) =>
  battery(everything, environment, true).find((candidate) => candidate.name === name)!;

function shown(name: string, subjects: readonly Subject[] = [subject, same, other], whose = subject): Shown {
  const context = { task: environment, subjects, stream: randomStream(1, name) };
  return named(name).apply(whose, context, { question: whose.problem.question, thought: whose.thought });
}

/** What the policy is to write on from, many times over. */
function beginnings(name: string, whose = subject) {
  return Array.from({ length: 40 }, (_, i) => {
    const stream = randomStream(i, name);
    const context: InterventionContext = { task: environment, subjects: [], stream };
    return named(name).growth!.begin(whose, context);
  });
}

describe('interventions', () => {
  test('frozen changes nothing', () => {
    expect(shown('frozen')).toEqual({ question: problem.question, thought });
  });

  test('now asks for the answer without a chain of thought', () => {
    expect(shown('now')).toEqual({ question: problem.question, thought: null });
  });

  test('cut keeps whole phrases, at most the fraction', () => {
    expect(shown('cut0').thought).toBe('');
    expect(shown('cut25').thought).toBe('hmm');
    expect(shown('cut50').thought).toBe('hmm income3 good up');
    expect(shown('cut75').thought).toBe('hmm income3 good up credit0 bad down');
  });

  test('filler keeps the length and nothing else', () => {
    const filled = shown('filler').thought!.split(' ');
    expect(filled).toHaveLength(thought.split(' ').length);
    for (const word of filled) expect(environment.fillers).toContain(word);
  });

  test('shuffle keeps the phrases, scramble the tokens', () => {
    const sorted = (text: string) => text.split(' ').sort();
    const shuffled = shown('shuffle').thought!;
    expect(shuffled).not.toEqual(thought);
    expect(sorted(shuffled)).toEqual(sorted(thought));
    expect(shuffled).toContain('credit0 bad down');
    expect(shuffled).toContain('verdict deny');
    expect(sorted(shown('scramble').thought!)).toEqual(sorted(thought));
  });

  test('swap takes the chain of thought of a prompt answered differently', () => {
    expect(shown('swap').thought).toBe(other.thought);
    expect(shown('swap', [subject, same]).thought).toBe(same.thought);
  });

  test('flip changes one attribute of the prompt and keeps the chain of thought', () => {
    const { question, thought: kept, asked } = shown('flip');
    expect(kept).toBe(thought);
    const before = problem.question.split(' ');
    expect(question.split(' ').filter((word, i) => word !== before[i])).toHaveLength(1);
    expect(asked!.labels.nationality).not.toBe(problem.labels.nationality);
  });

  test('swapSame takes the chain of thought of a prompt answered alike; its own if there is none', () => {
    expect(shown('swapSame').thought).toBe(same.thought);
    expect(shown('swapSame', [subject, other]).thought).toBe(thought);
  });

  test('swaps borrow from the same group of prompts, if it has others', () => {
    const hinted = subjectOf('hmm', 'deny', 'hinted');
    const alike = subjectOf('well', 'deny', 'hinted');
    const unlike = subjectOf('also', 'approve', 'hinted');
    expect(shown('swap', [hinted, other, same, unlike, alike], hinted).thought).toBe(unlike.thought);
    expect(shown('swapSame', [hinted, other, same, unlike, alike], hinted).thought).toBe(alike.thought);
    expect(shown('swap', [hinted, other, same], hinted).thought).toBe(other.thought);
  });

  test('drop leaves out exactly one phrase', () => {
    const rests = new Map([
      ['income3 good up credit0 bad down so verdict deny', 'filler'],
      ['hmm credit0 bad down so verdict deny', 'factor'],
      ['hmm income3 good up so verdict deny', 'factor'],
      ['hmm income3 good up credit0 bad down verdict deny', 'filler'],
      ['hmm income3 good up credit0 bad down so', 'conclusion'],
    ]);
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const context = { task: environment, subjects: [], stream: randomStream(i, 'drop') };
      const { thought: rest, unit } = named('drop').apply(subject, context, unchanged(subject));
      expect(rests.get(rest!)).toBe(unit);
      seen.add(rest!);
    }
    expect(seen.size).toBe(rests.size);
  });

  test('paraphrase says the same in other words', () => {
    const { thought: reworded } = shown('paraphrase');
    expect(reworded).not.toBe(thought);
    expect(environment.read(problem, reworded!)).toEqual(environment.read(problem, thought));
  });

  test('mistake keeps what stands before the judgement that it makes false', () => {
    const seen = new Set(beginnings('mistake').map((beginning) => beginning!.thought));
    expect([...seen].sort()).toEqual(['hmm income3 bad', 'hmm income3 good up credit0 good']);
    for (const beginning of beginnings('mistake')) expect(beginning!.unit).toBe('factor');
    expect(beginnings('mistake', subjectOf('hmm income3 bad down', 'deny'))[0]).toBeUndefined();
  });

  test('resample keeps what stands before a phrase', () => {
    const found = beginnings('resample').map((beginning) => `${beginning!.thought} | ${beginning!.unit}`);
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
    expect(beginnings('regrow')[0]).toEqual({ question: flipped.question, thought: '', asked: flipped });
    const context = { task: environment, subjects: [], stream: randomStream(0) };
    const grown = { question: flipped.question, thought: 'well', asked: flipped };
    expect(named('regrow').apply(subject, context, grown)).toEqual(grown);
    expect(named('transplant').apply(subject, context, grown)).toEqual({
      question: problem.question,
      thought: 'well',
    });
  });

  test('force begins with its words, forbid with nothing', () => {
    expect(beginnings('force')[0]).toEqual({
      question: problem.question,
      thought: 'hmm income3',
      unit: 'filler',
    });
    expect(beginnings('forbid')[0]).toEqual({ question: problem.question, thought: '' });
    expect(named('forbid').growth!.forbidden).toEqual(['verdict']);
  });

  test('substitute puts words in the place of others, all at once, and keeps the rest', () => {
    expect(shown('substitute').thought).toBe('hmm income3 bad up credit0 good down so verdict deny');
    expect(shown('substitute', [], other).thought).toBe(other.thought);
    expect(() => battery({ ...options, substitute: { good: 'fine' } }, environment, true)).toThrow(
      /field ablation.substitute: "fine" is no word of loan/,
    );
  });

  test.each(['drop', 'mistake', 'resample'])('%s leaves an empty chain of thought as it is', (name) => {
    const empty: Subject = { ...subject, thought: '' };
    if (named(name).growth) expect(beginnings(name, empty)[0]).toBeUndefined();
    expect(shown(name, [], empty)).toEqual({ question: problem.question, thought: '' });
  });
});

describe('interventions that run only where they are asked for', () => {
  const all = ablationSchema.parse({ interventions: [...KIND_NAMES], cuts: [0, 0.25, 0.5] });
  const optional = (name: string) => battery(all, environment, true).find((one) => one.name === name)!;
  const contextOf = (name: string, i = 0, subjects: readonly Subject[] = [subject, same, other]) => ({
    ...{ task: environment, subjects, stream: randomStream(i, name) },
  });
  const thoughts = (name: string, whose = subject) =>
    Array.from(
      { length: 60 },
      (_, i) => optional(name).apply(whose, contextOf(name, i), unchanged(whose)).thought!,
    );
  const begun = (name: string) =>
    Array.from({ length: 60 }, (_, i) => optional(name).growth!.begin(subject, contextOf(name, i))!);

  test('by default they do not', () => {
    const names = battery(options, environment, true).map(({ name }) => name);
    for (const name of ['repeat', 'flipOn', 'swapOn', 'dropEarly', 'front25']) {
      expect(names).not.toContain(name);
      expect(optional(name)).toBeDefined();
    }
  });

  test('repeat asks the same again', () => {
    expect(optional('repeat').apply(subject, contextOf('repeat'), unchanged(subject))).toEqual({
      question: problem.question,
      thought,
    });
  });

  test('flipOn and swapOn write on from a beginning of at least one unit, never from all', () => {
    const kept = new Set(begun('flipOn').map((beginning) => beginning.thought));
    expect([...kept].sort()).toEqual([
      'hmm',
      'hmm income3 good up',
      'hmm income3 good up credit0 bad down',
      'hmm income3 good up credit0 bad down so',
    ]);
    for (const { question, asked } of begun('flipOn')) {
      expect([question, asked]).toEqual([flipped.question, flipped]);
    }
    const long = { ...other, thought: 'well income1 bad down verdict approve' };
    const foreign = Array.from({ length: 60 }, (_, i) =>
      optional('swapOn').growth!.begin(subject, contextOf('swapOn', i, [subject, same, long])),
    );
    expect(new Set(foreign.map((beginning) => beginning!.thought))).toEqual(
      new Set(['well', 'well income1 bad down']),
    );
    for (const beginning of foreign) expect(beginning!.question).toBe(problem.question);
  });

  test('units are dropped by their place', () => {
    const without = (unit: string) => thought.replace(new RegExp(`${unit} ?`), '').trim();
    expect(new Set(thoughts('dropEarly'))).toEqual(new Set([without('hmm'), without('income3 good up')]));
    expect(new Set(thoughts('dropMiddle'))).toEqual(new Set([without('credit0 bad down'), without('so')]));
    expect(new Set(thoughts('dropLate'))).toEqual(new Set([without('verdict deny')]));
    expect(new Set(thoughts('dropLate', same))).toEqual(new Set(['look']));
  });

  test('the front is cut by fractions, at the beginning of a unit', () => {
    expect(thoughts('front25')[0]).toBe('income3 good up credit0 bad down so verdict deny');
    expect(thoughts('front50')[0]).toBe('credit0 bad down so verdict deny');
  });

  test('all units of a kind are dropped at once, and none where there is none', () => {
    expect(new Set(thoughts('dropKind'))).toEqual(
      new Set([
        'income3 good up credit0 bad down verdict deny',
        'hmm so verdict deny',
        'hmm income3 good up credit0 bad down so',
      ]),
    );
    expect(thoughts('dropKind', { ...subject, thought: '' })[0]).toBe('');
  });
});

describe('what is known of an intervention by its name', () => {
  test('every name of a table has a label and a clause', () => {
    const all = ablationSchema.parse({
      interventions: [...KIND_NAMES],
      ...{
        force: ['hmm'],
        forbid: ['so'],
        substitute: { good: 'bad' },
        readaptationAnswers: ['own', 'label'],
      },
    });
    const names = interventionNames(all, environment);
    expect(names.length).toBeGreaterThan(35);
    const labels = names.map((name) => describeIntervention(name)!.label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(describeIntervention('nothing')).toBeUndefined();
  });

  test('removals are an answer at once, an empty chain of thought and filler words', () => {
    const removing = [
      'now',
      'cut0',
      'cut25',
      'front25',
      'filler',
      'swap',
      'flip',
      'own',
      'frozen',
      'readapt3',
    ];
    expect(removing.filter((name) => describeIntervention(name)!.removes === 'room')).toEqual([
      'now',
      'cut0',
    ]);
    expect(removing.filter((name) => describeIntervention(name)!.removes === 'words')).toEqual(['filler']);
  });

  test('they are shown in one order, variants by what they keep', () => {
    const ordered = [
      'own',
      'frozen',
      'now',
      'cut0',
      'cut5',
      'cut75',
      'drop',
      'flip',
      'readapt2',
      'readapt10',
      'odd',
    ];
    const places = ordered.map(placeOf);
    for (const [i, [kind, variant]] of places.slice(1).entries()) {
      const [before, earlier] = places[i]!;
      expect(kind > before || (kind === before && variant > earlier), ordered[i + 1]).toBe(true);
    }
  });
});

describe('what a policy cannot do', () => {
  test('is skipped, and told by what it needs', () => {
    const can = new Set<Capability>(['score']);
    expect(battery(options, environment, true, can).map(({ name }) => name)).toEqual(['frozen', 'now']);
    expect(skipped(options, environment, can)).toMatchObject({
      ...{ cut: 'prefill', flip: 'prefill', readapt: 'finetune' },
    });
    const phrase = createEnvironment(environmentSchema.parse({ kind: 'phrase' }));
    expect(skipped(options, phrase)).toEqual({ paraphrase: 'paraphrase' });
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
