import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fileMaps } from './configMaps.ts';

const metadataOf = (number: number) => ({ name: `files-${number}` });

test('files are split over ConfigMaps that the API takes, and are at their paths again', () => {
  const files = Array.from({ length: 30 }, (_, i) => ({
    path: `folder/${i}.bin`,
    content: i % 2 === 0 ? randomBytes(90_000) : Buffer.from('ü'.repeat(45_000)),
  }));
  const { objects, sources } = fileMaps(files, metadataOf);
  expect(objects.length).toBeGreaterThan(2);
  const found = new Map<string, Buffer>();
  for (const [i, object] of objects.entries()) {
    expect(Buffer.byteLength(JSON.stringify(object))).toBeLessThan(2 ** 20);
    const { data, binaryData } = object as unknown as Record<string, Record<string, string>>;
    const { configMap } = sources[i] as {
      configMap: { name: string; items: { key: string; path: string }[] };
    };
    expect(configMap.name).toBe(object.metadata.name);
    for (const { key, path } of configMap.items) {
      found.set(path, key in data! ? Buffer.from(data![key]!) : Buffer.from(binaryData![key]!, 'base64'));
    }
  }
  for (const { path, content } of files) expect(found.get(path)).toEqual(content);
});

test('a file that no ConfigMap holds is refused, with what to do', () => {
  const files = [{ path: 'apps/experiments/x/questions.jsonl', content: Buffer.alloc(1_200_000, 'a') }];
  expect(() => fileMaps(files, metadataOf)).toThrow(
    'apps/experiments/x/questions.jsonl: its 1200000 bytes do not fit into a ConfigMap of Kubernetes, which holds 1 MiB; build it into the image',
  );
});
