import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkdown } from './escapeMarkdown.ts';
import { markdownFile } from './markdownParts.ts';
import { visible } from './visible.ts';

test.each([
  ['\x1b[31mred\x07', String.raw`\u001b[31mred\u0007`],
  ['over\rwritten\b\t', String.raw`over\u000dwritten\u0008\u0009`],
  ['\x9b31m\x7f\x85', String.raw`\u009b31m\u007f\u0085`],
  ['a\u202eb\u2066c\u200fd', String.raw`a\u202eb\u2066c\u200fd`],
  ['a\u200bb\ufeffc\u00add\u2060', String.raw`a\u200bb\ufeffc\u00add\u2060`],
  ['\u2028\u2029', String.raw`\u2028\u2029`],
  ['\u{e0041}', String.raw`\udb40\udc41`],
  ['\ud800', String.raw`\ud800`],
  ['a\ufe0f\u3164', String.raw`a\ufe0f\u3164`],
  ['line\nline', 'line\nline'],
  ['naïve – “日本語” عربي 😀 −1 ± \\u', 'naïve – “日本語” عربي 😀 −1 ± \\u'],
])('what is not seen is made visible: %j', (text, expected) => {
  expect(visible(text)).toBe(expected);
  expect(visible(expected)).toBe(expected);
});

test('JSON stays JSON of the same data', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(JSON.parse(visible(JSON.stringify(value, null, 2)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a Markdown file shows them, whether its text was escaped or not', () => {
  const hostile = 'a\u202eb\x1b[2Jc\u200b\nd\u00a0\ufeff';
  expect(markdownFile([`# ${escapeMarkdown(hostile)}`])).toBe(
    '# a\\\\u202eb\\\\u001b\\[2Jc\\\\u200b d \\\\ufeff\n',
  );
  expect(markdownFile(['a\u202e'])).toBe('a\\u202e\n');
});
