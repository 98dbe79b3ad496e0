import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { keyringOfFile } from './keyring.ts';
import { addToken, readTokens, revokeToken } from './tokenFile.ts';

let file: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-tokens-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  file = join(folder, 'tokens.json');
});

/** Longer than a keyring waits before it looks at its file again. */
const A_WHILE = 1100;

describe('a file of tokens', () => {
  test('has no token, is for its owner alone, and takes each name once', async () => {
    const secret = await addToken(file, 'ci', 'read-write');
    await addToken(file, 'pull-requests', 'read-only');
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await readTokens(file)).map(({ name, access }) => [name, access])).toEqual([
      ['ci', 'read-write'],
      ['pull-requests', 'read-only'],
    ]);
    await expect(addToken(file, 'ci', 'read-only')).rejects.toThrow(
      `${file}: has a token ci; revoke it first`,
    );
    await expect(revokeToken(file, 'alice')).rejects.toThrow('has no token alice; it has ci, pull-requests');
    await expect(addToken(file, '../x', 'read-only')).rejects.toThrow('the name "../x": expected up to 64');
  });

  test('where none can be is named, by the name that was given', async () => {
    const nowhere = join(file, '..', 'nowhere', 'tokens.json');
    await expect(addToken(nowhere, 'ci', 'read-only')).rejects.toThrow(
      `${nowhere}: there is no folder ${dirname(nowhere)} to write it in`,
    );
    const folder = dirname(file);
    await expect(addToken(folder, 'ci', 'read-only')).rejects.toThrow(
      `${folder}: is a folder; expected a file`,
    );
    await expect(readTokens(folder)).rejects.toThrow(`${folder}: is a folder; expected a file`);
  });

  test.each([
    ['', 'is no JSON'],
    ['{}', 'tokens: '],
    ['{"tokens":[{"name":"a","access":"all","sha256":""}]}', 'tokens.0.access: '],
  ])('with %j in it is refused in one line', async (content, reason) => {
    writeFileSync(file, content);
    await expect(readTokens(file)).rejects.toThrow(`${file}: ${reason}`);
  });
});

describe('a keyring', () => {
  test('lets in who has a token, by its name, and nobody else', async () => {
    const ci = await addToken(file, 'ci', 'read-write');
    const reader = await addToken(file, 'reader', 'read-only');
    const keyring = await keyringOfFile(file, () => {});
    expect(await keyring.find(`Bearer ${ci}`)).toMatchObject({ name: 'ci', access: 'read-write' });
    expect(await keyring.find(`bearer ${reader}`)).toMatchObject({ name: 'reader', access: 'read-only' });
    const { sha256 } = (await readTokens(file))[0]!;
    for (const wrong of [undefined, '', ci, `Basic ${ci}`, `Bearer ${ci}x`, `Bearer ${sha256}`, 'Bearer ']) {
      expect(await keyring.find(wrong)).toBeNull();
    }
  });

  test('takes in what changes in its file, and lets nobody in while that is broken', async () => {
    const ci = await addToken(file, 'ci', 'read-write');
    const mistakes: string[] = [];
    const keyring = await keyringOfFile(file, (message) => mistakes.push(message));
    const other = await addToken(file, 'other', 'read-write');
    await revokeToken(file, 'ci');
    await setTimeout(A_WHILE);
    expect(await keyring.find(`Bearer ${ci}`)).toBeNull();
    expect(await keyring.find(`Bearer ${other}`)).toMatchObject({ name: 'other' });
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, -5));
    await setTimeout(A_WHILE);
    expect(await keyring.find(`Bearer ${other}`)).toBeNull();
    expect(mistakes).toEqual([expect.stringContaining(`${file}: is no JSON`)]);
    writeFileSync(file, whole);
    await setTimeout(A_WHILE);
    expect(await keyring.find(`Bearer ${other}`)).toMatchObject({ name: 'other' });
  });
});
