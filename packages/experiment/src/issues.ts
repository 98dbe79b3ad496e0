import type { z } from 'zod';
import type { Swept } from './swept.ts';

/** One line a mistake that a schema found: field and expectation, as they stand in the file. */
export function issueLines(
  error: z.ZodError,
  swept: ReadonlyMap<string, Swept>,
  preset: string | undefined,
): string[] {
  const paths = error.issues.map(({ path }) => path.map(String));
  const shared = new Set(paths.map((path) => path.join('.')));
  const lines = error.issues.flatMap((issue, i) => {
    const path = paths[i]!;
    // A base or condition has what the top level says, mistakes included; they are told once.
    const [entries = ''] = path;
    const isOfEntry = ['bases', 'conditions'].includes(entries) && path.length > 3;
    if (isOfEntry && shared.has(path.slice(2).join('.'))) return [];
    const { field, message } = inFile(path, issue, swept);
    const within = preset === undefined ? [] : ['presets', preset];
    return [`field ${[...within, ...field].join('.') || '(top level)'}: ${message}`];
  });
  return [...new Set(lines)];
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  // JSON has no undefined: what is undefined was not written.
  return issue.message.replace(/^Invalid input: (.*), received undefined$/, 'is missing; $1');
}

/** A point of a sweep does not stand in the file: what does is its origin, and the field of the sweep. */
function inFile(path: readonly string[], issue: z.core.$ZodIssue, swept: ReadonlyMap<string, Swept>) {
  const [entries = '', name = '', ...rest] = path;
  const origin = swept.get(`${entries}.${name}`);
  const message = messageOf(issue);
  if (!origin) return { field: path, message };
  const at = [...rest, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.');
  const ofSweep = at === origin.field || at.startsWith(`${origin.field}.`);
  if (!ofSweep) return { field: [entries, origin.of, ...rest], message };
  return {
    field: [entries, origin.of, 'sweep'],
    message:
      issue.code === 'unrecognized_keys'
        ? `there is no field "${origin.field}"; expected one that ${entries === 'bases' ? 'a base' : 'a condition'} can have`
        : `"${origin.field}", value ${JSON.stringify(origin.value)}: ${message}`,
  };
}
