/**
 * The Teams app: its manifest, and the zip to upload. `npm run manifest:teams -- <app id> <website>`
 * writes `heed-teams.zip` for the bot with that app id; the website is the company's own, which Teams
 * shows beside the app's name. The commands are those that Heed answers, and the one permission lets
 * it read notes under its cards without being mentioned; a team's owner grants it on installing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { COMMAND_WORDS } from '../../src/front/commands.ts';
import { MESSAGE_COMMANDS } from '../../src/surfaces/teams/extensions.ts';

/** Teams takes an upload for newer only if this is higher. */
const VERSION = '0.1.0';
const ICONS = ['color.png', 'outline.png'] as const;
const FILE = 'heed-teams.zip';

const SCOPES = ['team', 'personal'] as const;
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  queue: 'What is open in your departments, or in another: queue care',
  mine: 'What you have in hand and are asked to review',
  away: 'You are away: away until monday, away for 2h',
  back: 'You are back',
  logged: 'What was kept off the desk: logged [words]',
  stats: 'How a week went: stats [this week | last week | 2026-W47] [department]',
  add: 'Add what Heed did not see by itself: add <link>',
  pause: 'Stop all publishing (leads and admins)',
  resume: 'Let publishing go on (leads and admins)',
  help: 'How Heed works',
};

const MESSAGE_ACTIONS: Readonly<
  Record<
    (typeof MESSAGE_COMMANDS)[number],
    { readonly title: string; readonly description: string }
  >
> = {
  reply: {
    title: 'Reply',
    description: "Take what one of Heed's cards shows, and write the reply",
  },
  track: { title: 'Track in Heed', description: 'Add what Heed did not see by itself' },
};

/** As the manifest's schema 1.25 has it. */
export function teamsManifest(appId: string, website: string) {
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json',
    manifestVersion: '1.25',
    version: VERSION,
    id: appId,
    developer: {
      name: new URL(website).hostname.slice(0, 32),
      websiteUrl: website,
      privacyUrl: website,
      termsOfUseUrl: website,
    },
    name: { short: 'Heed', full: 'Heed: what people say in public gets an answer' },
    description: {
      short: 'Answers what people say about your company in public.',
      full: 'Heed posts what people say about your company in public into the channel of the department that should answer. Staff claim it, write, review and approve the reply there, and Heed publishes it.',
    },
    icons: { color: ICONS[0], outline: ICONS[1] },
    accentColor: '#1f3a4d',
    bots: [
      {
        botId: appId,
        scopes: SCOPES,
        commandLists: [
          {
            scopes: SCOPES,
            commands: COMMAND_WORDS.map((title) => ({
              title,
              description: DESCRIPTIONS[title] ?? title,
            })),
          },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: MESSAGE_COMMANDS.map((id) => ({
          ...{ id, type: 'action', context: ['message'], fetchTask: true },
          ...MESSAGE_ACTIONS[id],
        })),
      },
    ],
    defaultInstallScope: 'team',
    webApplicationInfo: { id: appId, resource: 'https://RscBasedStoreApp' },
    authorization: {
      permissions: {
        resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }],
      },
    },
  };
}

/** What Teams takes in: the manifest beside its icons. */
export function packApp(appId: string, website: string): Uint8Array {
  const icons = ICONS.map((name) => [name, icon(name)] as const);
  const manifest = `${JSON.stringify(teamsManifest(appId, website), null, 2)}\n`;
  return zipSync({ 'manifest.json': strToU8(manifest), ...Object.fromEntries(icons) });
}

function icon(name: (typeof ICONS)[number]): Uint8Array {
  return readFileSync(new URL(`./${name}`, import.meta.url));
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Why this can be no app; null where it can. */
export function mistakeIn(appId: string, website: string): string | null {
  if (!GUID.test(appId)) {
    return 'The first argument is the app id of your bot (MicrosoftAppId), such as 11111111-2222-3333-4444-555555555555.';
  }
  if (!website.startsWith('https://') || !URL.canParse(website)) {
    return "The second argument is your company's website, such as https://acme.example.";
  }
  return null;
}

function run(appId: string, website: string): number {
  const mistake = mistakeIn(appId, website);
  if (mistake !== null) {
    process.stderr.write(`heed: ${mistake}\n`);
    return 1;
  }
  writeFileSync(FILE, packApp(appId, website));
  process.stdout.write(`${FILE} is ready: upload it in Teams under Apps, Manage your apps.\n`);
  return 0;
}

if (import.meta.main) process.exitCode = run(process.argv[2] ?? '', process.argv[3] ?? '');
