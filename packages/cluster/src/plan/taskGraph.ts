import { z } from 'zod';

/** The tasks that Nx would run, each with those that it waits for itself. */
export type TaskGraph = ReadonlyMap<string, readonly string[]>;

/** What `nx run X:report --graph=FILE.json` writes, as far as it is read. */
const fileSchema = z.object({
  tasks: z.object({
    tasks: z.record(z.string(), z.object({ id: z.string() })),
    dependencies: z.record(z.string(), z.array(z.object({ id: z.string() }))),
  }),
});

/**
 * Reads Nx's graph of tasks.
 *
 * @param content of the file, parsed
 * @throws {Error} if it is none
 */
export function readTaskGraph(content: unknown): TaskGraph {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success)
    throw new Error(`the graph of tasks is not as Nx 24 writes it: ${parsed.error.message}`);
  const { tasks, dependencies } = parsed.data.tasks;
  return new Map(Object.keys(tasks).map((id) => [id, (dependencies[id] ?? []).map((before) => before.id)]));
}
