import { z } from 'zod';
import { calibrationFileSchema } from './options.ts';

/** JSON Schema of calibration.json, for editors: what a file may hold, before defaults. */
export function calibrationJsonSchema(): string {
  const schema = z.toJSONSchema(calibrationFileSchema, { io: 'input' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
