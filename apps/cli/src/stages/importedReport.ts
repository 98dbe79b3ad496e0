import { join } from 'node:path';
import { importedDirectory, importedProject } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { renderImported, type SampledRollout } from '@vestige/imported/report';
import { importedTask } from '@vestige/imported/tasks';
import { readCheckedJson } from '@vestige/manifest';
import type { Reinforcement } from '@vestige/reinforcement';
import { expectedFolder } from './shared/expected.ts';
import { accountOf, type Segment, segmentsOf } from './shared/imported.ts';
import { writeReport } from './shared/reportFiles.ts';
import { type StageContext, version } from './shared/stageContext.ts';

/** Rollouts of a run that the page holds. */
const SAMPLED = 24;

/** Tells what the rollouts of each run reinforced. Writes `rollouts.html`, `rollouts.md`, `metrics.json` and `figures/*`. */
export async function importedReportStage(imported: Imported, context: StageContext): Promise<string> {
  const stage = expectedFolder(importedTask(imported, 'report'));
  return await writeReport(stage, 'rollouts', context, () => {
    const analysis = join(importedDirectory(imported, 'analyze'), 'reinforcement.json');
    const { runs } = readCheckedJson(analysis) as { readonly runs: Readonly<Record<string, Reinforcement>> };
    const { title, claim, name, preset } = imported;
    return renderImported({
      ...{ title, claim, project: importedProject(imported), name, preset },
      runs: Object.keys(imported.runs).map((name) => ({
        name,
        ...accountOf(imported, name),
        reinforcement: runs[name]!,
        sample: sampleOf(segmentsOf(imported, name)),
      })),
      generator: { version: version() },
    });
  });
}

/** Some rollouts, evenly over training: the same each time. */
function sampleOf(segments: readonly Segment[]): SampledRollout[] {
  const all = segments.reduce((sum, { rows }) => sum + rows, 0);
  const wanted = Array.from({ length: Math.min(SAMPLED, all) }, (_, i) =>
    Math.floor(((i + 0.5) * all) / Math.min(SAMPLED, all)),
  );
  const sample: SampledRollout[] = [];
  let before = 0;
  for (const { rows, table } of segments) {
    const here = wanted.filter((at) => at >= before && at < before + rows).map((at) => at - before);
    before += rows;
    if (here.length === 0) continue;
    let at = 0;
    for (const row of table.rows()) {
      if (here.includes(at)) {
        const { step, question, boundary, thought, response, label, reward } = row;
        sample.push({ step, question, boundary, thought, response, label, reward });
      }
      if (at++ >= here.at(-1)!) break;
    }
  }
  return sample;
}
