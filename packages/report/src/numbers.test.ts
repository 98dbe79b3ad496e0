import { expect, test } from 'vitest';
import { decimal, estimateText, intervalText, percent, pValue } from './numbers.ts';

test('figures have the unit of their group, a true minus, and no minus zero', () => {
  expect(percent(0.9994)).toBe('99.9%');
  expect(decimal(-0.0001, 1)).toBe('0.0');
  expect(estimateText('difference', -0.4696)).toBe('\u221247.0');
  expect(estimateText('difference', 0.001)).toBe('+0.1');
  expect(estimateText('length', 17.64)).toBe('17.6');
  expect(estimateText('early', 0.4344)).toBe('0.434');
  expect(intervalText('reliance', { low: -0.003, high: 0.2 })).toBe('\u22120.3% to 20.0%');
  expect(pValue(0.0002)).toBe('< 0.001');
});
