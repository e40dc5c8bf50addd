/** A Bolt app in Socket Mode beside a connection to Postgres, and nothing else. */
import { App, LogLevel } from '@slack/bolt';
import postgres from 'postgres';
import { z } from 'zod';

const env = z
  .object({
    SLACK_BOT_TOKEN: z.string(),
    SLACK_APP_TOKEN: z.string(),
    SLACK_API_URL: z.string(),
    DATABASE_URL: z.string(),
  })
  .parse(process.env);

const client = postgres(env.DATABASE_URL, { max: 10 });
await client`select 1`;

const app = new App({
  token: env.SLACK_BOT_TOKEN,
  appToken: env.SLACK_APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: env.SLACK_API_URL },
  logLevel: LogLevel.ERROR,
});
app.action(/.*/, async ({ ack }) => {
  await ack();
});
await app.start();

process.once('SIGTERM', () => process.exit(0));
