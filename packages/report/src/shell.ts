import { createHash } from 'node:crypto';
import { html, Markup } from './html.ts';
import { STYLE } from './style.ts';

/** One self-contained page: no script, no network; its policy lets nothing but its own styles in. */
export function selfContained(title: string, version: string, body: Markup): string {
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Vestige ${version}">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`.text;
}
