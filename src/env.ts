/** The only reader of the process's environment. */
import { z } from 'zod';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const filled = z.string().trim().min(1, { error: 'must not be blank', abort: true });

const PORT_RANGE = 'must be a port number, 0 to 65535';

function isWebLink(link: string): boolean {
  return /^https?:\/\//i.test(link) && URL.canParse(link);
}

function isPostgresLink(link: string): boolean {
  return /^postgres(ql)?:\/\//.test(link) && URL.canParse(link);
}

const shape = z.object({
  PORT: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, PORT_RANGE)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT_RANGE)
    .default(3000),
  HOST: filled
    .regex(/^[\w.:-]+$/, 'must be a host name or an address, such as 127.0.0.1')
    .default('127.0.0.1'),
  DATABASE_URL: filled
    .refine(isPostgresLink, 'must be a link such as postgres://user:password@host/heed')
    .optional(),
  HEED_DATA_DIR: filled.default('./.heed'),
  HEED_HANDBOOK: filled.optional(),
  SLACK_BOT_TOKEN: filled
    .regex(/^xoxb-/, 'must be the bot token, which starts with xoxb-')
    .optional(),
  SLACK_SIGNING_SECRET: filled.optional(),
  SLACK_APP_TOKEN: filled
    .regex(/^xapp-/, 'must be the app-level token, which starts with xapp-')
    .optional(),
  SLACK_API_URL: filled
    .refine(isWebLink, 'must be a link such as https://slack.com/api/')
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .default('https://slack.com/api/'),
  LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).optional(),
});

export type Env = z.infer<typeof shape>;

export type ReadEnv =
  | { readonly ok: true; readonly env: Env; readonly secret: (name: string) => string | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const OWN = Object.keys(shape.shape).filter((name) => name.startsWith('HEED_'));

/** An empty value counts as not set. An unknown name with the prefix `HEED_` is a mistake. */
export function readEnv(values: NodeJS.ProcessEnv = process.env): ReadEnv {
  const given = new Map(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const parsed = shape.safeParse(Object.fromEntries(given));
  const mistakes = [
    ...unknownNames([...given.keys()]),
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`) ?? []),
    ...missingSlack((name) => given.has(name)),
  ];
  if (!parsed.success || mistakes.length > 0) return { ok: false, mistakes };
  return { ok: true, env: parsed.data, secret: (name) => given.get(name) ?? null };
}

function unknownNames(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.startsWith('HEED_') && !OWN.includes(name))
    .map((name) => `${name} is no setting of Heed's. Known: ${OWN.join(', ')}.`);
}

/** The bot token and one of the two doors through which Slack comes in belong together. */
function missingSlack(has: (name: string) => boolean): readonly string[] {
  const token = has('SLACK_BOT_TOKEN');
  const door = has('SLACK_APP_TOKEN') || has('SLACK_SIGNING_SECRET');
  if (token === door) return [];
  return token
    ? [
        'SLACK_APP_TOKEN is not set: give the app-level token (Socket Mode), or SLACK_SIGNING_SECRET (HTTP).',
      ]
    : [
        'SLACK_BOT_TOKEN is not set, though other Slack settings are: give the bot token, which starts with xoxb-.',
      ];
}
