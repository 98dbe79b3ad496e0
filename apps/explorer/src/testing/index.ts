// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
export type { Browser, BrowserContextOptions, Page } from 'playwright-core';
export { launchBrowser, noBrowser } from './browser.ts';
export { type GivenOptions, givenRun, HOSTILE } from './given.ts';
export { illegible } from './legible.ts';
export { GIVEN, renderedPage } from './page.ts';
export { serious } from './serious.ts';
