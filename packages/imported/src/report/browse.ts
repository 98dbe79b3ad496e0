import { html, type Markup } from '@vestige/report/parts';

/** How the paragraph begins and ends that says where all rollouts are browsed. Texts of a page have no such tags. */
export const BROWSE = { begin: '<p class="note" id="browse">', end: '</p>' };

/** Says it. */
export function browseLine(name: string, preset: string | undefined, rollouts: number): Markup {
  const command = `vestige open ${name}${preset === undefined ? '' : ` --preset ${preset}`} --serve`;
  return html`<p class="note" id="browse"><code>${command}</code> searches, filters and compares all ${rollouts.toLocaleString('en')} rollouts.</p>
`;
}
