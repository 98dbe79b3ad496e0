import { dirname } from 'node:path';
import type { ProjectConfiguration, TargetConfiguration } from 'nx/src/devkit-exports.js';

/**
 * Stands for an experiment whose file has a mistake: its targets fail and say which. An error in `createNodes`
 * would instead stop every command in the workspace, tests of unrelated packages included.
 */
export function brokenProject(
  file: string,
  folder: string,
  preset: string | undefined,
  mistake: string,
): Record<string, ProjectConfiguration> {
  const root = preset === undefined ? dirname(file) : `${dirname(file)}/runs/${preset}`;
  const target: TargetConfiguration = {
    executor: 'nx:run-commands',
    options: {
      command: 'node -e "console.error(process.env.MISTAKE); process.exit(1)"',
      env: { MISTAKE: mistake },
    },
    cache: false,
  };
  return {
    [root]: {
      root,
      name: preset === undefined ? folder : `${folder}-${preset}`,
      projectType: 'application',
      tags: ['vestige:experiment', 'vestige:broken'],
      metadata: { technologies: ['vestige'], description: mistake },
      targets: { analyze: target, report: target },
    },
  };
}
