/** The only reader of the process's environment. */
import { z } from 'zod';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const filled = z.string().trim().min(1);

const shape = z
  .object({
    PORT: z.coerce
      .number({ error: 'must be a port number, 0 to 65535' })
      .int('must be a port number, 0 to 65535')
      .min(0, 'must be a port number, 0 to 65535')
      .max(65_535, 'must be a port number, 0 to 65535')
      .default(3000),
    HOST: filled.default('127.0.0.1'),
    DATABASE_URL: filled
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
      .refine(
        (url) => URL.canParse(url),
        'must be a link such as postgres://user:password@host/heed',
      )
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
      .refine((url) => URL.canParse(url), 'must be a link such as https://slack.com/api/')
      .transform((url) => (url.endsWith('/') ? url : `${url}/`))
      .default('https://slack.com/api/'),
    LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).optional(),
  })
  .superRefine((env, context) => {
    const slack = env.SLACK_BOT_TOKEN !== undefined;
    const door = env.SLACK_APP_TOKEN !== undefined || env.SLACK_SIGNING_SECRET !== undefined;
    if (slack === door) return;
    const message = slack
      ? 'is not set: give the app-level token (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)'
      : 'is not set, though other Slack settings are: give the bot token, which starts with xoxb-';
    context.addIssue({
      code: 'custom',
      path: [slack ? 'SLACK_APP_TOKEN' : 'SLACK_BOT_TOKEN'],
      message,
    });
  });

export type Env = z.infer<typeof shape>;

export type ReadEnv =
  | { readonly ok: true; readonly env: Env; readonly secret: (name: string) => string | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const KNOWN = new Set(Object.keys(shape.shape));

/** An empty value counts as not set. An unknown name with the prefix `HEED_` is a mistake. */
export function readEnv(values: NodeJS.ProcessEnv = process.env): ReadEnv {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const parsed = shape.safeParse(given);
  const unknown = Object.keys(given).filter((name) => name.startsWith('HEED_') && !KNOWN.has(name));
  const mistakes = [
    ...unknown.map(
      (name) => `${name} is no setting of Heed's. Known: HEED_DATA_DIR, HEED_HANDBOOK.`,
    ),
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`) ?? []),
  ];
  if (!parsed.success || mistakes.length > 0) return { ok: false, mistakes };
  return { ok: true, env: parsed.data, secret: (name) => given[name] ?? null };
}
