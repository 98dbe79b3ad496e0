import type { EndpointFinding } from './finding.ts';
import type { EndpointProbe } from './probeEndpoint.ts';

/**
 * What a server was found to do, a line a capability, and how it will be asked.
 *
 * @param coloured puts the colour of a status around a text; none if absent
 */
export function tellProbe(
  probe: EndpointProbe,
  coloured: (status: EndpointFinding['status'], text: string) => string = (_, text) => text,
): string[] {
  const { findings, url, model } = probe;
  const width = Math.max(...findings.map(({ capability }) => capability.length));
  const lines = findings.map(
    ({ capability, status, evidence }) =>
      `${coloured(status, status.padEnd(10))}  ${capability.padEnd(width)}  ${evidence}`,
  );
  return [...lines, '', `${model ?? url}: ${wayOf(probe)}`];
}

/** How a server will be asked, in a sentence. */
function wayOf({ capabilities, findings }: EndpointProbe): string {
  if (capabilities === null) return 'it cannot be asked; see what is not proved.';
  const { route, ids, forced, listed, prefill } = capabilities;
  const parts =
    route === 'completions'
      ? [
          `asked through /v1/completions by ${ids === null ? 'text' : 'token ids'}`,
          'thoughts can be given',
          ids !== null && forced && listed > 0 ? 'candidates are scored' : 'answers are drawn and counted',
        ]
      : [
          'asked through /v1/chat/completions',
          prefill
            ? 'thoughts can be given'
            : 'thoughts cannot be given, so that questions alone can be changed',
          'answers are drawn and counted',
        ];
  const seeded = findings.some(({ capability, status }) => capability === 'seed' && status === 'proved');
  return `${[...parts, ...(seeded ? [] : ['draws cannot be repeated'])].join('; ')}.`;
}
