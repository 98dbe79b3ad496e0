import { readFileSync } from 'node:fs';
import { html, renderDocument, withConnections } from '@vestige/report/parts';

/** Id of the element that the program fills. */
const MOUNT = 'rollouts';

/**
 * The page on which the rollouts of some runs are browsed; it may connect to who serves it and to nothing else.
 *
 * @throws if its program was not built
 */
export function rolloutsPage(title: string, version: string): string {
  const body = html`<h1>${title}</h1>
<div id="${MOUNT}"><p class="note">All its rollouts are shown here by a script.</p></div>
`;
  const program = { script: built('rollouts.js'), style: built('rollouts.css'), blocks: {} };
  return withConnections(renderDocument(`Rollouts: ${title}`, version, body, program));
}

function built(name: string): string {
  try {
    return readFileSync(new URL(`../build/${name}`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new Error('rollouts-page is not built: run `npx nx build rollouts-page`', { cause });
  }
}
