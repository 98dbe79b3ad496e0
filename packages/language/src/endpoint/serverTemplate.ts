import { FormatError } from '../format/formatError.ts';
import type { TemplateSource } from '../format/template.ts';
import { type ConnectionOptions, connect } from './connection.ts';
import type { EndpointProbe } from './probe/probeEndpoint.ts';

/** Stands for the template of a server that renders messages itself: what is asked is all that is read of it. */
const MESSAGES = '{% for message in messages %}{{ message.content }}{% endfor %}';

/**
 * The chat template of a model behind a server: the one that is given, or that the server tells, as llama.cpp's does.
 *
 * @param given null for none, as with a base model
 * @throws {FormatError} if a text has to be rendered here, and no template is known
 * @throws what `signal` was aborted with
 */
export async function serverTemplate(
  { url, capabilities }: Pick<EndpointProbe, 'url' | 'capabilities'>,
  reached: ConnectionOptions,
  given: string | null | undefined,
  signal: AbortSignal | undefined,
): Promise<TemplateSource> {
  // A server puts the first word before a text by itself, where there is one.
  const none = { bos: '', eos: '', addsBos: false };
  if (capabilities?.route === 'chat') return { ...none, template: MESSAGES };
  if (given !== undefined) return { ...none, template: given };
  const told = await connect(reached)
    .get('/props', signal)
    .catch(() => null);
  signal?.throwIfAborted();
  const { chat_template: template, bos_token: bos, eos_token: eos } = (told ?? {}) as Record<string, unknown>;
  if (typeof template !== 'string' || template === '') {
    throw new FormatError(
      `${url}: does not tell its chat template; expected a file with it in the field language.template, or null for none`,
    );
  }
  return { template, bos: textOf(bos), eos: textOf(eos), addsBos: false };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
