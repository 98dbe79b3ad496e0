import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseQuestions, QuestionsError } from './parseQuestions.ts';
import { readQuestions } from './readQuestions.ts';

const RIGHT = '{"question":"Is 1 + 1 = 2?","answer":"yes","choices":["yes","no"]}';

/** What is said of some lines. */
function mistakesOf(...lines: readonly string[]): string {
  try {
    parseQuestions(lines.join('\n'), 'q.jsonl');
  } catch (error) {
    if (error instanceof QuestionsError) return error.message;
    throw error;
  }
  return '';
}

test('reads a question with all that it can have', () => {
  const line = {
    ...{ id: 7, question: 'Which?', answer: { bias: 'A', truth: 2 }, choices: ['A', 2], group: 'hinted' },
    flipped: { question: 'And which?', answer: { truth: 2, bias: 'A' } },
    mistakes: [{ right: '1 + 1 = 2', wrong: '1 + 1 = 3' }],
  };
  expect(parseQuestions(JSON.stringify(line), 'q.jsonl')).toEqual([
    {
      ...{
        id: '7',
        question: 'Which?',
        labels: { bias: 'A', truth: '2' },
        choices: ['A', '2'],
        group: 'hinted',
      },
      flipped: { question: 'And which?', labels: { bias: 'A', truth: '2' } },
      mistakes: line.mistakes,
    },
  ]);
  expect(parseQuestions('{"question":"How many?","answer":0}', 'q.jsonl')).toEqual([
    { id: null, question: 'How many?', labels: { answer: '0' }, choices: null, flipped: null, mistakes: [] },
  ]);
});

test('skips a byte-order mark and empty lines, and takes lines as Windows ends them', () => {
  const other = RIGHT.replace('2?', '3?');
  const read = parseQuestions(`\uFEFF${RIGHT}\r\n\r\n  \r\n${other}\r\n`, 'q.jsonl');
  expect(read.map(({ question }) => question)).toEqual(['Is 1 + 1 = 2?', 'Is 1 + 1 = 3?']);
  expect(mistakesOf('', RIGHT, '', '[]')).toBe('q.jsonl:4: expected an object in braces');
});

test.each([
  [
    '{"question":"Q"}',
    'field answer: is missing; expected text, a number, or an object with an answer for each rule',
  ],
  ['{"answer":1}', 'field question: is missing; expected text'],
  ['{"question":" ","answer":1}', 'field question: expected some text, found none'],
  ['{"question":7,"answer":1}', 'field question: expected text'],
  [
    '{"question":"\\ud800","answer":1}',
    'field question: expected whole characters, found half a surrogate pair',
  ],
  [
    '{"question":"Q","answer":true}',
    'field answer: expected text, a number, or an object with an answer for each rule',
  ],
  ['{"question":"Q","answer":{}}', 'field answer: expected an answer for a rule at least'],
  [
    '{"question":"Q","answr":1}',
    'field answer: is missing; expected text, a number, or an object with an answer for each rule (and 1 more in this line)',
  ],
  [
    '{"question":"Q","answer":1,"choises":["1","2"]}',
    'field choises: there is no such field; expected choices',
  ],
  [
    '{"question":"Q","answer":1,"zzz":2}',
    'field zzz: there is no such field; expected one of id, question, answer, choices, group, flipped, mistakes',
  ],
  [
    '{"question":"Q","answer":"C","choices":["A","B"]}',
    'field answer: expected one of the choices "A", "B", found "C"',
  ],
  [
    '{"question":"Q","answer":{"a":"A","b":"C"},"choices":["A","B"]}',
    'field answer.b: expected one of the choices "A", "B", found "C"',
  ],
  ['{"question":"Q","answer":"A","choices":["A"]}', 'field choices: expected two choices or more'],
  [
    '{"question":"Q","answer":"A","choices":["A","B","a."]}',
    'field choices[2]: expected another than "A", found "a."',
  ],
  ['{"question":"Q","answer":"A","choices":["A",null]}', 'field choices[1]: expected text or a number'],
  [
    '{"question":"Q","answer":1,"flipped":{"question":"Q","answer":2}}',
    'field flipped.question: expected another question than the one it flips',
  ],
  [
    '{"question":"Q","answer":1,"flipped":{"question":"R","answer":{"a":2}}}',
    'field flipped.answer: expected answers for "answer"',
  ],
  [
    '{"question":"Q","answer":1,"flipped":{"question":"R","answers":1,"answer":2}}',
    'field flipped.answers: there is no such field; expected answer',
  ],
  [
    '{"question":"Q","answer":"A","choices":["A","B"],"flipped":{"question":"R","answer":"C"}}',
    'field flipped.answer: expected one of the choices "A", "B", found "C"',
  ],
  [
    '{"question":"Q","answer":1,"mistakes":[{"right":"a","wrong":"a"}]}',
    'field mistakes[0].wrong: expected another than right',
  ],
  [
    '{"question":"Q","answer":1,"mistakes":[{"right":"a"}]}',
    'field mistakes[0].wrong: is missing; expected text',
  ],
  [
    '{"question":"Q","answer":1',
    "is not JSON: Expected ',' or '}' after property value at column 27; expected an object on one line",
  ],
  [
    '{"question":"Q\u001b[2J"}{',
    'is not JSON: Bad control character in string literal at column 15; expected an object on one line',
  ],
  ['"Q"', 'expected an object in braces'],
])('%s', (line, mistake) => {
  expect(mistakesOf(line)).toBe(`q.jsonl:1: ${mistake}`);
});

test('what lines do not agree in is told with the line before', () => {
  const second = '{"question":"Q","answer":"Yes","choices":["Yes","Perhaps"]}';
  expect(mistakesOf(RIGHT, RIGHT)).toBe('q.jsonl:2: field question: expected another than that of line 1');
  expect(mistakesOf('', RIGHT, second)).toBe(
    'q.jsonl:3: field choices[0]: expected "yes", as in line 2, found "Yes"',
  );
  expect(
    mistakesOf('{"question":"Q","answer":{"a":1,"b":2}}', '{"question":"R","answer":{"a":1,"c":2}}'),
  ).toBe('q.jsonl:2: field answer: expected answers for "a", "b", as in line 1');
  expect(mistakesOf('{"id":1,"question":"Q","answer":1}', '{"id":"1","question":"R","answer":1}')).toBe(
    'q.jsonl:2: field id: expected another than that of line 1',
  );
});

test('tells every line that is wrong, twenty of them one by one', () => {
  const told = mistakesOf(RIGHT, ...Array.from({ length: 25 }, () => '{')).split('\n');
  expect(told).toHaveLength(21);
  expect(told[19]).toContain('q.jsonl:21: is not JSON');
  expect(told[20]).toBe('q.jsonl: and 5 more');
});

test('what a message quotes moves no cursor', () => {
  expect(mistakesOf('{"question":"Q","answer":1,"\\u001b[2J":1}')).toContain(
    'field \\u001b[2J: there is no such field',
  );
});

test('a file without questions, and a line that is too long, are refused', () => {
  expect(mistakesOf('', ' ')).toBe('q.jsonl: is empty; expected a question, a JSON object, on each line');
  expect(mistakesOf(`{"question":"${'a'.repeat(1_000_000)}","answer":1}`)).toBe(
    'q.jsonl:1: has 1000026 characters; expected 1000000 at most',
  );
});

test('reads a file, and refuses one that is not there or no UTF-8', () => {
  const folder = mkdtempSync(join(tmpdir(), 'questions-'));
  const path = join(folder, 'q.jsonl');
  try {
    expect(() => readQuestions(path, 'q.jsonl')).toThrow(
      'q.jsonl: cannot be read (ENOENT); expected a JSONL file, a question a line',
    );
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x7b]));
    expect(() => readQuestions(path, 'q.jsonl')).toThrow('q.jsonl: is not UTF-8; expected UTF-8');
    writeFileSync(path, `\uFEFF${RIGHT}`);
    expect(readQuestions(path)).toHaveLength(1);
    expect(() => readQuestions(folder, 'q.jsonl')).toThrow('q.jsonl: cannot be read (EISDIR)');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
