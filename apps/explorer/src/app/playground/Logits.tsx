import type { Environment } from '@vestige/environment';
import type { Inference } from '@vestige/model/inference';
import { useMemo, useState } from 'preact/hooks';
import type { Thinking } from '../thinking.ts';
import { CopyButton } from './CopyButton.tsx';
import { commandFor } from './command.ts';

interface LogitsProps {
  readonly environment: Environment;
  readonly inference: Inference;
  /** Folder of the checkpoint, from the root of the repository. */
  readonly directory: string;
  readonly shown: Thinking;
}

const RUNS_IN = {
  'relaxed-simd': 'the kernels that trained it, build relaxed-simd',
  simd: 'the kernels that trained it, build simd',
  plain: 'plain TypeScript: this browser has no WebAssembly with SIMD',
} as const;

/** The logit of every word where the answer stands, and how to see the same in a terminal. */
export function Logits(props: LogitsProps) {
  const [open, setOpen] = useState(false);
  return (
    <details class="pg-logits" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Logits, and the same in a terminal</summary>
      {open && <LogitTable {...props} />}
    </details>
  );
}

function LogitTable({ environment, inference, directory, shown }: LogitsProps) {
  const [byValue, setByValue] = useState(true);
  const logits = useMemo(
    () => inference.logits([environment.format.beforeAnswer(shown)])[0]!,
    [inference, environment, shown],
  );
  const rows = Array.from(logits, (logit, token) => ({ logit, token }));
  if (byValue) rows.sort((a, b) => b.logit - a.logit);
  const command = commandFor(directory, shown.question, shown.thought);
  return (
    <>
      <p>
        Of each word where the answer stands, after this CoT. It runs in {RUNS_IN[inference.implementation]}.
        The command line gives the same figures:
      </p>
      <div class="pg-command">
        <pre>
          <code>{command}</code>
        </pre>
        <CopyButton text={command} />
      </div>
      <div class="pg-logit-frame">
        <table>
          <thead>
            <tr>
              <Sortable sorted={!byValue} direction="ascending" onSort={() => setByValue(false)}>
                word
              </Sortable>
              <Sortable sorted={byValue} direction="descending" onSort={() => setByValue(true)}>
                logit
              </Sortable>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ logit, token }) => (
              <tr key={token}>
                <th scope="row">
                  <bdi>{environment.vocabulary[token]}</bdi>
                </th>
                <td>{logit.toFixed(6)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface SortableProps {
  readonly sorted: boolean;
  readonly direction: 'ascending' | 'descending';
  readonly onSort: () => void;
  readonly children: string;
}

function Sortable({ sorted, direction, onSort, children }: SortableProps) {
  return (
    <th scope="col" aria-sort={sorted ? direction : 'none'}>
      <button type="button" class="pg-link" onClick={onSort}>
        {children}
        <span aria-hidden="true">{sorted ? (direction === 'ascending' ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}
