import { relative } from 'node:path';
import { WORKSPACE } from '../workspace.ts';

/**
 * A text with its commands as they have to be typed: npm puts `vestige` on the path of what it starts and on no other,
 * so who came by `npx vestige` or `npm start` needs `npx` in front.
 */
export function asTypedHere(text: string, { env, cwd } = { env: process.env, cwd: process.cwd() }): string {
  const byNpm = env.npm_command !== undefined && env.npm_command !== '';
  // Elsewhere `npx vestige` would ask the registry for a package of that name.
  if (!byNpm || relative(WORKSPACE, cwd).startsWith('..')) return text;
  return text.replaceAll(/(?<=^|`|&& )vestige (?=[a-z-])/g, 'npx vestige ');
}
