import { addToken, revokeToken, TokenError } from '@vestige/cache';
import { TOKEN_VARIABLE } from '@vestige/cache/variables';
import { UsageError } from '../failure.ts';

/** What is done of a token. */
export interface TokenOptions {
  readonly readOnly: boolean;
  readonly revoke: boolean;
  /** File of the tokens. */
  readonly file: string;
}

/** Makes a token and prints it, the only time that it is seen; or revokes one. @throws {UsageError} if it cannot */
export async function tellToken(name: string, { readOnly, revoke, file }: TokenOptions): Promise<void> {
  try {
    if (revoke) {
      await revokeToken(file, name);
      console.log(`${name} is revoked in ${file}; a server that runs refuses it a second later.`);
      return;
    }
    const secret = await addToken(file, name, readOnly ? 'read-only' : 'read-write');
    const may = readOnly ? 'read' : 'read and write';
    console.log(`${name} may ${may} where a cache is served with --tokens ${file}:\n`);
    console.log(`  export ${TOKEN_VARIABLE}=${secret}\n`);
    console.log('It is kept nowhere: the file has its SHA-256 alone.');
  } catch (error) {
    throw error instanceof TokenError ? new UsageError(error.message) : error;
  }
}
