import { constants, copyFileSync } from 'node:fs';

const TEMPLATE = new URL('../handbook/template.yaml', import.meta.url);

/** Writes `handbook.yaml` here; never over one that exists. */
export async function init(): Promise<number> {
  try {
    copyFileSync(TEMPLATE, 'handbook.yaml', constants.COPYFILE_EXCL);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = exists
      ? 'there is a handbook.yaml here already, and it stays as it is'
      : `handbook.yaml could not be written: ${error instanceof Error ? error.message : error}`;
    process.stderr.write(`heed: ${reason}.\n`);
    return 1;
  }
  process.stdout.write(
    'Wrote handbook.yaml. Put in your people and channels, then run "heed check".\n',
  );
  return 0;
}
