/**
 * The same desk as a program on the `chat` SDK: comments kept in the SDK's state, a card for each,
 * Claim by the state's one atomic operation, and the card edited to say who has it.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { createSlackAdapter, SlackAdapter } from '@chat-adapter/slack';
import { createPostgresState } from '@chat-adapter/state-pg';
import {
  type ActionEvent,
  Actions,
  type Adapter,
  Button,
  Card,
  CardText,
  Chat,
  ConsoleLogger,
  LinkButton,
} from 'chat';
import { z } from 'zod';
import { answerQuestions } from './child.ts';

const orders = z.object({
  databaseUrl: z.string(),
  botToken: z.string(),
  botUserId: z.string(),
  signingSecret: z.string(),
  apiUrl: z.string(),
  port: z.number(),
  /** The channel's id. */
  channel: z.string(),
  cards: z.number(),
});
export type ChatOrders = z.infer<typeof orders>;

const comment = z.object({
  ref: z.string(),
  author: z.string(),
  text: z.string(),
  url: z.string(),
});
type Comment = z.infer<typeof comment>;

/** The SDK's own types disagree on whether an absent id may be `undefined`. */
const adapter = z.custom<Adapter>((thing) => thing instanceof SlackAdapter);

answerQuestions(async (question) => {
  const given = orders.parse(question);
  const logger = new ConsoleLogger('error');
  const state = createPostgresState({ url: given.databaseUrl, logger });
  const { botToken, botUserId, signingSecret, apiUrl } = given;
  const slack = createSlackAdapter({ botToken, botUserId, signingSecret, apiUrl, logger });
  const bot = new Chat({
    userName: 'desk',
    adapters: { slack: adapter.parse(slack) },
    state,
    logger,
  });

  async function redraw(event: ActionEvent, ref: string, owner: string | null): Promise<void> {
    const known = comment.parse(await state.get(`comment:${ref}`));
    await slack.editMessage(event.threadId, event.messageId, cardFor(known, owner));
  }

  bot.onAction('claim', async (event) => {
    const ref = event.value ?? '';
    const owner = event.user.fullName;
    if (await state.setIfNotExists(`owner:${ref}`, owner)) await redraw(event, ref, owner);
    else await event.thread?.postEphemeral(event.user, 'Somebody has it.', { fallbackToDM: false });
  });
  bot.onAction('release', async (event) => {
    const ref = event.value ?? '';
    await state.delete(`owner:${ref}`);
    await redraw(event, ref, null);
  });

  await bot.initialize();
  const channel = bot.channel(`slack:${given.channel}`);
  for (let n = 0; n < given.cards; n += 1) {
    const one = aComment(n);
    await state.set(`comment:${one.ref}`, one);
    await channel.post(cardFor(one, null));
  }
  const server = createServer(async (request, response) => {
    const answer = await slack.handleWebhook(await requestOf(request), { waitUntil: () => {} });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(given.port, '127.0.0.1', resolve));
});

process.once('SIGTERM', () => process.exit(0));

function aComment(n: number): Comment {
  return {
    ref: `H-${1_000 + n}`,
    author: `Customer ${n} (@customer${n})`,
    text: `My parcel arrived broken and nobody answers the phone. (case ${n})`,
    url: `https://acme.example/posts/1#c-${n}`,
  };
}

function cardFor({ ref, author, text, url }: Comment, owner: string | null) {
  const buttons =
    owner === null
      ? [Button({ id: 'claim', label: 'Claim', value: ref, style: 'primary' })]
      : [
          Button({ id: 'reply', label: 'Reply', value: ref, style: 'primary' }),
          Button({ id: 'release', label: 'Release', value: ref }),
        ];
  return Card({
    children: [
      CardText(`**Complaint** · Care · ${ref} · ${owner === null ? 'unclaimed' : `with ${owner}`}`),
      CardText(`${author} on the website`),
      CardText(text),
      Actions([...buttons, LinkButton({ url, label: 'Open post' })]),
    ],
  });
}

async function requestOf(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const url = `http://127.0.0.1${request.url}`;
  return new Request(url, { method: 'POST', headers, body: Buffer.concat(chunks) });
}
