import { html, withScript } from '@vestige/report/parts';
import { BROWSE } from './report/browse.ts';

/** Keeps the token of the address for the page of rollouts, which is opened in the same window. */
const SCRIPT = `const given = /^#token=([\\w-]+)$/.exec(location.hash);
if (given) {
  sessionStorage.setItem('vestige-rollouts', given[1]);
  history.replaceState(null, '', location.pathname);
}`;

/**
 * The page of a report of imported runs as it is served beside that of all rollouts: it links there.
 *
 * @throws if it is no such page
 */
export function withRollouts(page: string): string {
  const at = page.indexOf(BROWSE.begin);
  const end = page.indexOf(BROWSE.end, at);
  if (at < 0 || end < 0) throw new Error('this page says nothing of its rollouts');
  const link = html`<a href="/rollouts">Search, filter and compare all rollouts</a>.`.text;
  return withScript(page.slice(0, at) + BROWSE.begin + link + page.slice(end), SCRIPT);
}
