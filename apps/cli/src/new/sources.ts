/** A line of another file that makes a new part known. */
interface Registration {
  readonly at: string;
  /** Puts it there; returns the text as it was if the place is not found. */
  place(text: string): string;
  /** Says the same to the user. */
  readonly words: string;
}

interface Names {
  readonly camel: string;
  readonly Pascal: string;
}

/** A kind of part that `vestige new` makes, from the templates of its name. */
interface Source {
  /** Where such parts lie, in the workspace. */
  readonly folder: string;
  /** A file that every such folder has. */
  readonly beside: string;
  /** What the part that is made does. */
  readonly does: string;
  registrations(names: Names): readonly Registration[];
  /** What to do then, after the code is formatted. */
  next(names: Names): readonly string[];
}

const afterImports = (text: string, line: string) => text.replace(/(?=\n\n(?!import))/, `\n${line}`);

export const SOURCES = {
  environment: {
    folder: 'packages/environment/src',
    beside: 'environment.ts',
    does: 'a tiny environment that works (copy a digit)',
    registrations: ({ camel, Pascal }) => {
      const schema = `${camel}Schema`;
      const from = `from './${camel}.ts'`;
      const imports = `import { create${Pascal}, ${schema} } ${from}`;
      const exports = `export { type ${Pascal}Options, ${schema} } ${from}`;
      return [
        { at: 'create.ts', place: (text) => afterImports(text, `${imports};`), words: imports },
        {
          at: 'create.ts',
          place: (text) =>
            text.replace(/(discriminatedUnion\('kind', \[[^\]]*?),?(\s*\])/, `$1, ${schema}$2`),
          words: `put ${schema} into the union environmentSchema`,
        },
        {
          at: 'create.ts',
          place: (text) =>
            text.replace(
              /(?<=switch \(options\.kind\) \{\n)/,
              `    case '${camel}':\n      return create${Pascal}(options);\n`,
            ),
          words: `return create${Pascal}(options) for the kind '${camel}'`,
        },
        { at: 'index.ts', place: (text) => `${text}${exports};\n`, words: exports },
      ];
    },
    next: ({ camel }) => [
      '  npx nx test environment                  its tests pass; change both step by step',
      '  npm run schema -w @vestige/experiment    so that editors know its options',
      `  "environment": { "kind": "${camel}" } in an experiment.json, with its rules "first" and "second"`,
    ],
  },
  intervention: {
    folder: 'packages/ablation/src/interventions',
    beside: 'thought.ts',
    does: 'an intervention that works (phrases in reverse order)',
    registrations: ({ camel }) => {
      const imports = `import { ${camel} } from './${camel}.ts'`;
      return [
        { at: 'index.ts', place: (text) => afterImports(text, `${imports};`), words: imports },
        {
          at: 'index.ts',
          place: (text) =>
            text.replace(
              /(?=\} as const satisfies Readonly<Record<string, InterventionKind>>)/,
              `  ${camel},\n`,
            ),
          words: `put ${camel} into KINDS, where it is to be shown`,
        },
      ];
    },
    next: ({ camel }) => [
      '  npx nx test ablation                     its tests pass; change both step by step',
      '  npm run schema -w @vestige/experiment    so that editors know its name',
      `  "ablation": { "interventions": ["now", "${camel}"] } in an experiment.json; without it all run, and this one`,
    ],
  },
  estimator: {
    folder: 'packages/analysis/src/estimators',
    beside: 'estimator.ts',
    does: 'an estimator that works (share of rows with an answer)',
    registrations: ({ camel }) => {
      const imports = `import * as ${camel} from './${camel}.ts'`;
      return [
        { at: 'index.ts', place: (text) => afterImports(text, `${imports};`), words: imports },
        {
          at: 'index.ts',
          place: (text) => text.replace(/(?=\} as const;\n\nconst KINDS)/, `  ${camel},\n`),
          words: `put ${camel} into ESTIMATORS, where its table is to stand`,
        },
      ];
    },
    next: ({ camel }) => [
      '  npx nx test analysis                     its tests pass; change both step by step',
      `  ${camel}.own, ${camel}.now, … are in metrics.json and the page of the next run; their formula goes into the README there`,
    ],
  },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceKind = keyof typeof SOURCES;
