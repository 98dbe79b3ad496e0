import type { ChatFormat } from '../../format/chatMessages.ts';
import { wordsFormat } from '../../format/wordsFormat.ts';
import { type EndpointOptions, type EndpointPolicy, openEndpoint } from '../openEndpoint.ts';
import { CAPABILITIES, type Dialect } from './dialects.ts';
import { ANSWERS } from './plantedModel.ts';
import { MODEL } from './testServer.ts';

/** Enough for a thought and an answer of the planted model. */
export const MAX_TOKENS = 60;

/** How the planted model is asked. */
export const FORMAT = wordsFormat({ answerPrefix: 'verdict', answers: ANSWERS });

/** How it is asked where the server renders messages. */
const CHAT: ChatFormat = {
  thinking: (question) => [{ role: 'user', content: question }],
  now: (question) => [{ role: 'user', content: `${question} now` }],
  opening: '',
};

/** The planted model behind a server. */
export function plantedEndpoint(
  url: string,
  dialect: Dialect,
  { model = MODEL, ...options }: Partial<EndpointOptions> = {},
): Promise<EndpointPolicy> {
  const proved = { url, model, findings: [], capabilities: CAPABILITIES[dialect], fingerprint: null };
  return openEndpoint({ url, format: FORMAT, chat: CHAT, proved, ...options });
}
