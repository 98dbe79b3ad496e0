import { visible } from '@vestige/report/visible';
import { SingleBar } from 'cli-progress';
import type { Progress, ProgressFigures } from './stages/shared/stageContext.ts';
import { unguarded } from './terminal/guard.ts';

const SECONDS_BETWEEN_LINES = 10;

/** Progress for people at a terminal, as a bar, and for logs, as a line every few seconds. */
export function createProgress(stream: NodeJS.WriteStream = process.stdout): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress(stream);
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | undefined;
  let begun = 0;
  let before = 0;
  let label = '';
  return {
    start(name, total, unit, done = 0) {
      begun = performance.now();
      before = done;
      label = name;
      bar = new SingleBar({
        stream: unguarded(stream),
        clearOnComplete: true,
        hideCursor: true,
        format: `${visible(name)} {bar} {value}/{total} ${unit} · {rate}/s · {left} left{figures}`,
      });
      bar.start(total, done, { rate: '–', left: '–', figures: '' });
    },
    advance(step, figures = {}) {
      const total = bar!.getTotal();
      const { rate, left } = pace(begun, step - before, total - before);
      bar!.update(step, {
        rate: rate.toFixed(1),
        left: duration(left),
        figures: visible(figuresText(figures)),
      });
    },
    finish(line) {
      bar?.stop();
      stream.write(`${label}: ${line} (${duration(elapsed(begun))})\n`);
    },
    note(line) {
      stream.write(`${line}\n`);
    },
  };
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let label = '';
  let total = 0;
  let unit = '';
  let begun = 0;
  let before = 0;
  let spoken = 0;
  return {
    start(name, count, unitName, done = 0) {
      [label, total, unit, before] = [name, count, unitName, done];
      begun = spoken = performance.now();
    },
    advance(step, figures = {}) {
      if (elapsed(spoken) < SECONDS_BETWEEN_LINES) return;
      spoken = performance.now();
      const { rate, left } = pace(begun, step - before, total - before);
      stream.write(
        `${label}: ${step}/${total} ${unit}, ${rate.toFixed(1)}/s, ${duration(left)} left${figuresText(figures)}\n`,
      );
    },
    finish(line) {
      stream.write(`${label}: ${line} (${duration(elapsed(begun))})\n`);
    },
    note(line) {
      stream.write(`${line}\n`);
    },
  };
}

function pace(begun: number, step: number, total: number) {
  const rate = step / Math.max(elapsed(begun), 1e-3);
  return { rate, left: (total - step) / rate };
}

function elapsed(since: number): number {
  return (performance.now() - since) / 1000;
}

/** Seconds as `5s` or `2m05s`; before the first step nobody knows how many are left. */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, '0')}s`;
}

function figuresText(figures: ProgressFigures): string {
  return Object.entries(figures)
    .map(([name, value]) => ` · ${name} ${value}`)
    .join('');
}
