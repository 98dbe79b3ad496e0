import type { Query } from '@vestige/browse';
import type { AskedCourse, BrowseFacts, FoundCourse, FoundPage } from '../protocol.ts';

/** Where the token is kept, so that a reload does not lose it. The report that links here keeps it there, too. */
const KEY = 'vestige-rollouts';

/** The token of this start of the command: from the address, or from before; null if it never came. */
export function servedToken(): string | null {
  const given = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(KEY);
  sessionStorage.setItem(KEY, given);
  // What is shown of the address can be handed on.
  history.replaceState(null, '', location.pathname + location.search);
  return given;
}

/** Asks the command that serves this page. */
export class Client {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  facts(): Promise<BrowseFacts> {
    return this.#ask('facts', {});
  }

  search(query: Query): Promise<FoundPage> {
    return this.#ask('search', query);
  }

  course(asked: AskedCourse): Promise<FoundCourse> {
    return this.#ask('course', asked);
  }

  async #ask<T>(what: string, body: object): Promise<T> {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#token}` };
    const asked = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`/rollouts/${what}`, asked).catch(() => {
      throw new Error('No answer: the command that serves this page has ended.');
    });
    if (response.ok) return await response.json();
    if (response.status === 403) {
      throw new Error('This address is of another start of the command: open the one that it printed.');
    }
    const { error = response.statusText } = await response.json();
    throw new Error(error);
  }
}
