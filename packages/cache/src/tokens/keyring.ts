import { createHash, timingSafeEqual } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { readTokens, type Token } from './tokenFile.ts';

/** Milliseconds between two looks at a file of tokens. */
const PAUSE = 1000;

/** The tokens that a server takes. */
export interface Keyring {
  /** The token of an `Authorization` header; null if it is none of these. */
  find(authorization: string | undefined): Promise<Token | null>;
}

/** A keyring of given tokens. */
export function keyringOf(tokens: readonly Token[]): Keyring {
  return { find: async (authorization) => findToken(tokens, authorization) };
}

/**
 * A keyring of a file, which is read again when it has changed: who is revoked there is refused a second later. While
 * the file cannot be used, nobody is let in.
 *
 * @param onMistake told once of each mistake in the file
 * @throws {TokenError} if it cannot be used at the start
 */
export async function keyringOfFile(file: string, onMistake: (message: string) => void): Promise<Keyring> {
  let tokens = await readTokens(file);
  let version = await versionOf(file);
  let looked = Date.now();
  const refresh = async () => {
    looked = Date.now();
    const now = await versionOf(file);
    if (now === version) return;
    version = now;
    try {
      tokens = await readTokens(file);
    } catch (error) {
      tokens = [];
      onMistake((error as Error).message);
    }
  };
  return {
    async find(authorization) {
      if (Date.now() - looked >= PAUSE) await refresh();
      return findToken(tokens, authorization);
    },
  };
}

/** All are compared, in a time that does not depend on where they differ. */
function findToken(tokens: readonly Token[], authorization: string | undefined): Token | null {
  const [, secret] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (secret === undefined) return null;
  const digest = createHash('sha256').update(secret).digest();
  let found: Token | null = null;
  for (const token of tokens) {
    if (timingSafeEqual(digest, Buffer.from(token.sha256, 'hex'))) found = token;
  }
  return found;
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : 'missing';
}
