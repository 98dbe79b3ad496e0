import { type EndpointFinding, probeEndpoint, tellProbe } from '@vestige/language';
import { styled } from '../terminal/guard.ts';

const COLOURS = { proved: 'green', refused: 'yellow', absent: 'yellow', unreliable: 'red' } as const;

/**
 * Prints what a server proves that it can do.
 *
 * @param json for programs
 * @returns whether it can be asked
 * @throws {EndpointError} if it cannot be reached, or does not take the key
 */
export async function examineEndpoint(
  { url, model, keyVariable }: { url: string; model: string | undefined; keyVariable: string },
  json: boolean,
): Promise<boolean> {
  const probe = await probeEndpoint({ url, keyVariable, ...(model !== undefined && { model }) });
  const coloured = (status: EndpointFinding['status'], text: string) => styled(COLOURS[status], text);
  console.log(json ? JSON.stringify(probe, null, 2) : tellProbe(probe, coloured).join('\n'));
  return probe.capabilities !== null;
}
