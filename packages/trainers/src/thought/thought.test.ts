import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folder, jsonl } from '../testing/files.ts';
import { imported } from '../testing/imported.ts';
import { isMarked, MARKER_NAMES, markerOf, marksOf, patternMarker } from './markers.ts';
import { split } from './split.ts';

/** Divides completions of a file as verl writes them. */
async function divide(outputs: readonly string[], given: object = {}, input = 'Q') {
  const path = jsonl(
    join(folder(), '1.jsonl'),
    outputs.map((output) => ({ input, output, score: 1 })),
  );
  const { accounts, rows } = await imported(path, given);
  const { thought, boundaries, notes } = accounts[0]!;
  const divided = rows.map((row) => [row.boundary, row.opening, row.thought, row.closing, row.response]);
  return { thought, boundaries, notes, divided };
}

test.each([
  ['think', '<think>\nt\n</think>\n\na', ['closed', '<think>', '\nt\n', '</think>', '\n\na']],
  [
    'harmony',
    '<|channel|>analysis<|message|>t<|end|><|start|>assistant<|channel|>final<|message|>a',
    [
      'closed',
      '<|channel|>analysis<|message|>',
      't',
      '<|end|><|start|>assistant<|channel|>final<|message|>',
      'a',
    ],
  ],
  [
    'harmony',
    '<|channel|>analysis<|message|>t<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{}',
    [
      'closed',
      '<|channel|>analysis<|message|>',
      't',
      '<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>',
      '{}',
    ],
  ],
  ['harmony-text', 'analysistassistantfinala', ['closed', 'analysis', 't', 'assistantfinal', 'a']],
  ['gemma', '<|channel>thought\nt<channel|>a', ['closed', '<|channel>thought', '\nt', '<channel|>', 'a']],
  ['mistral', '[THINK]t[/THINK]a', ['closed', '[THINK]', 't', '[/THINK]', 'a']],
  ['reasoning', 'So: <reasoning>t</reasoning>a', ['closed', 'So: <reasoning>', 't', '</reasoning>', 'a']],
])('%s is found by what completions hold: %j', async (name, output, expected) => {
  const { thought, divided } = await divide([output, 'a']);
  expect(thought.name).toBe(name);
  expect(divided).toEqual([expected, ['none', null, null, null, 'a']]);
});

test('marks that open in the prompt: opened, and unfinished where nothing closes', async () => {
  const { thought, divided } = await divide(['t</think>a', 't </think> b <think> c', 'never']);
  expect(thought.evidence).toBe('2 of the first 3 completions hold <think> or </think>');
  expect(divided.slice(0, 2)).toEqual([
    ['opened', null, 't', '</think>', 'a'],
    ['opened', null, 't ', '</think>', ' b <think> c'],
  ]);
  const begun = await divide(['t</think>a', 'never']);
  expect(begun.thought.evidence).toMatch(/; the prompts begin them$/);
  expect(begun.divided[1]).toEqual(['unfinished', null, 'never', null, '']);
  const shown = await divide(['<think>t</think>', 'never'], {}, 'Q <think>\n');
  expect(shown.divided[1]).toEqual(['unfinished', null, 'never', null, '']);
});

test('no marks: unknown, and none where the options say so', async () => {
  const { thought, divided } = await divide(['a']);
  expect(thought.name).toBe('unknown');
  expect(divided).toEqual([['unknown', null, null, null, 'a']]);
  expect((await divide(['<think>a'], { thought: 'none' })).divided[0]).toEqual([
    'none',
    null,
    null,
    null,
    '<think>a',
  ]);
});

test('marks after the first thousand completions only are told', async () => {
  const { notes, boundaries } = await divide([
    ...Array.from({ length: 1000 }, () => 'a'),
    '<think>t</think>a',
  ]);
  expect(boundaries.unknown).toBe(1001);
  expect(notes).toEqual([
    '1 completions mark a thought, and none of the first ones does: name the marks by thought',
  ]);
});

test('two ways in one file are an error that asks for one', async () => {
  const both = ['<think>t</think>a', '<reasoning>t</reasoning>a', '<think>t</think>b'];
  await expect(divide(both)).rejects.toThrow(
    '1.jsonl: its completions mark thoughts in several ways (2 of 3 as think, 1 of 3 as reasoning); expected the option thought to name one',
  );
  expect((await divide(both, { thought: 'think' })).boundaries).toMatchObject({ closed: 2, none: 1 });
});

test('a mention of a mark alone is no mark of a thought', async () => {
  expect((await divide(['Write <think> before you think.'])).thought.name).toBe('unknown');
});

test('patterns of a user', async () => {
  const given = { thought: { open: 'Thought \\d+:', close: '\\n(?:Final|Last):' } };
  const { divided } = await divide(['Thought 12: t\nLast: a', 'a'], given);
  expect(divided).toEqual([
    ['closed', 'Thought 12:', ' t', '\nLast:', ' a'],
    ['none', null, null, null, 'a'],
  ]);
  const closing = await divide(['t###a', 't'], { thought: { close: '###' } });
  expect(closing.divided).toEqual([
    ['opened', null, 't', '###', 'a'],
    ['unfinished', null, 't', null, ''],
  ]);
});

test('the parts of a completion, joined, are the completion', () => {
  const markers = [...MARKER_NAMES.map(markerOf), patternMarker({ open: '<a+>', close: '</a+>' })];
  const marks = MARKER_NAMES.flatMap((name) => Object.values(marksOf(name)));
  const text = fc
    .array(fc.oneof(fc.constantFrom(...marks, '<aa>', '</a>', '\n'), fc.string()))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...markers), text, fc.boolean(), (marker, completion, begun) => {
      const { boundary, opening, thought, closing, response } = split(marker, completion, begun);
      expect(`${opening ?? ''}${thought ?? ''}${closing ?? ''}${response}`).toBe(completion);
      expect(thought === null).toBe(boundary === 'none');
      if (boundary === 'unfinished') expect(response).toBe('');
    }),
  );
});

test('what is written as a family does is found as it was written', () => {
  const inner = fc.string().filter((text) => !/[<[>|]|assistantfinal/.test(text));
  fc.assert(
    fc.property(fc.constantFrom(...MARKER_NAMES), inner, inner, (name, thought, response) => {
      const { open, close } = marksOf(name);
      const completion = `${open}${thought}${close}${response}`;
      expect(isMarked(name, completion)).toBe(true);
      expect(split(markerOf(name), completion, false)).toEqual({
        ...{ boundary: 'closed', opening: open, thought, closing: close, response },
      });
    }),
  );
});
