import { expect, test } from 'vitest';
import { html, Markup } from './html.ts';

test('what is put in is escaped, in text and in attributes, unless it is markup', () => {
  const hostile = `"><script>alert('x')</script>&`;
  expect(html`<b title="${hostile}">${[hostile, new Markup('<i>'), 3, undefined]}</b>`.text).toBe(
    '<b title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;<i>3</b>',
  );
});
