import { createHash } from 'node:crypto';
import { escapeText, html, Markup } from './html.ts';
import { STYLE } from './style.ts';

/** What makes a page interactive. It is put into the file, and lets the page do nothing but compute. */
export interface Interactive {
  /** Style sheet of its own, after that of the page. */
  readonly style: string;
  /** Classic script, run when the whole page has been read. */
  readonly script: string;
  /** Data by the id of the element that holds it: base64, which needs no escaping. */
  readonly blocks: Readonly<Record<string, string>>;
}

/**
 * A page as one file, without network. Its policy admits its own styles by hash and nothing else; of an interactive
 * page also its own script, which may instantiate WebAssembly.
 *
 * @throws if the script or a style could end its element
 */
export function renderDocument(
  title: string,
  version: string,
  body: Markup,
  interactive?: Interactive,
): string {
  const styles = [STYLE, ...(interactive ? [interactive.style] : [])];
  const policy = [
    "default-src 'none'",
    `style-src ${styles.map(hashOf).join(' ')}`,
    ...(interactive ? [`script-src ${hashOf(interactive.script)} 'wasm-unsafe-eval'`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Vestige ${version}">
<title>${title}</title>
${styles.map((style) => html`<style>${raw(style, /<\/style/i)}</style>\n`)}</head>
<body>
<main>
${body}
</main>
${interactive && scripts(interactive)}</body>
</html>
`.text;
}

/** A page says by it that it is served by what answers it. */
const SERVED = '<meta name="vestige-model" content="same-origin">';

/**
 * A page of {@link renderDocument} as it is served by what answers its questions: it may connect to its own origin, still to
 * nothing else, and knows it.
 *
 * @throws if it is no such page
 */
export function withConnections(page: string): string {
  return withPolicy(page, "connect-src 'self'; ", `\n${SERVED}`);
}

/**
 * A page of {@link renderDocument} that is not interactive, as it is served with a script of its own, which its policy admits.
 *
 * @throws if it is no such page, or the script could end its element
 */
export function withScript(page: string, script: string): string {
  const element = html`<script>${raw(script, /<\/script|<!--/i)}</script>\n`.text;
  return withPolicy(page, `script-src ${hashOf(script)}; `, '').replace(
    /(?=<\/body>\n<\/html>\n$)/,
    () => element,
  );
}

/** @param more is put after the policy */
function withPolicy(page: string, admitted: string, more: string): string {
  const closed = `content="${escapeText("default-src 'none'; ")}`;
  const at = page.indexOf(closed);
  // Nothing that is told stands before it.
  if (at < 0 || at > page.indexOf('<title>')) throw new Error('this page has no policy of connections');
  const after = at + closed.length;
  const end = page.indexOf('>', after) + 1;
  const open = `${escapeText(admitted)}${page.slice(after, end)}${more}`;
  return page.slice(0, after) + open + page.slice(end);
}

function scripts({ script, blocks }: Interactive): Markup {
  const data = Object.entries(blocks).map(
    ([id, content]) =>
      html`<script type="application/gzip;base64" id="${id}">${raw(content, /[^A-Za-z0-9+/=]/)}</script>\n`,
  );
  // `<!--` and `<script` together would let a script swallow its own end tag.
  return html`${data}<script>${raw(script, /<\/script|<!--/i)}</script>\n`;
}

function raw(text: string, forbidden: RegExp): Markup {
  const found = forbidden.exec(text);
  if (found) throw new Error(`a page cannot hold "${found[0]}" in a style, a script or its data`);
  return new Markup(text);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
