import { writeFileSync } from 'node:fs';
import { experimentJsonSchema } from './jsonSchema.ts';

writeFileSync(new URL('../experiment.schema.json', import.meta.url), experimentJsonSchema());
