/** A Bolt app that acknowledges what is pressed and does nothing else. */
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import { z } from 'zod';
import { answerQuestions, stopBy } from './child.ts';

const orders = z.object({
  botToken: z.string(),
  botUserId: z.string(),
  signingSecret: z.string(),
  apiUrl: z.string(),
  port: z.number(),
});
export type BoltOrders = z.infer<typeof orders>;

let app: App | null = null;

answerQuestions(async (question) => {
  const { botToken, botUserId, signingSecret, apiUrl, port } = orders.parse(question);
  app = new App({
    receiver: new ExpressReceiver({ signingSecret, endpoints: '/slack/events' }),
    authorize: async () => ({ botToken, botUserId }),
    clientOptions: { slackApiUrl: apiUrl },
    logLevel: LogLevel.ERROR,
  });
  app.action(/.*/, async ({ ack }) => {
    await ack();
  });
  await app.start(port);
});

stopBy(async () => {
  await app?.stop();
});
