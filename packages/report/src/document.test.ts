import { expect, test } from 'vitest';
import { renderDocument, withConnections, withScript } from './document.ts';
import { html } from './html.ts';

const POLICY = `content="default-src 'none'; `;

test('a served page may connect to its own origin, and is else as it was', () => {
  const page = renderDocument('Title', '0.1.0', html`<p>${POLICY}</p>`);
  const served = withConnections(page);
  expect(served).toContain(`content="default-src &#39;none&#39;; connect-src &#39;self&#39;; style-src `);
  expect(served.match(/connect-src/g)).toHaveLength(1);
  expect(
    served
      .replace('connect-src &#39;self&#39;; ', '')
      .replace('\n<meta name="vestige-model" content="same-origin">', ''),
  ).toBe(page);
});

test.each(['', '<title>Other</title>', `<title>T</title>${POLICY.replaceAll("'", '&#39;')}`])(
  'what is no such page is refused: %s',
  (page) => {
    expect(() => withConnections(page)).toThrow('this page has no policy of connections');
  },
);

test('a page is served with a script that its policy admits', () => {
  const page = renderDocument('Title', '0.1.0', html`<p></body></p>`);
  const served = withScript(page, 'let a = 1;');
  expect(served).toContain('<script>let a = 1;</script>\n</body>\n</html>\n');
  expect(served).toMatch(/default-src &#39;none&#39;; script-src &#39;sha256-[\w+/=]+&#39;; style-src/);
  expect(() => withScript(page, '</script>')).toThrow(/cannot hold/);
});
