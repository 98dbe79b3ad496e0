import { isObject, type Json, merged } from './json.ts';

/** What a base shares with the experiment unless it says otherwise. */
const OF_A_BASE = ['environment', 'model', 'pretraining'] as const;

/**
 * Puts what the experiment says of reinforcement learning, of pretrained policies and of language models under what a
 * condition, a base or a policy says itself.
 */
export function complete(json: Json): Json {
  const { bases, conditions, language, policies, reinforcement } = json;
  return {
    ...json,
    ...(isObject(bases) && {
      bases: each(bases, (base) => ({
        ...base,
        ...Object.fromEntries(OF_A_BASE.map((field) => [field, shared(json[field], base[field])])),
      })),
    }),
    ...(isObject(policies) && {
      policies: each(policies, (policy) => merged({ language: isObject(language) ? language : {} }, policy)),
    }),
    ...(isObject(conditions) && {
      conditions: each(conditions, (condition) =>
        merged({ reinforcement: isObject(reinforcement) ? reinforcement : {} }, condition),
      ),
    }),
  };
}

function shared(ours: unknown, own: unknown): unknown {
  if (own === undefined || !isObject(ours)) return own ?? ours;
  if (!isObject(own)) return own;
  // Options of one kind of environment say nothing to another.
  return own.kind !== undefined && own.kind !== ours.kind ? own : merged(ours, own);
}

function each(entries: Json, change: (entry: Json) => Json): Json {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, isObject(entry) ? change(entry) : entry]),
  );
}
