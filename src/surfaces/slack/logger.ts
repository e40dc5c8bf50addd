/** Bolt's log lines on their way to pino. */
import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';

/**
 * Its debug lines hold whole requests, and with them people's words and tokens: they go nowhere.
 * What it warns of often comes with an answer that is handled anyway, so it is no louder than that.
 */
export function slackLogger(log: Logger): SlackLogger {
  const write =
    (level: 'info' | 'warn') =>
    (...detail: unknown[]) => {
      log[level]({ detail: detail.map((part) => String(part)).join(' ') }, 'Slack client');
    };
  return {
    debug() {},
    info: write('info'),
    warn: write('warn'),
    error: write('warn'),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
