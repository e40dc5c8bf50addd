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

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const GUID_EXAMPLE = 'such as 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

const APP_TYPES =
  'must be SingleTenant or UserAssignedMSI; Heed is no multi-tenant bot, for Microsoft makes none any more';

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
  MicrosoftAppId: filled
    .regex(GUID, `must be the bot's application (client) id, ${GUID_EXAMPLE}`)
    .optional(),
  MicrosoftAppPassword: filled.optional(),
  MicrosoftAppTenantId: filled.optional(),
  MicrosoftAppType: filled
    .transform((written) => written.toLowerCase())
    .pipe(z.enum(['singletenant', 'userassignedmsi'], { error: APP_TYPES }))
    .optional(),
  HEED_TEAMS_LOCAL: z
    .literal('1', { error: 'must be 1, for a trial on this machine without an app id' })
    .optional(),
  LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).optional(),
});

export type Env = z.infer<typeof shape>;

export type ReadEnv =
  | { readonly ok: true; readonly env: Env; readonly secret: (name: string) => string | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const OWN = Object.keys(shape.shape).filter((name) => name.startsWith('HEED_'));

/** All of it, for programs that Heed starts. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

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
    ...missingTeams((name) => given.get(name)),
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

const TEAMS_NAMES = ['MicrosoftAppPassword', 'MicrosoftAppTenantId', 'MicrosoftAppType'] as const;

/** Half of what Teams needs would refuse everybody later. */
function missingTeams(read: (name: string) => string | undefined): readonly string[] {
  const has = (name: string) => read(name) !== undefined;
  if (has('HEED_TEAMS_LOCAL')) return contradictions(has);
  if (!has('MicrosoftAppId')) {
    if (!TEAMS_NAMES.some(has)) return [];
    return [
      'MicrosoftAppId is not set, though other Microsoft settings are: give the application (client) id of the bot.',
    ];
  }
  return [...missingTenant(read('MicrosoftAppTenantId')), ...missingPassword(read)];
}

function contradictions(has: (name: string) => boolean): readonly string[] {
  return ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppType']
    .filter(has)
    .map(
      (name) =>
        `${name} must not be set together with HEED_TEAMS_LOCAL, which is for a trial without an app id: take one of them out.`,
    );
}

/** Every activity carries the id, never the domain. */
function missingTenant(tenant: string | undefined): readonly string[] {
  if (tenant === undefined) {
    return [
      'MicrosoftAppTenantId is not set: give the id of the company’s Microsoft 365 tenant, whose people alone Heed listens to.',
    ];
  }
  if (GUID.test(tenant.trim())) return [];
  return [`MicrosoftAppTenantId must be the tenant's id, ${GUID_EXAMPLE}.`];
}

function missingPassword(read: (name: string) => string | undefined): readonly string[] {
  const isManaged = read('MicrosoftAppType')?.trim().toLowerCase() === 'userassignedmsi';
  const has = read('MicrosoftAppPassword') !== undefined;
  if (has !== isManaged) return [];
  return isManaged
    ? [
        'MicrosoftAppPassword must not be set with MicrosoftAppType=UserAssignedMSI: a managed identity has none.',
      ]
    : [
        'MicrosoftAppPassword is not set: give the client secret of the bot, or set MicrosoftAppType=UserAssignedMSI where Heed runs with a managed identity.',
      ];
}
