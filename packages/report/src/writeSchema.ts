import { writeFileSync } from 'node:fs';
import { metricsSchemaText } from './schema.ts';

writeFileSync(new URL('../metrics.schema.json', import.meta.url), metricsSchemaText());
