import type { Chapter } from '@vestige/report';
import { html } from '@vestige/report/parts';
import { MOUNTS } from './mounts.ts';

/** What the page has to show. */
interface Shown {
  /** What it holds, in a sentence. */
  readonly holds: string;
  /** Whether any policy was trained here: to others there are transcripts only. */
  readonly trainedHere: boolean;
}

/**
 * The chapters of a report with those that the program fills: without it the report's own rollouts and transcripts are
 * read.
 */
export function withInteractive(chapters: readonly Chapter[], { holds, trainedHere }: Shown): Chapter[] {
  const waiting = html`<p class="note waiting">Needs JavaScript, in this page only: nothing is loaded from anywhere.</p>`;
  const note = html`<p class="note holds">${holds}</p>
`;
  return chapters.flatMap((chapter) => {
    if (chapter.id === 'making') return [{ ...chapter, content: html`${note}${chapter.content}` }];
    if (chapter.id === 'transcripts') {
      return [{ ...chapter, content: html`${note}<div id="${MOUNTS.transcripts}">${chapter.content}</div>` }];
    }
    if (!trainedHere) return [chapter];
    if (chapter.id === 'verdicts') {
      const invitation = html`<p class="invitation"><a href="#playground">Edit its reasoning and watch the answer</a></p>
`;
      return [{ ...chapter, content: html`${invitation}${chapter.content}` }];
    }
    if (chapter.id === 'training') {
      return [{ ...chapter, content: html`<div id="${MOUNTS.curves}"></div>\n${chapter.content}` }];
    }
    if (chapter.id !== 'rollouts') return [chapter];
    return [
      {
        id: 'prompts',
        title: 'Prompt by prompt',
        content: html`${note}<div id="${MOUNTS.prompts}">${waiting}</div>`,
      },
      { ...chapter, content: html`${note}<div id="${MOUNTS.rollouts}">${chapter.content}</div>` },
      {
        id: 'playground',
        title: 'Playground',
        content: html`${note}<div id="${MOUNTS.playground}">${waiting}</div>`,
      },
    ];
  });
}
