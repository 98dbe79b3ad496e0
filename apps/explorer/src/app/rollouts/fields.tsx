interface SelectFieldProps {
  readonly label: string;
  /** Undefined or empty for any. */
  readonly value: string | undefined;
  /** Values and their names. */
  readonly choices: readonly (readonly [string, string])[];
  readonly onChange: (value: string | undefined) => void;
}

/** One of several values, or any. */
export function SelectField({ label, value = '', choices, onChange }: SelectFieldProps) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}>
        <option value="">any</option>
        {choices.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RangeFieldProps {
  readonly label: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The least and the greatest there is. */
  readonly bounds: readonly [number, number];
  readonly onChange: (from: number | undefined, to: number | undefined) => void;
}

/** From one number to another, both included; either may be left open. */
export function RangeField({ label, from, to, bounds, onChange }: RangeFieldProps) {
  const field = (name: string, value: number | undefined, bound: number, set: (value?: number) => void) => (
    <input
      type="number"
      aria-label={`${label}, ${name}`}
      min={bounds[0]}
      max={bounds[1]}
      placeholder={String(bound)}
      value={value ?? ''}
      onInput={({ currentTarget }) => {
        const { valueAsNumber } = currentTarget;
        set(Number.isNaN(valueAsNumber) ? undefined : valueAsNumber);
      }}
    />
  );
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <span class="range">
        {field('from', from, bounds[0], (value) => onChange(value, to))}
        <span aria-hidden="true">to</span>
        {field('to', to, bounds[1], (value) => onChange(from, value))}
      </span>
    </fieldset>
  );
}
