/**
 * A command in this very process: the same code as in a shell, without the seconds that a start
 * takes. Only for what ends by itself.
 */
import { run } from '../../src/cli/run.ts';
import type { Ran } from './heed-command.ts';

export async function runInside(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const here = { cwd: process.cwd(), env: process.env };
  const said = { out: '', err: '' };
  const { stdout, stderr } = process;
  const heard = [
    listen(stdout, (text) => (said.out += text)),
    listen(stderr, (text) => (said.err += text)),
  ];
  process.chdir(cwd);
  process.env = { PATH: here.env['PATH'] ?? '', HOME: cwd, ...env };
  try {
    return { code: await run(args), ...said };
  } finally {
    process.env = here.env;
    process.chdir(here.cwd);
    for (const stop of heard) stop();
  }
}

function listen(stream: NodeJS.WriteStream, hear: (text: string) => void): () => void {
  const write = stream.write;
  stream.write = (chunk: Uint8Array | string) => {
    hear(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  };
  return () => {
    stream.write = write;
  };
}
