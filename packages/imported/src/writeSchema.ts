import { writeFileSync } from 'node:fs';
import { importedJsonSchema } from './jsonSchema.ts';

writeFileSync(new URL('../imported.schema.json', import.meta.url), importedJsonSchema());
