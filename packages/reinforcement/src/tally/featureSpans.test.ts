import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feature } from '../discover/feature.ts';
import { featureSpans } from './featureSpans.ts';
import { matcher } from './matcher.ts';

const FEATURES: readonly Feature[] = [
  { kind: 'phrase', name: 'let me', alike: [] },
  { kind: 'phrase', name: 'let me check', alike: [] },
  { kind: 'word', name: '# apples', alike: [] },
  { kind: 'unit', name: 'So it is #.', alike: [] },
  { kind: 'pattern', name: 'boxed', source: '\\\\boxed\\{[^}]*\\}', alike: [] },
];

test('places of phrases, units and patterns', () => {
  const text = 'Now LET me check: 3.5 apples. Let. Me.\nSo it is 42.\n\\boxed{4}';
  const found = featureSpans(FEATURES)(text).map(({ start, end, feature }) => [
    FEATURES[feature]!.name,
    text.slice(start, end),
  ]);
  expect(found).toEqual([
    ['So it is #.', 'So it is 42.'],
    ['let me', 'LET me'],
    ['let me check', 'LET me check'],
    ['# apples', '3.5 apples'],
    ['boxed', '\\boxed{4}'],
  ]);
});

test('a text has places of just the features that the analysis counts in it', () => {
  const pieces = [
    'let',
    'Let me',
    ' check',
    '. ',
    '\n',
    ' 3 ',
    'apples',
    'So it is 4.',
    '\\boxed{1}',
    'İ',
    ' é',
  ];
  const [match, spans] = [matcher(FEATURES), featureSpans(FEATURES)];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (chosen) => {
      const text = chosen.join('');
      const found = new Set(spans(text).map(({ feature }) => feature));
      expect([...found].sort()).toEqual([...match(text)].sort());
    }),
  );
});
