// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Without its own connections to the world, which would count as the page's. */
const QUIET = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

const found = process.env.VESTIGE_CHROMIUM ?? PLACES.find((place) => existsSync(place));

/**
 * Whether tests in a browser are left out: there is none here. With `VESTIGE_BROWSER=required` they are not, and fail;
 * `VESTIGE_CHROMIUM` names a browser that is in no usual place.
 */
export const noBrowser = found === undefined && process.env.VESTIGE_BROWSER !== 'required';

export async function launchBrowser(): Promise<Browser> {
  if (found === undefined)
    throw new Error('no Chromium here: install the package chromium, or name one in VESTIGE_CHROMIUM');
  return chromium.launch({ executablePath: found, args: QUIET });
}
