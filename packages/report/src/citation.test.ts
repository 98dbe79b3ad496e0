import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CITATION, citationBibtex, citationText } from './citation.ts';

const top = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const field = (name: string) =>
  new RegExp(`^(?: *- )?${name}: *['"]?(.*?)['"]?$`, 'm').exec(top('CITATION.cff'))?.[1];

test('CITATION.cff, package.json, the licence and what reports say agree', () => {
  const { version, license } = JSON.parse(top('package.json'));
  expect(field('version')).toBe(version);
  expect(field('license')).toBe(license);
  expect(field('title')).toBe(CITATION.title);
  expect(field('name')).toBe(CITATION.author);
  expect(top('LICENSE')).toContain(`Copyright (c) ${CITATION.year} ${CITATION.author}`);
});

test('the version is named', () => {
  expect(citationText('1.2.3')).toContain('version 1.2.3');
  expect(citationBibtex('1.2.3')).toMatch(/^@misc\{vestige,\n[\s\S]*version 1\.2\.3\}\n\}\n$/);
});
