import type { Block } from './blocks.ts';

const ANSWERS =
  /\\boxed|\banswer\s*(?:is|:|=|would be|should be|must be)|\b(?:final|my|the)\s+(?:answer|decision|recommendation|verdict|choice)\b|\bin conclusion\b/i;
const CHECKS =
  /^[\s*_"'(]*(?:but\s+|oh,?\s+|no,?\s+)?(?:wait|hmm+|actually|hold on|alternatively|let me (?:re-?)?(?:check|verify|think again|reconsider)|let's (?:check|verify)|double[- ]check|to (?:check|verify)|(?:re)?checking|verifying)\b/i;
const CALCULATES =
  /\d\s*[+*×÷^]\s*\d|\d\s+[-−–/]\s+\d|[=≈]\s*[-−]?\s?[$€£]?\s?\d|\\(?:times|frac|div|cdot)\b/;
const FORMULA = /^\s*(?:\$\$|\\\[)/;

/** What kind of unit stands in a block, by rules that look at words and signs alone; the first that applies. */
export function kindOfUnit(text: string, block: Block['kind']): string {
  if (block === 'code' || block === 'table' || block === 'heading') return block;
  if (ANSWERS.test(text)) return 'conclusion';
  if (CHECKS.test(text)) return 'check';
  if (CALCULATES.test(text) || FORMULA.test(text)) return 'calculation';
  return block === 'item' ? 'item' : 'statement';
}
