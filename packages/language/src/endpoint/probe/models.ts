import type { Asker, Outcome } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

interface Listed {
  readonly id: string;
  /** vLLM's: tokens of the context. */
  readonly max_model_len?: number;
  /** llama.cpp's. */
  readonly meta?: { readonly n_ctx?: number };
}

/** Models that `/v1/models` lists; none if it lists none. */
export function modelsOf(listed: Outcome<unknown>): readonly Listed[] {
  const data = listed.ok ? (listed.answer as { data?: readonly Listed[] }).data : undefined;
  return data ?? [];
}

/** Whether the model asked for is there; the only one is taken if none is asked for. */
export function findModel(
  models: readonly Listed[],
  wanted: string | undefined,
): { readonly model: string | null; readonly finding: EndpointFinding } {
  const { proved, absent } = about('model');
  const names = models.map(({ id }) => JSON.stringify(id)).join(', ');
  if (models.length === 0) {
    const model = wanted ?? null;
    return { model, finding: absent('/v1/models lists none; whether it is there cannot be told') };
  }
  if (wanted === undefined) {
    return models.length === 1
      ? { model: models[0]!.id, finding: proved(`${names}, the only one listed`) }
      : { model: null, finding: absent(`one of them has to be named: ${names}`) };
  }
  return models.some(({ id }) => id === wanted)
    ? { model: wanted, finding: proved(`${JSON.stringify(wanted)} is listed`) }
    : { model: null, finding: absent(`no model ${JSON.stringify(wanted)}; listed: ${names}`) };
}

/** Whether a model that is not there is refused. */
export async function probeNames(ask: Asker, route: 'complete' | 'chat'): Promise<EndpointFinding> {
  const { proved, unreliable } = about('names of models');
  const model = 'no-such-model';
  const body =
    route === 'complete' ? { prompt: 'A' } : { messages: [{ role: 'user', content: 'A' }], max_tokens: 1 };
  const other = await ask[route]({ ...body, model });
  return other.ok
    ? unreliable(`${JSON.stringify(model)} is answered too: it serves what it has, whatever it is called`)
    : proved(`${JSON.stringify(model)} is refused: ${other.said}`);
}
