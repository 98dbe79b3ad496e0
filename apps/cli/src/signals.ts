let controller: AbortController | undefined;

/**
 * A signal that is aborted by Ctrl-C or a termination request, so that a stage can clean up; a second request
 * ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  if (controller) return controller.signal;
  controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller!.signal.aborted) process.exit(130);
      controller!.abort();
    });
  }
  return controller.signal;
}
