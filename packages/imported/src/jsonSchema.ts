import { z } from 'zod';
import { importedFileSchema } from './options.ts';

/** JSON Schema of imported.json, for editors: what a file may hold, before defaults. */
export function importedJsonSchema(): string {
  const schema = z.toJSONSchema(importedFileSchema, { io: 'input' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
