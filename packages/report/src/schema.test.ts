import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricsSchemaText } from './schema.ts';

test('metrics.schema.json is that of the code; if not, run `npm run schema` in packages/report', () => {
  const file = readFileSync(new URL('../metrics.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toEqual(JSON.parse(metricsSchemaText()));
});
