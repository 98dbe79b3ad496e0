import { once } from 'node:events';
import type { Imported } from '@vestige/imported/options';
import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';
import { wholeNumber } from '../numbers.ts';
import { interruptSignal } from '../signals.ts';
import { listed } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** Adds `vestige open`: a report in the browser, or served to one. */
export function openCommand(yargs: Argv): Argv {
  return yargs.command(
    'open [name]',
    'Open a report in the browser, or serve it on this machine',
    (y) =>
      y
        .positional('name', {
          type: 'string',
          describe:
            'An experiment, an overview, a calibration or imported runs; a report.html or its folder; by default the report made last',
        })
        .option('preset', { type: 'string', describe: 'Named variant in the experiment file' })
        .option('quick', { type: 'boolean', describe: 'Short for --preset quick' })
        .option('serve', {
          type: 'boolean',
          default: false,
          describe:
            'Serve it on 127.0.0.1 and print the address; with policies that were trained elsewhere, its playground asks them; of imported runs, all rollouts are browsed beside it; Ctrl-C ends it',
        })
        .option('port', {
          ...wholeNumber('port', 1, 65535),
          describe: 'With --serve: the port; by default one that is free',
        })
        .example('$0 open loan --quick', 'the report of the quick preset')
        .example('$0 open', 'the report made last')
        .example('$0 open overview --serve --port 8000', 'for a browser elsewhere, through a tunnel')
        .example('$0 open verl --serve', 'all rollouts of imported runs, to be searched')
        .example('$0 open kept/report.html', 'a report that was kept'),
    async ({ name, preset, quick, serve: served, port }) => {
      if (port !== undefined && !served) throw new UsageError('--port goes with --serve; add it');
      const { findReport } = await import('../open/findReport.ts');
      const { page, experiment, imported } = findReport({ name, preset, quick });
      if (!served) {
        const { openInBrowser } = await import('../open/openInBrowser.ts');
        await openInBrowser(page);
        console.log(`Opened ${shortPath(page)}`);
        return;
      }
      const { serve } = await import('../open/serve.ts');
      const { experimentModel } = await import('../open/model/experimentModel.ts');
      const signal = interruptSignal();
      const model = experiment && experimentModel(experiment);
      await using _ = model?.playground;
      using rollouts = imported && (await rolloutsOf(imported, signal));
      const { url, rollouts: browsed, close } = await serve(page, port ?? 0, { model, rollouts });
      const asked = model
        ? `Its playground asks ${listed(model.playground.conditions, 'and')}; a model is opened when it is first asked.\n`
        : '';
      const beside = browsed ? `All rollouts at\n\n  ${browsed}\n\n` : '';
      console.log(`${shortPath(page)} at\n\n  ${url}\n\n${beside}${asked}Ctrl-C ends it.`);
      if (!signal.aborted) await once(signal, 'abort');
      await close();
    },
  );
}

/** Made only where it is asked for: the modules take long to load. */
async function rolloutsOf(imported: Imported, signal: AbortSignal) {
  const { hasRollouts, importedRollouts } = await import('../open/rollouts/importedRollouts.ts');
  if (!hasRollouts(imported)) {
    console.log('Its rollouts do not lie here any more: the report is served without them.');
    return undefined;
  }
  const { createProgress } = await import('../progress.ts');
  return await importedRollouts(imported, createProgress(), signal);
}
