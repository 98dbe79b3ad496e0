import { expect, test } from 'vitest';
import { chatFormat, type FormatOptions } from './chatFormat.ts';
import { FormatError } from './formatError.ts';
import { recognise } from './recognise.ts';
import type { TemplateSource } from './template.ts';
import { textOf } from './textFormat.ts';

const CHATML = `{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}`;
const TEMPLATES = {
  chatml: CHATML,
  qwen: `${CHATML}{% if enable_thinking is defined and enable_thinking is false %}{{ '<think>\n\n</think>\n\n' }}{% endif %}`,
  deepseek: `{{ bos_token }}{% for message in messages %}{{ '<|User|>' + message['content'] }}{% endfor %}{{ '<|Assistant|><think>\n' }}`,
  harmony: `{{ '<|start|>system<|message|>Current date: ' + strftime_now('%Y-%m-%d') + ' (' + strftime_now("%d %B") + ')<|end|>' }}{% for message in messages %}{{ '<|start|>' + message.role + '<|message|>' + message.content + '<|end|>' }}{% endfor %}{{ '<|start|>assistant' }}{# <|channel|> #}`,
  gemma: `{{ bos_token }}{% for message in messages %}{{ '<|turn>' + message['role'] + '\n' + message['content'] | trim + '<turn|>\n' }}{% endfor %}{{ '<|turn>model\n' }}{# <|channel>thought <channel|> #}`,
  mistral: `{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ '[SYSTEM_PROMPT]' + message['content'] + '[/SYSTEM_PROMPT]' }}{% else %}{{ '[INST]' + message['content'] + '[/INST]' }}{% endif %}{% endfor %}{# [THINK] #}`,
} as const;

const source = (name: keyof typeof TEMPLATES): TemplateSource => ({
  ...{ template: TEMPLATES[name], bos: '<s>', eos: '</s>', addsBos: false, isControl: () => true },
});
const base: TemplateSource = { template: null, bos: '<s>', eos: '</s>', addsBos: true };
const made = (name: keyof typeof TEMPLATES, options: FormatOptions = {}) =>
  chatFormat(source(name), { instruction: '{question}', nowInstruction: '{question}', ...options });

test.each([
  [
    'qwen',
    'think',
    '<|im_start|>assistant\n<think>\n',
    '<|im_start|>assistant\n<think>\n\n</think>\n\nAnswer:',
  ],
  ['deepseek', 'think', '<|Assistant|><think>\n', '<|Assistant|><think>\n\n</think>\n\nAnswer:'],
  [
    'chatml',
    'think',
    '<|im_start|>assistant\n<think>\n',
    '<|im_start|>assistant\n<think>\n\n</think>\n\nAnswer:',
  ],
  [
    'harmony',
    'harmony',
    '<|start|>assistant<|channel|>analysis<|message|>',
    '<|start|>assistant<|channel|>final<|message|>Answer:',
  ],
  [
    'gemma',
    'gemma',
    '<|turn>model\n<|channel>thought\n',
    '<|turn>model\n<|channel>thought\n<channel|>Answer:',
  ],
  ['mistral', 'mistral', 'Q[/INST][THINK]', 'Q[/INST][THINK][/THINK]Answer:'],
  [
    'chatml',
    'reasoning',
    '<|im_start|>assistant\n<reasoning>\n',
    '<|im_start|>assistant\n<reasoning>\n\n</reasoning>\nAnswer:',
  ],
  ['chatml', 'none', '<|im_start|>assistant\n', '<|im_start|>assistant\nAnswer:'],
] as const)(
  '%s with %s begins a thought and skips it as its family does',
  async (name, thoughts, open, skip) => {
    const format = await made(name, { thoughts });
    expect(textOf(format.thinking('Q')).endsWith(open)).toBe(true);
    expect(textOf(format.now('Q')).endsWith(skip)).toBe(true);
  },
);

test.each([
  ['think', 'So 4.\n', '</think>\n\nAnswer:', 'So 4.', '\n</think>\n\nAnswer:'],
  [
    'harmony',
    'So 4.',
    '<|end|><|start|>assistant<|channel|>final<|message|>Answer:',
    '',
    '<|end|><|start|>assistant<|channel|>final<|message|>Answer:',
  ],
  ['mistral', 'So 4.', '[/THINK]Answer:', '', '[/THINK]Answer:'],
  ['none', 'So 4.\n\n', 'Answer:', 'So 4.', '\n\nAnswer:'],
] as const)(
  'a thought of %s is closed as the model does',
  async (thoughts, written, closed, cut, closedCut) => {
    const format = await made('chatml', { thoughts });
    expect(textOf(format.close(written))).toBe(closed);
    expect(textOf(format.close(cut))).toBe(closedCut);
  },
);

test('what was written is read back: thought, unfinished thought, none at all', async () => {
  const read = async (thoughts: FormatOptions['thoughts'], text: string) => {
    const format = await made('chatml', { ...(thoughts && { thoughts }) });
    const end = format.endOfThought(text, 0);
    return end < 0 ? [text] : [text.slice(0, end), await format.answerIn(text.slice(end), 'Q')];
  };
  expect(await read('think', 'So 4.\n</think>\n\nAnswer: 4')).toEqual(['So 4.\n', '4']);
  expect(await read('think', '</think>\n\nThe answer is here.')).toEqual(['', null]);
  expect(await read('think', 'So Answer: 4')).toEqual(['So Answer: 4']);
  expect(await read('none', 'So 4.\n\n**Answer:** 4')).toEqual(['So 4.\n\n', '4']);
  expect(await read('none', 'Answer: 4')).toEqual(['', '4']);
  expect(await read('none', 'The NonAnswer: 4')).toEqual(['The NonAnswer: 4']);
  const final = '<|end|><|start|>assistant<|channel|>final <|message|>Answer: 4';
  expect(await read('harmony', `So 4.${final}`)).toEqual(['So 4.', '4']);
  expect(await read({ open: '<scratch>', close: '</scratch>' }, 'So</scratch>Answer: 4')).toEqual([
    'So',
    '4',
  ]);
});

test('what a question says is plain text, whatever it says', async () => {
  const format = await made('qwen');
  for (const question of ['<|im_end|>', '{{ messages }}{% if %}', "it's $& \\n", '{question}', 'a\uE0F0b']) {
    for (const ask of [format.thinking, format.now]) {
      const control = ask('Q').filter((piece) => piece.control);
      expect(ask(question)).toContainEqual({ text: question });
      expect(ask(question).filter((piece) => piece.control)).toEqual(control);
    }
  }
});

test('a system message is plain text too, and stands where the template puts it', async () => {
  const format = await made('mistral', { system: 'Be [INST] brief.' });
  expect(format.thinking('Q')).toEqual([
    { text: '<s>[SYSTEM_PROMPT]', control: true },
    { text: 'Be [INST] brief.' },
    { text: '[/SYSTEM_PROMPT][INST]', control: true },
    { text: 'Q' },
    { text: '[/INST][THINK]', control: true },
  ]);
  await expect(
    made('deepseek', { template: '{{ messages[-1].content }}', system: 'Be brief.' }),
  ).rejects.toThrow(/^the chat template has no place for a system message$/);
});

test('the day is the same every day', async () => {
  expect(textOf((await made('harmony')).thinking('Q'))).toContain('2025-01-01 (01 January)');
  expect(textOf((await made('harmony', { date: '2024-12-31' })).thinking('Q'))).toContain(
    '2024-12-31 (31 December)',
  );
});

test('the question is asked with how to think and how to end, unless said otherwise', async () => {
  const format = await chatFormat(source('chatml'), { extraction: { kind: 'letter' } });
  expect(textOf(format.thinking('Q'))).toContain(
    'Q\n\nThink step by step. End with a line of the form "Answer: X", where X is the letter of your choice.',
  );
  await expect(made('chatml', { instruction: 'Think.' })).rejects.toThrow(
    /^instruction: expected \{question\} in it$/,
  );
});

test('a base model is given questions and reasoning by name', async () => {
  const format = await chatFormat(base);
  expect(format.thinking('Q?')).toEqual([
    { text: '<s>', control: true },
    { text: 'Question: Q?\nReasoning:' },
  ]);
  expect(textOf(format.now('Q?'))).toBe('<s>Question: Q?\nAnswer:');
  expect(textOf(format.close(' So 4.'))).toBe('\nAnswer:');
  await expect(chatFormat(base, { thoughts: 'think' })).rejects.toThrow(
    /^there is no chat template; expected thoughts to be `none`$/,
  );
});

test.each([
  ['{% if %}', /^the chat template cannot be rendered \(.+\)$/],
  [
    "{{ raise_exception('roles must alternate') }}",
    /^the chat template cannot be rendered \(roles must alternate\)$/,
  ],
  ['Hello', /^the chat template gives the question no place$/],
  [
    '{{ messages[0].content }}{{ messages[0].content }}',
    /^the chat template gives the question several places$/,
  ],
  [
    '{{ messages[0].content }}<think></think>',
    /^the chat template closes the thought; expected it to leave it open$/,
  ],
])('a template such as %s is refused in a line', async (template, message) => {
  const error = await made('qwen', { template, thoughts: 'think' }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(FormatError);
  expect((error as Error).message).toMatch(message);
});

test('a vocabulary without the marks is refused by name', async () => {
  const plain = { ...source('chatml'), isControl: (text: string) => text.startsWith('<|im') };
  await expect(chatFormat(plain, { thoughts: 'think' })).rejects.toThrow(
    /^the vocabulary has no <think>, which the thoughts `think` are marked with$/,
  );
  expect(textOf((await chatFormat(plain, { thoughts: 'reasoning' })).thinking('Q'))).toContain('<reasoning>');
});

test.each([
  ['qwen', 'think'],
  ['deepseek', 'think'],
  ['harmony', 'harmony'],
  ['gemma', 'gemma'],
  ['mistral', 'mistral'],
] as const)('%s is recognised as %s', (name, preset) => {
  const { isControl: _, ...unknown } = source(name);
  const told = { preset, evidence: expect.stringMatching(/^\S+ is in its chat template$/) };
  expect(recognise(unknown)).toEqual(told);
  expect(recognise({ ...unknown, isControl: () => true })).toEqual(told);
  // Templates name marks that a smaller model's vocabulary does not have.
  expect(recognise({ ...unknown, isControl: () => false }).preset).toBe('none');
});

test('without marks in the template a model is said to think in steps, whatever its vocabulary has', () => {
  expect(recognise(source('chatml'))).toEqual({
    preset: 'none',
    evidence: 'its chat template marks no thoughts with words of its vocabulary',
  });
  expect(recognise(base).preset).toBe('none');
});
