import type { Interval, QuantityName } from '@vestige/analysis';

const MINUS = '\u2212';

/** A decimal number with a true minus sign; never -0. */
export function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.startsWith('-') ? (Number(text) === 0 ? text.slice(1) : MINUS + text.slice(1)) : text;
}

/** A share in percent with one decimal, `99.9%`. */
export function percent(share: number): string {
  return `${decimal(share * 100, 1)}%`;
}

/** A figure in the unit of its quantity: tokens, nats, slopes and areas plain, all others in percent. */
export function estimateText(quantity: QuantityName, value: number): string {
  if (quantity === 'length') return decimal(value, 1);
  if (quantity === 'early' || quantity === 'drift') return decimal(value, 3);
  if (quantity === 'difference') {
    const text = decimal(value * 100, 1);
    return Number(text) > 0 ? `+${text}` : text;
  }
  return percent(value);
}

/** The interval of an estimate, `99.7% to 100.0%`. */
export function intervalText(quantity: QuantityName, { low, high }: Pick<Interval, 'low' | 'high'>): string {
  return `${estimateText(quantity, low)} to ${estimateText(quantity, high)}`;
}

/** A p-value, `.04` as 0.040 and what is below a thousandth as `< 0.001`. */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
