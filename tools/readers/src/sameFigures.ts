/**
 * Holds the metrics of two runs of an experiment against each other, to the last digit; ends with 1 if they differ:
 *
 *   node tools/readers/src/sameFigures.ts <metrics.json> <metrics.json>
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const [first, second] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const different = Object.keys(first.conditions).filter(
  (name) => !isDeepStrictEqual(first.conditions[name], second.conditions[name]),
);
if (different.length > 0) {
  console.error(`the figures of ${different.join(', ')} differ from run to run`);
  process.exit(1);
}
console.log(`the same figures in both runs: ${Object.keys(first.conditions).join(', ')}`);
