import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ExpectedFolder, Recipe } from './manifest.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { copyStageFolder, removeAbandoned, type StageWriting, writeStageFolder } from './stageFolder.ts';
import { damageOf, expectStages, mistakeOf, readChecked, readCheckedJson } from './verify.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestige-stage-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const writing = (fields: Partial<StageWriting> = {}): StageWriting => ({
  versions: { vestige: '1' },
  signal: new AbortController().signal,
  onWait: () => {},
  ...fields,
});

const stageIn = (
  root: string,
  name: string,
  recipe: Partial<Recipe> = {},
  upstream: readonly ExpectedFolder[] = [],
): ExpectedFolder => ({
  directory: join(root, name),
  recipe: {
    stage: name,
    settings: { steps: 3, rate: { low: 0.1 } },
    condition: 'biased',
    seed: 0,
    ...recipe,
  },
  upstream,
});

/** Writes a stage of one file. */
const write = (stage: ExpectedFolder, content = 'content') =>
  writeStageFolder(stage, writing(), async (temporary) => {
    mkdirSync(join(temporary, 'inner'));
    writeFileSync(join(temporary, 'inner/file.json'), JSON.stringify({ content }));
  });

const NOTHING = 'no complaint';

const messageOf = (work: () => void) => {
  try {
    work();
    return NOTHING;
  } catch (error) {
    return (error as Error).message;
  }
};

test('a stage leaves its files and a manifest, the same bytes each time, and nothing beside them', async () => {
  const root = folder();
  const stage = stageIn(root, 'train');
  const manifest = () => readFileSync(join(stage.directory, MANIFEST_FILE), 'utf8');
  expect(await write(stage)).toBe(true);
  const first = manifest();
  expect(await write(stage)).toBe(true);
  expect(manifest()).toBe(first);
  expect(readdirSync(root)).toEqual(['train']);
  expect(readdirSync(stage.directory).sort()).toEqual(['inner', MANIFEST_FILE]);
  expect(JSON.parse(first)).toMatchObject({
    making: stage.recipe,
    versions: { vestige: '1' },
    upstream: {},
    files: { 'inner/file.json': { bytes: 21 } },
  });
  expect(damageOf(stage.directory)).toEqual([]);
  expect(readCheckedJson(join(stage.directory, 'inner/file.json'))).toEqual({ content: 'content' });
});

test('a stage that fails or is stopped leaves what an earlier one left', async () => {
  const root = folder();
  const stage = stageIn(root, 'train');
  await write(stage, 'first');
  const failing = writeStageFolder(stage, writing(), async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const controller = new AbortController();
  const stopped = writeStageFolder(stage, writing({ signal: controller.signal }), async () => {
    controller.abort(new Error('stopped'));
  });
  await expect(stopped).rejects.toThrow('stopped');
  expect(readdirSync(root)).toEqual(['train']);
  expect(readCheckedJson(join(stage.directory, 'inner/file.json'))).toEqual({ content: 'first' });
});

test('what killed processes left is cleared away', async () => {
  const root = folder();
  for (const left of ['train.partial', 'train.partial-1', 'train.old-2', 'trainer.partial-3']) {
    mkdirSync(join(root, left));
  }
  await write(stageIn(root, 'train'));
  expect(readdirSync(root)).toEqual(['train', 'trainer.partial-3']);
});

test('what was abandoned is removed where nobody writes, and left where somebody does', async () => {
  const root = folder();
  const stage = stageIn(root, 'train');
  await writeStageFolder(stage, writing(), async (temporary) => {
    writeFileSync(join(temporary, 'file'), '');
    mkdirSync(`${stage.directory}.partial-old`);
    await removeAbandoned(stage.directory);
    expect(readdirSync(root).filter((name) => name.startsWith('train.partial-'))).toHaveLength(2);
  });
  expect(readdirSync(root).sort()).toEqual(['train', 'train.partial-old']);
  await removeAbandoned(stage.directory);
  expect(readdirSync(root)).toEqual(['train']);
  await removeAbandoned(join(root, 'none/there'));
});

test('of two at once the second finds it made; with other settings it makes its own', async () => {
  const root = folder();
  const waited: string[] = [];
  const writeSlowly = (stage: ExpectedFolder, content: string) =>
    writeStageFolder(stage, writing({ onWait: () => waited.push(content) }), async (temporary) => {
      await new Promise((done) => setTimeout(done, 150));
      writeFileSync(join(temporary, 'file'), content);
    });
  const stage = stageIn(root, 'train');
  const both = await Promise.all([writeSlowly(stage, 'a'), writeSlowly(stage, 'a')]);
  expect(both.toSorted()).toEqual([false, true]);
  const other = stageIn(root, 'train', { seed: 1 });
  expect(await Promise.all([writeSlowly(stage, 'b'), writeSlowly(other, 'c')])).toEqual([true, true]);
  expect(waited).toEqual(['a', 'c']);
  expect(readFileSync(join(stage.directory, 'file'), 'utf8')).toBe('c');
});

test('a stage reads nothing that is not there, was made otherwise, or is replaced while it reads', async () => {
  const root = folder();
  const before = stageIn(root, 'pretrain');
  const stage = stageIn(root, 'train', {}, [before]);
  await expect(write(stage)).rejects.toThrow(/pretrain: no such folder; expected that of a stage$/);
  await write(before);
  await write(stage);
  const other = stageIn(root, 'pretrain', { settings: { steps: 4, rate: { low: 0.1 } } });
  await expect(write(stageIn(root, 'train', {}, [other]))).rejects.toThrow(
    /pretrain: was made with steps 3; expected 4$/,
  );
  const replaced = writeStageFolder(stage, writing(), async () => void (await write(before, 'another')));
  await expect(replaced).rejects.toThrow(/pretrain: was made anew while it was read/);
});

test('what a stage was made of and from is held against what it should be', async () => {
  const root = folder();
  const base = stageIn(root, 'pretrain');
  const train = stageIn(root, 'train', {}, [base]);
  const ablate = stageIn(root, 'ablate', {}, [train]);
  for (const stage of [base, train, ablate]) await write(stage);
  const told = (stage: ExpectedFolder) => messageOf(() => expectStages([stage])).replace(`${root}/`, '');
  const from = (recipe: Partial<Recipe>, upstream = [train]) =>
    told(stageIn(root, 'ablate', recipe, upstream));
  expect(from({})).toBe(NOTHING);
  expect(from({ seed: 1 })).toBe('ablate: was made with seed 0; expected 1');
  expect(from({ condition: 'fair' })).toBe('ablate: was made with condition "biased"; expected "fair"');
  expect(from({ settings: { steps: 3, rate: { low: 0.2 } } })).toBe(
    'ablate: was made with rate.low 0.1; expected 0.2',
  );
  expect(from({ settings: { steps: 3 } })).toBe('ablate: was made with rate {"low":0.1}; expected none');
  expect(from({}, [])).toBe('ablate: was made from ../train, which it should not read');
  expect(from({}, [train, base])).toBe('ablate: was made without ../pretrain, which it should read');
  await write(base, 'another');
  expect(from({})).toBe('train: was made from another ../pretrain than lies there now');
  expect(mistakeOf(ablate)).toBeUndefined();
  expect(mistakeOf(train)?.message).toMatch(/from another \.\.\/pretrain than lies there now$/);
  const manifest = join(base.directory, MANIFEST_FILE);
  writeFileSync(manifest, readFileSync(manifest, 'utf8').slice(1));
  expect(from({})).toBe(`pretrain/${MANIFEST_FILE}: is damaged: it is not JSON`);
  expect(mistakeOf(train)).toBeUndefined();
  rmSync(base.directory, { recursive: true });
  expect(from({})).toBe(NOTHING);
});

test('changed bits of a file or a manifest are found, and so are files too many or too few', async () => {
  const root = folder();
  const stage = stageIn(root, 'train');
  await write(stage);
  for (const name of ['inner/file.json', MANIFEST_FILE]) {
    const path = join(stage.directory, name);
    const whole = readFileSync(path);
    for (let bit = 0; bit < 8 * whole.length; bit += 5) {
      const changed = Buffer.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, changed);
      const [damage] = damageOf(stage.directory);
      expect(damage?.path, `bit ${bit}`).toBe(path);
      expect(damage!.message).not.toContain('\n');
    }
    writeFileSync(path, whole);
  }
  const file = join(stage.directory, 'inner/file.json');
  const told = () => messageOf(() => void readChecked(file)).slice(file.length);
  writeFileSync(file, '');
  expect(told()).toBe(': is not what its stage wrote: it has 0 bytes; expected 21');
  writeFileSync(file, '{"content":"CONTENT"}');
  expect(told()).toBe(': is not what its stage wrote: its content differs');
  rmSync(file);
  expect(damageOf(stage.directory).map(({ message }) => message)).toEqual([
    `${file}: no such file; its stage wrote one`,
  ]);
  await write(stage);
  writeFileSync(join(stage.directory, 'added'), '');
  expect(damageOf(stage.directory)[0]!.message).toMatch(/added: is none of the files that its stage wrote$/);
});

test('a copy is whole or not made: over what is damaged or another, never of what is damaged', async () => {
  const [made, root] = [stageIn(folder(), 'train'), folder()];
  await write(made);
  const here = join(root, 'seed', 'train');
  const copy = () => copyStageFolder(made.directory, here, writing());
  expect(await copy()).toBe(true);
  expect(await copy()).toBe(false);
  writeFileSync(join(here, 'inner/file.json'), 'other');
  expect(await copy()).toBe(true);
  writeFileSync(join(here, MANIFEST_FILE), '{');
  expect(await copy()).toBe(true);
  await write({ ...made, directory: here }, 'of an earlier run');
  expect(await copy()).toBe(true);
  expect(damageOf(here)).toEqual([]);
  expect(readFileSync(join(here, 'inner/file.json'), 'utf8')).toBe('{"content":"content"}');
  writeFileSync(join(made.directory, 'inner/file.json'), '{"content":"cOntent"}');
  await write({ ...made, directory: here }, 'of an earlier run');
  await expect(copy()).rejects.toThrow('inner/file.json');
  expect(readFileSync(join(here, 'inner/file.json'), 'utf8')).toBe('{"content":"of an earlier run"}');
  expect(readdirSync(join(root, 'seed'))).toEqual(['train']);
});

test('a file from elsewhere is read as it is', () => {
  const root = folder();
  const file = join(root, 'file.json');
  writeFileSync(file, '\uFEFF{"a": 1}');
  expect(readCheckedJson(file)).toEqual({ a: 1 });
  writeFileSync(file, ' \n');
  expect(messageOf(() => void readCheckedJson(file))).toBe(`${file}: is empty; expected JSON`);
  writeFileSync(file, '{"a": [1,\n2');
  expect(messageOf(() => void readCheckedJson(file))).toBe(`${file}: is not JSON, or truncated`);
});
