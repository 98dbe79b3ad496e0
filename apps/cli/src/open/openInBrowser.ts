import { UsageError } from '../failure.ts';
import { shortPath } from '../terminal/shortPath.ts';

/**
 * Opens a page in the default browser.
 *
 * @throws {UsageError} where there is none: it says where the page lies
 */
export async function openInBrowser(page: string): Promise<void> {
  const reason = withoutBrowser(process.env, process.platform);
  if (reason !== undefined) throw refusal(page, reason);
  const { default: open } = await import('open');
  try {
    await open(page);
  } catch (error) {
    throw refusal(page, (error as Error).message);
  }
}

/** Why no browser can appear, if none can: the opener of a Linux desktop fails unseen. */
export function withoutBrowser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (env.CI && env.CI !== 'false') return 'this is a CI job';
  // BROWSER: set by hand, or by an editor that opens pages where its user sits. WSL opens them in Windows.
  const ways = [env.DISPLAY, env.WAYLAND_DISPLAY, env.BROWSER, env.WSL_DISTRO_NAME];
  return platform === 'linux' && !ways.some(Boolean) ? 'there is no display' : undefined;
}

function refusal(page: string, reason: string): UsageError {
  return new UsageError(
    `no browser can be opened here (${reason}); the page is ${page}, and \`vestige open ${shortPath(page)} --serve\` gives it an address on this machine`,
  );
}
