import type { Chapter } from '@vestige/report';
import { html } from '@vestige/report/parts';
import { MOUNTS } from './mounts.ts';

/**
 * The chapters that the program fills. Without it the report's own rollouts are read.
 *
 * @param rollouts that of the report
 */
export function chapters(rollouts: Chapter): Chapter[] {
  const waiting = html`<p class="note waiting">Needs JavaScript, in this page only: nothing is loaded from anywhere.</p>`;
  return [
    {
      id: 'prompts',
      title: 'Prompt by prompt',
      content: html`<div id="${MOUNTS.prompts}">${waiting}</div>`,
    },
    { ...rollouts, content: html`<div id="${MOUNTS.rollouts}">${rollouts.content}</div>` },
    {
      id: 'playground',
      title: 'Playground',
      content: html`<div id="${MOUNTS.playground}">${waiting}</div>`,
    },
  ];
}
