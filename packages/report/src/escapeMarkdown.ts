import { visible } from './visible.ts';

/** Text as it may stand in a line or a table cell of Markdown. */
export function escapeMarkdown(text: string): string {
  return visible(text.replace(/[\t-\r\p{Zs}]+/gu, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&');
}
