import { expect, onTestFinished, test } from 'vitest';
import { served, WRITING_SECRET } from '../testing/served.ts';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '../variables.ts';
import { type Finding, startAuditRelay } from './auditRelay.ts';

test('an audit that was interrupted ends without a word of what was being run again', async () => {
  const { url, put } = await served(onTestFinished);
  await put('1', 'of a task');
  const findings: Finding[] = [];
  const { environment, abandon } = await startAuditRelay(
    { [SERVER_VARIABLE]: url, [TOKEN_VARIABLE]: WRITING_SECRET },
    () => true,
    (finding) => findings.push(finding),
  );
  const ask = () =>
    fetch(`${environment[SERVER_VARIABLE]}/v1/cache/1`, {
      headers: { authorization: `Bearer ${environment[TOKEN_VARIABLE]}` },
    });
  expect((await ask()).status).toBe(404);
  await abandon();
  await expect(ask()).rejects.toThrow('fetch failed');
  expect(findings).toEqual([]);
});

test('an address that is none is named', async () => {
  await expect(
    startAuditRelay(
      { [SERVER_VARIABLE]: 'cache' },
      () => true,
      () => {},
    ),
  ).rejects.toThrow('shared cache cache: it has no address of http or https');
});

test('a token that is refused is refused to all', async () => {
  const { url } = await served(onTestFinished);
  const { environment, refused, close } = await startAuditRelay(
    { [SERVER_VARIABLE]: url, [TOKEN_VARIABLE]: 'of another server' },
    () => true,
    () => {},
  );
  expect(refused.aborted).toBe(false);
  await fetch(`${environment[SERVER_VARIABLE]}/v1/cache/1`, {
    headers: { authorization: `Bearer ${environment[TOKEN_VARIABLE]}` },
  });
  expect(refused.reason.message).toBe(`shared cache ${url}: it refuses the token (answered 401)`);
  await close();
});
