import { runCommandLine } from '../commandLine.ts';

/** Runs a command line in this process, where many are quick; returns what it printed. @throws what it throws */
export async function said(...words: string[]): Promise<string> {
  const { log } = console;
  let printed = '';
  console.log = (text: string) => {
    printed += `${text}\n`;
  };
  try {
    await runCommandLine(words);
    return printed;
  } finally {
    console.log = log;
  }
}

/** Runs a command line that has to fail; returns its message. */
export async function complaint(...words: string[]): Promise<string> {
  return said(...words).then(
    () => 'no complaint',
    (error: Error) => error.message,
  );
}
