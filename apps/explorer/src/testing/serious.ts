// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What is serious or critical of what axe finds wrong with a page, each with the first elements. */
export async function serious(page: Page): Promise<[rule: string, elements: string[]][]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    return axe.run(document, { resultTypes: ['violations'] });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
}
