/**
 * The Slack app manifest, in its two forms: Socket Mode, and HTTP for a Heed that Slack can reach.
 * `npm run manifest:slack` writes both files. Scopes and events are those of the table of methods
 * that the code calls, so that a company grants nothing that Heed does not use.
 */
import { writeFileSync } from 'node:fs';
import { botScopes, EVENTS, TRACK } from '../../src/surfaces/slack/limits.ts';

/** Where Slack sends everything over HTTP; the company puts its own host in. */
const REQUEST_URL = 'https://heed.example.com/slack/events';

export type Delivery = 'socket-mode' | 'http';

export const DELIVERIES: readonly Delivery[] = ['socket-mode', 'http'];

/** The manifest for one way of delivery, as Slack's schema version 2 has it. */
export function slackManifest(delivery: Delivery) {
  const url = delivery === 'http' ? REQUEST_URL : undefined;
  return {
    _metadata: { major_version: 2, minor_version: 0 },
    display_information: {
      name: 'Heed',
      description: 'Answers what people say about your company in public.',
      background_color: '#1f3a4d',
    },
    features: {
      // In messages people only read: what they send to the app would reach nobody.
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'Heed', always_online: true },
      shortcuts: [
        {
          name: 'Track in Heed',
          type: 'message',
          callback_id: TRACK,
          description: 'Add what it says to what your company answers',
        },
      ],
      slash_commands: [
        {
          command: '/heed',
          description: 'What people said about us, and who answers it',
          usage_hint: 'help',
          should_escape: false,
          ...(url && { url }),
        },
      ],
    },
    oauth_config: { scopes: { bot: botScopes() } },
    settings: {
      ...(EVENTS.length > 0 && {
        event_subscriptions: { ...(url && { request_url: url }), bot_events: EVENTS },
      }),
      interactivity: { is_enabled: true, ...(url && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: delivery === 'socket-mode',
      token_rotation_enabled: false,
    },
  };
}

/** The file's text, as `npm run manifest:slack` leaves it. */
export function manifestFile(delivery: Delivery): string {
  return `${JSON.stringify(slackManifest(delivery), null, 2)}\n`;
}

export function manifestPath(delivery: Delivery): URL {
  return new URL(`./${delivery}.json`, import.meta.url);
}

if (import.meta.main) {
  for (const delivery of DELIVERIES) writeFileSync(manifestPath(delivery), manifestFile(delivery));
}
