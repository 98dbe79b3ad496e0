import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelValue, objectName } from './names.ts';

test('names say what they are of where there is room', () => {
  expect(objectName('loan-quick', '2026-11-29-055100', '1-train')).toBe(
    'loan-quick-2026-11-29-055100-1-train',
  );
});

test('what no name may have is replaced, and the name stays one of its own', () => {
  expect(objectName('a_b', 'x')).toMatch(/^a-b-x-[0-9a-f]{8}$/);
  expect(objectName('a_b', 'x')).not.toBe(objectName('a.b', 'x'));
  expect(objectName('A', 'x')).not.toBe(objectName('a', 'x'));
});

test('any name is a DNS label with room for an index, and tells its parts apart', () => {
  const part = fc.oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[a-z0-9-]{1,90}$/));
  fc.assert(
    fc.property(part, part, part, (project, id, group) => {
      const name = objectName(project, id, group);
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      expect(name.length).toBeLessThanOrEqual(58);
      expect(objectName(`${project}x`, id, group)).not.toBe(name);
      expect(labelValue(project)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
    }),
  );
});
