/**
 * `npm run bench`: each figure as a ratio to a baseline that is measured in the same run.
 *
 * `npm run bench -- <name>…` measures those alone; `--json` prints a line of JSON each.
 * A goal that is missed is told and is no error.
 */
import { parseArgs } from 'node:util';
import { measureAcknowledge } from './acknowledge.ts';
import { measureChannel } from './channel.ts';
import { measureClaim } from './claim.ts';
import { type Figure, headOfTable, lineOf, rowOf } from './figure.ts';
import { measureIngest } from './ingest.ts';
import { measureLanes } from './lanes.ts';
import { measureLateness } from './lateness.ts';
import { measureMemory } from './memory.ts';
import { measureProcesses } from './processes.ts';
import { openTheatre, type Stage } from './stage.ts';
import { measureStats } from './stats.ts';
import { measureTick } from './tick.ts';

const BENCHMARKS: Readonly<Record<string, (stage: Stage) => Promise<readonly Figure[]>>> = {
  acknowledge: measureAcknowledge,
  claim: measureClaim,
  ingest: measureIngest,
  lanes: measureLanes,
  channel: measureChannel,
  processes: measureProcesses,
  stats: measureStats,
  tick: measureTick,
  lateness: measureLateness,
  memory: measureMemory,
};

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0) {
    const known = Object.keys(BENCHMARKS).join(', ');
    throw new Error(`there is no benchmark ${unknown.join(', ')}. Known: ${known}.`);
  }
  const asked = Object.entries(BENCHMARKS).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  const theatre = await openTheatre();
  try {
    if (values.json !== true) console.log(headOfTable());
    for (const [, measure] of asked) {
      const figures = await theatre.perform(measure);
      for (const figure of figures) console.log(values.json ? lineOf(figure) : rowOf(figure));
    }
  } finally {
    await theatre.close();
  }
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
