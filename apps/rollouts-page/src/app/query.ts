import type { Query, Range, SortKey } from '@vestige/browse';

/** Rollouts of a page. */
export const SIZE = 20;

/** What stands in the fields, as it is written; '' for what is not asked. */
export interface Fields {
  readonly text: string;
  readonly where: string;
  readonly run: string;
  readonly kind: string;
  readonly problem: string;
  readonly boundary: string;
  readonly stop: string;
  readonly right: string;
  readonly stepFrom: string;
  readonly stepTo: string;
  readonly rewardFrom: string;
  readonly rewardTo: string;
  readonly advantageFrom: string;
  readonly advantageTo: string;
  readonly lengthFrom: string;
  readonly lengthTo: string;
  readonly sort: string;
  readonly order: string;
  readonly page: string;
}

const NOTHING: Fields = {
  ...{ text: '', where: '', run: '', kind: '', problem: '', boundary: '', stop: '', right: '' },
  ...{ stepFrom: '', stepTo: '', rewardFrom: '', rewardTo: '', advantageFrom: '', advantageTo: '' },
  ...{ lengthFrom: '', lengthTo: '', sort: '', order: '', page: '' },
};

/** Fields as an address has them. */
export function fieldsOf(search: string): Fields {
  const given = new URLSearchParams(search);
  const names = Object.keys(NOTHING) as (keyof Fields)[];
  return Object.fromEntries(names.map((name) => [name, given.get(name) ?? ''])) as unknown as Fields;
}

/** The address of fields; those that ask nothing are left out. */
export function addressOf(fields: Fields): string {
  const asked = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  return asked.size === 0 ? '' : `?${asked}`;
}

/** What the fields ask. */
export function queryOf(fields: Fields): Query {
  const { text, where, run, kind, problem, boundary, stop, right, sort, order, page } = fields;
  return {
    ...given({ text, where, run, kind, problem, boundary, stop } as Partial<Query>),
    ...(right !== '' && { right: right === 'yes' }),
    ...rangeOf('step', fields.stepFrom, fields.stepTo),
    ...rangeOf('reward', fields.rewardFrom, fields.rewardTo),
    ...rangeOf('advantage', fields.advantageFrom, fields.advantageTo),
    ...rangeOf('length', fields.lengthFrom, fields.lengthTo),
    sort: (sort || 'step') as SortKey,
    descending: order === 'descending',
    offset: SIZE * pageOf(page),
    size: SIZE,
  };
}

/** Number of a page, from 0. */
export function pageOf(page: string): number {
  return /^[1-9]\d{0,8}$/.test(page) ? Number(page) - 1 : 0;
}

function given(fields: Partial<Query>): Partial<Query> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => String(value).trim() !== ''));
}

function rangeOf(name: string, from: string, to: string): Partial<Record<string, Range>> {
  const [low, high] = [numberOf(from), numberOf(to)];
  return low === null && high === null ? {} : { [name]: [low, high] };
}

function numberOf(text: string): number | null {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}
