import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import { ErrorCode, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

const SILENT = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A sandbox that closes itself when the test is over. */
export async function aSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ hookUrl: () => 'http://127.0.0.1:9/hooks', ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export function aClient(sandbox: Sandbox, token = sandbox.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.slackApiUrl,
    logger: SILENT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

/** A Bolt app in Socket Mode, connected; `listen` registers before it starts. */
export async function aSocketApp(sandbox: Sandbox, listen: (app: App) => void): Promise<App> {
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.slackApiUrl },
  });
  listen(app);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

/** A Bolt app behind an ExpressReceiver on the given port. */
export async function anHttpApp(
  sandbox: Sandbox,
  port: number,
  listen: (app: App) => void,
): Promise<App> {
  const receiver = new ExpressReceiver({
    signingSecret: sandbox.signingSecret,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    receiver,
    token: sandbox.botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.slackApiUrl },
  });
  listen(app);
  await receiver.start(port);
  onTestFinished(async () => {
    await receiver.stop();
  });
  return app;
}

export interface SlackFault {
  readonly error: string;
  readonly messages: readonly string[];
}

/** What Slack refused, or null when it took the call. */
export async function faultOf(call: Promise<unknown>): Promise<SlackFault | null> {
  try {
    await call;
    return null;
  } catch (error) {
    const { code, data, retryAfter } = Object(error);
    if (code === ErrorCode.RateLimitedError) {
      return { error: 'ratelimited', messages: [String(retryAfter)] };
    }
    return { error: data?.error ?? code, messages: data?.response_metadata?.messages ?? [] };
  }
}

/** Joins #care and posts there. @returns channel id and ts */
export async function aPost(
  sandbox: Sandbox,
  message: { text: string; blocks?: object[]; metadata?: object },
): Promise<{ channel: string; ts: string }> {
  const client = aClient(sandbox);
  const channel = sandbox.workspace.channel('care').id;
  await client.apiCall('conversations.join', { channel });
  const posted = await client.apiCall('chat.postMessage', { channel, ...message });
  return { channel, ts: 'ts' in posted ? String(posted.ts) : '' };
}

export function button(actionId: string, label: string, value = '1') {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: label },
    value,
  };
}

export function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}
