import { writeFileSync } from 'node:fs';
import { experimentJsonSchema, overviewJsonSchema } from './jsonSchema.ts';

writeFileSync(new URL('../experiment.schema.json', import.meta.url), experimentJsonSchema());
writeFileSync(new URL('../overview.schema.json', import.meta.url), overviewJsonSchema());
