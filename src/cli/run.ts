/** What somebody typed, and which command that is. */
import { parseArgs } from 'node:util';
import { version } from './version.ts';

const HELP = `heed: what people say about you in public gets an answer

  heed [start]    run Heed; without Slack credentials and DATABASE_URL, the sandbox
                  --paused: with all publishing stopped, until somebody resumes it
                  --playground: with Microsoft's Agents Playground beside the sandbox, for Teams
  heed init       write a commented handbook.yaml to start from
  heed check      look at environment, handbook, database, Slack and sources
  heed handbook activate <file>
                  make a version of the handbook decide, also one that did before
  heed stats      how the last week went
                  --week 2026-W47 or "this week": another one; --department <name>: of one
                  --json: for programs
  heed migrate    bring the database up to date
  heed --help     this page
  heed --version  which Heed this is
`;

/** What stands behind a command's name. */
interface Asked {
  readonly words: readonly string[];
  readonly paused: boolean;
  readonly playground: boolean;
  readonly week: string;
  readonly department: string;
  readonly json: boolean;
}

/** Loaded when asked for: help need not wait for a database driver. */
const COMMANDS: Readonly<Record<string, (asked: Asked) => Promise<number>>> = {
  start: async (asked) => (await import('./start.ts')).start(asked),
  init: async () => (await import('./init.ts')).init(),
  check: async () => (await import('./check.ts')).check(),
  handbook: async ({ words }) => (await import('./handbook.ts')).handbook(words),
  stats: async (asked) => (await import('./stats.ts')).stats(asked),
  migrate: async () => (await import('./migrate.ts')).migrate(),
};

/** The one command that takes an option. */
const GOES_WITH: Readonly<Record<string, string>> = {
  paused: 'start',
  playground: 'start',
  week: 'stats',
  department: 'stats',
  json: 'stats',
};

/** The others take nothing behind their name. */
const TAKE_WORDS: readonly string[] = ['handbook'];

/** @returns the exit code */
export async function run(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (parsed === null) return 2;
  if (parsed.values.help === true) return print(HELP);
  if (parsed.values.version === true) return print(`heed ${version()}\n`);
  const [name = 'start', ...rest] = parsed.positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || (rest.length > 0 && !TAKE_WORDS.includes(name))) {
    process.stderr.write(`heed: "${parsed.positionals.join(' ')}" is no command.\n\n${HELP}`);
    return 2;
  }
  const {
    paused = false,
    playground = false,
    week = '',
    department = '',
    json = false,
  } = parsed.values;
  const stray = Object.keys(parsed.values).find((option) => GOES_WITH[option] !== name);
  if (stray !== undefined) {
    process.stderr.write(`heed: --${stray} goes with ${GOES_WITH[stray]} alone.\n\n${HELP}`);
    return 2;
  }
  return command({ words: rest, paused, playground, week, department, json });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        paused: { type: 'boolean' },
        playground: { type: 'boolean' },
        week: { type: 'string' },
        department: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    process.stderr.write(`heed: ${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return null;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
