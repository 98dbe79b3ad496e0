import { writeFileSync } from 'node:fs';
import { calibrationJsonSchema } from './jsonSchema.ts';

writeFileSync(new URL('../calibration.schema.json', import.meta.url), calibrationJsonSchema());
