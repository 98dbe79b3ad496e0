import { writeFileSync } from 'node:fs';
import { SCHEMA_FILES, schemaText } from './schema.ts';

for (const [name, schema] of Object.entries(SCHEMA_FILES)) {
  writeFileSync(new URL(`../${name}`, import.meta.url), schemaText(schema));
}
