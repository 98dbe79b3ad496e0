import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Random bytes of a token. */
const BYTES = 32;

const NAME = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'expected up to 64 letters, digits, ".", "_", "@" and "-"');

const TOKEN = z.strictObject({
  /** Told with the entries that it wrote. */
  name: NAME,
  /** What it may do. */
  access: z.enum(['read-only', 'read-write']),
  /** SHA-256 of the token, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected SHA-256, hexadecimal'),
});

const TOKENS = z.strictObject({
  tokens: z.array(TOKEN).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'two tokens have one name',
  }),
});

/** A token as it is kept: by its digest. */
export type Token = Readonly<z.infer<typeof TOKEN>>;

/** A file of tokens that cannot be used, or a name that cannot be given. */
export class TokenError extends Error {
  override name = 'TokenError';
}

/** A new token, and what is kept of it. */
export function newToken(name: string, access: Token['access']): { secret: string; token: Token } {
  const secret = randomBytes(BYTES).toString('base64url');
  return { secret, token: { name, access, sha256: digestOfToken(secret) } };
}

/** SHA-256 of a token, hexadecimal. A token is as random as its digest, so that no slow or salted one is needed. */
const digestOfToken = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** The tokens in a file. @throws {TokenError} if it cannot be read or is not as expected */
export async function readTokens(file: string): Promise<Token[]> {
  const tokens = await tokensIn(file);
  if (tokens === null) throw new TokenError(`${file}: is missing; \`vestige cache token NAME\` makes it`);
  return tokens;
}

/**
 * Adds a token to a file, which is made where it is missing, for its owner alone.
 *
 * @returns the token, which is kept nowhere
 * @throws {TokenError} if the name is taken or cannot be given
 */
export async function addToken(file: string, name: string, access: Token['access']): Promise<string> {
  const { error } = NAME.safeParse(name);
  if (error) throw new TokenError(`the name ${JSON.stringify(name)}: ${error.issues[0]!.message}`);
  const tokens = (await tokensIn(file)) ?? [];
  if (tokens.some((token) => token.name === name)) {
    throw new TokenError(`${file}: has a token ${name}; revoke it first, or give another name`);
  }
  const { secret, token } = newToken(name, access);
  await writeTokens(file, [...tokens, token]);
  return secret;
}

/** Removes a token from a file. @throws {TokenError} if it has none of that name */
export async function revokeToken(file: string, name: string): Promise<void> {
  const tokens = await readTokens(file);
  const kept = tokens.filter((token) => token.name !== name);
  if (kept.length === tokens.length) {
    const names = tokens.map((token) => token.name).join(', ') || 'none';
    throw new TokenError(`${file}: has no token ${name}; it has ${names}`);
  }
  await writeTokens(file, kept);
}

async function tokensIn(file: string): Promise<Token[] | null> {
  const text = await readFile(file, 'utf8').catch(({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'ENOENT') return null;
    throw new TokenError(`${file}: ${code === 'EISDIR' ? 'is a folder; expected a file' : message}`);
  });
  return text === null ? null : parseTokens(text, file);
}

async function writeTokens(file: string, tokens: readonly Token[]): Promise<void> {
  const text = `${JSON.stringify({ tokens }, null, 2)}\n`;
  parseTokens(text, file);
  // A server never reads half of it.
  const temporary = `${file}.partial-${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new TokenError(`${file}: there is no folder ${dirname(file)} to write it in`);
  }
}

function parseTokens(text: string, file: string): Token[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new TokenError(`${file}: is no JSON: ${(error as Error).message}`);
  }
  const parsed = TOKENS.safeParse(json);
  if (parsed.success) return parsed.data.tokens;
  const { path, message } = parsed.error.issues[0]!;
  throw new TokenError(`${file}: ${[path.join('.'), message].filter(Boolean).join(': ')}`);
}
