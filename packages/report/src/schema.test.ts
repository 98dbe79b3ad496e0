import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SCHEMA_FILES, schemaText } from './schema.ts';

test.each(Object.entries(SCHEMA_FILES))(
  '%s is that of the code; if not, run `npm run schema` in packages/report',
  (name, schema) => {
    const file = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    expect(JSON.parse(file)).toEqual(JSON.parse(schemaText(schema)));
  },
);
