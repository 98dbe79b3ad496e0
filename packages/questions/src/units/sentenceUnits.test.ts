import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceUnits } from './sentenceUnits.ts';

const split = (thought: string) => sentenceUnits(thought).map(({ start, end }) => thought.slice(start, end));
const kinds = (thought: string) => sentenceUnits(thought).map(({ kind, weight }) => `${kind} ${weight}`);

test('sentences and lines are units', () => {
  expect(split('First this. Then that! Why?\n\n So be it')).toEqual([
    'First this.',
    'Then that!',
    'Why?',
    'So be it',
  ]);
  expect(split('')).toEqual([]);
  expect(split(' \n\t\n')).toEqual([]);
});

test('no sentence ends in a number, after an abbreviation or an initial', () => {
  for (const sentence of [
    'It is 3.5 kg, e.g. Basmati, i.e. Rice.',
    'Dr. Smith met Mrs. Jones vs. Prof. Miller.',
    'J. R. R. Tolkien wrote it.',
    'The U.S. Army paid $5.50 for No. 5 of it.',
    'Cf. Fig. 3 and Eq. 4.',
    'It rose by approx. 4 percent.',
  ]) {
    expect(split(`${sentence} Next.`)).toEqual([sentence, 'Next.']);
  }
  expect(split('The answer is B. Next.')).toEqual(['The answer is B.', 'Next.']);
  expect(split('It said no. Then yes.')).toEqual(['It said no.', 'Then yes.']);
});

test('what closes a sentence belongs to it', () => {
  expect(split('**Wait.** Let me see.')).toEqual(['**Wait.**', 'Let me see.']);
  expect(split('He said "no." Then left. (Why?) Hm.')).toEqual([
    'He said "no."',
    'Then left.',
    '(Why?)',
    'Hm.',
  ]);
});

test('no sentence ends in a formula or in code; sums of money are no formulas', () => {
  for (const whole of ['\\(x = 3. Y\\)', '$x = 3. Y$', '`a. B`', '$$x. Y$$', '\\[x. Y\\]']) {
    expect(split(`Here ${whole} holds. Next.`)).toEqual([`Here ${whole} holds.`, 'Next.']);
  }
  expect(split('It costs $5. He paid $10. Then $3.')).toEqual(['It costs $5.', 'He paid $10.', 'Then $3.']);
});

test('a formula over lines, a table, fenced code, a heading and an item of a list are one unit each', () => {
  const units = [
    '## Step 1. The start. Really',
    'We have',
    '$$\nx = 3.\nY = 4\n$$',
    '| a | b |\n|---|---|\n| 1. X | 2 |',
    '```python\nprint(1). A\n\n# x\n```',
    '1. First 3 + 4 = 7. Then 8.',
    '- Second. Third.',
    'So \\[\nx.\nY\n\\] holds.',
    'Next.',
    '**The end. Now**',
    '~~~\nnever closed\n\nreally',
  ];
  expect(split(units.join('\n').replace('holds.\nNext', 'holds. Next'))).toEqual(units);
});

test('a formula that is not closed, or has an empty line in it, is none', () => {
  expect(split('\\[ x. Y')).toEqual(['\\[ x.', 'Y']);
  expect(split('\\[ x.\n\nY \\]')).toEqual(['\\[ x.', 'Y \\]']);
});

test('kinds and words', () => {
  expect(
    kinds(
      [
        '# Plan',
        'Ann has two cats.',
        'So 3 * 4 = 12.',
        'It costs = $5 now.',
        '- an item',
        '- that is 3 + 4',
        'Wait, no.',
        'But wait, no.',
        'Therefore, the answer is 42.',
        '\\boxed{42}',
        '| 1 |',
        '---',
      ].join('\n'),
    ),
  ).toEqual([
    ...[
      'heading 1',
      'statement 4',
      'calculation 4',
      'calculation 4',
      'item 2',
      'calculation 4',
      'check 2',
      'check 3',
    ],
    ...['conclusion 5', 'conclusion 2', 'table 1', 'statement 1'],
  ]);
  expect(kinds('In 2024-05-06 they waited.')).toEqual(['statement 6']);
});

const PIECES = [
  ...[
    'a',
    'B. ',
    'e.g. ',
    '3.5',
    '! ',
    '? ',
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '$',
    '$$',
    '\\[',
    '\\]',
    '\\(',
    '\\)',
    '`',
    '```',
    '\n```\n',
  ],
  ...[
    '| x |',
    '\n|',
    '- ',
    '1. ',
    '# ',
    '**',
    '"',
    ')',
    '😀',
    '\ud83d',
    '\u2028',
    '。',
    '中文',
    '...',
    '=',
    '\t',
    '\0',
    '\uFEFF',
  ],
];
const anyThought = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

test('units cover a thought but for space, in order, and split no character', () => {
  fc.assert(
    fc.property(anyThought, (thought) => {
      let end = 0;
      for (const unit of sentenceUnits(thought)) {
        expect(thought.slice(end, unit.start).trim()).toBe('');
        const text = thought.slice(unit.start, unit.end);
        expect(text).not.toBe('');
        expect(text).toBe(text.trim());
        expect(unit.weight).toBeGreaterThan(0);
        if (thought.isWellFormed()) expect(text.isWellFormed()).toBe(true);
        end = unit.end;
      }
      expect(thought.slice(end).trim()).toBe('');
    }),
    { numRuns: 3000, seed: 1 },
  );
});

test('the time grows with the length, whatever the thought', () => {
  const timeOf = (thought: string) => {
    const start = performance.now();
    sentenceUnits(thought);
    return performance.now() - start;
  };
  for (const piece of [
    ...PIECES,
    'a. ',
    'A! ',
    '\\[\n',
    '$$ a\n',
    '$a ',
    'a$ ',
    '**a',
    '"!',
    '1,',
    '3 + ',
    '=  ',
    'Wait ',
    'so the ',
  ]) {
    const time = timeOf(piece.repeat(100_000 / piece.length));
    expect([piece, time < 8000]).toEqual([piece, true]);
  }
});
