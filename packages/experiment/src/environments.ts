import { createEnvironment, type Environment } from '@vestige/environment';
import type { Resolved } from './schema.ts';

/** The environment of each base. */
export function environmentsOf({ bases }: Pick<Resolved, 'bases'>): ReadonlyMap<string, Environment> {
  return new Map(Object.entries(bases).map(([name, base]) => [name, createEnvironment(base.environment)]));
}
