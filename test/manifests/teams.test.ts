import { readFileSync } from 'node:fs';
import Draft04 from 'ajv-draft-04';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { mistakeIn, packApp, teamsManifest } from '../../manifests/teams/manifest.ts';
import { COMMAND_WORDS } from '../../src/front/commands.ts';
import { MESSAGE_COMMANDS } from '../../src/surfaces/teams/extensions.ts';
import { WAYS } from '../../src/surfaces/teams/help.ts';

const SCHEMA = new URL('../fixtures/teams-manifest-1.25.schema.json', import.meta.url);
const APP = '11111111-2222-3333-4444-555555555555';
const SITE = 'https://acme.example/';

const validate = new Draft04.default({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')),
);

test('the manifest is one that Teams takes', () => {
  const manifest: unknown = JSON.parse(JSON.stringify(teamsManifest(APP, SITE)));
  validate(manifest);
  expect(validate.errors).toBeNull();
  validate({ ...teamsManifest(APP, SITE), unheardOf: true });
  expect(validate.errors).not.toBeNull();
});

test('it lists the commands that Heed answers, in chats and in teams', () => {
  const [bot] = teamsManifest(APP, SITE).bots;
  const [list] = bot?.commandLists ?? [];
  expect(list?.commands.map(({ title }) => title)).toEqual(COMMAND_WORDS);
  for (const { title, description } of list?.commands ?? []) expect(description).not.toBe(title);
  expect([bot?.scopes, list?.scopes]).toEqual([
    ['team', 'personal'],
    ['team', 'personal'],
  ]);
});

test('in the menu of a message it has what Heed answers there, each with a dialog of its own', () => {
  const [extension, ...more] = teamsManifest(APP, SITE).composeExtensions;
  expect([extension?.botId, more]).toEqual([APP, []]);
  const { commands = [] } = extension ?? {};
  expect(commands.map(({ id }) => id)).toEqual(MESSAGE_COMMANDS);
  expect(commands.map(({ title }) => title)).toEqual(['Reply', 'Track in Heed']);
  for (const one of commands) {
    expect(one).toMatchObject({ type: 'action', context: ['message'], fetchTask: true });
    expect(WAYS.join(' ')).toContain(one.title);
  }
});

test('it asks for what notes under a card need, and for nothing else', () => {
  expect(teamsManifest(APP, SITE).authorization.permissions.resourceSpecific).toEqual([
    { name: 'ChannelMessage.Read.Group', type: 'Application' },
  ]);
  expect(WAYS.join(' ')).toContain('under a card is kept as a note');
});

test('the zip holds it and both icons, each as large as Teams wants it', () => {
  const files = unzipSync(packApp(APP, SITE));
  expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  const manifest = strFromU8(files['manifest.json'] ?? new Uint8Array());
  expect(JSON.parse(manifest)).toEqual(JSON.parse(JSON.stringify(teamsManifest(APP, SITE))));
  expect(sizeOf(files['color.png'])).toEqual([192, 192]);
  expect(sizeOf(files['outline.png'])).toEqual([32, 32]);
});

/** As the header of a PNG says. */
function sizeOf(png = new Uint8Array(24)): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

test.each([
  ['', SITE, 'app id'],
  ['heed', SITE, 'app id'],
  [APP, '', 'website'],
  [APP, 'http://acme.example', 'website'],
])('of "%s" and "%s" it says what is wrong', (app, site, saying) => {
  expect(mistakeIn(app, site)).toContain(saying);
  expect(mistakeIn(APP, SITE)).toBeNull();
});
