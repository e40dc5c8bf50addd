/** Words that try to come alive in Slack, followed through every place where they are shown. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBody, postHook } from '../support/hooks.ts';
import { type LivePart, liveParts, parsed, STEERING } from '../support/live-parts.ts';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const EVIL = [
  '<!channel> <!here> <!everyone|x> <@U0SAM> <@U123> <#C0CARE> <!subteam^S1>',
  '<https://evil.example|https://bank.example> <mailto:a@evil.example|us>',
  '[https://bank.example](https://evil.example) *bold* `code` @channel',
  '<!date^1^{date}^https://evil.example|x> &lt;!channel&gt; ```',
  '\u202Ekcab\u202C \u2066iso\u2069 zero\u200Bwidth\u200Djoined\uFEFF soft\u00ADhyphen',
].join(' ');
/** The style guide stops an e-mail address in a reply. */
const EVIL_REPLY = EVIL.replace('<mailto:a@evil.example|us>', '');
const MARKER = 'Hostile';

let house: PostgresHouse;
let staff: Staff;
beforeAll(async () => {
  const undo = (text: string) => text.replace(/undo: \S+/, 'undo: 20s');
  house = await openPostgresHouse({ handbook: undo });
  staff = staffOf(house.sandbox);
  const body = aBody({
    id: '<!channel>',
    text: `${MARKER}: it is broken. ${EVIL}`,
    context: `${MARKER} ${EVIL}`,
    kind: '<!channel>',
    author: { id: '<@U0SAM>', handle: `@${EVIL}`.slice(0, 400), name: EVIL.slice(0, 400) },
    attachments: [
      { kind: '<!here>', url: 'https://files.example/a.png?<!channel>', alt: EVIL },
      { kind: 'image', url: 'https://files.example/b.png', alt: '<!channel>' },
    ],
    url: 'https://acme.example/posts/1?to=<!channel>|https://bank.example',
  });
  const url = `${house.heed.url}/hooks/website`;
  expect((await postHook(url, house.sandbox.webhookSecret, body)).status).toBe(202);
});
afterAll(() => house.close());

const card = () => staff.card('care', MARKER);
const HOSTS = ['acme.example', 'files.example', '127.0.0.1'];
const STAFF_IDS = ['U0THANDI', 'U0LINDIWE', 'U0SAM'];

/** Whether a part that is alive is one that Heed itself put there. */
function isOurs({ type, to, label }: LivePart): boolean {
  switch (type) {
    case 'link':
      return HOSTS.includes(new URL(to).hostname) && !label.includes('://');
    case 'user':
      return STAFF_IDS.includes(to);
    case 'mrkdwn':
      return STAFF_IDS.includes(to.replace('@', '')) || /^!date\^\d+\^/.test(to);
    case 'date':
      return true;
    default:
      return false;
  }
}

function expectHarmless(
  where: string,
  thing: { text?: string; blocks?: unknown; modal?: unknown },
) {
  const alive = [...liveParts([thing.blocks, thing.modal]), ...parsed(thing.text ?? '')];
  expect([where, alive.filter((part) => !isOurs(part))]).toEqual([where, []]);
  expect(withoutTyped(says(thing)), where).not.toMatch(STEERING);
}

/** The text area gives its author back what they typed, as they typed it. */
function withoutTyped(text: string): string {
  return text.replace(/"initial_value":"(?:[^"\\]|\\.)*"/gu, '');
}

async function expectEverythingHarmless(least: number) {
  const { workspace } = house.sandbox;
  let seen = 0;
  for (const channel of ['general', 'care', 'deliveries']) {
    for (const message of workspace.messages(channel)) {
      expectHarmless(channel, message);
      seen += 1;
    }
  }
  for (const { email } of workspace.users.filter((user) => user.email !== '')) {
    const shown = [
      ...workspace.directMessages(email),
      ...workspace.ephemerals(email),
      ...workspace.views(email),
    ];
    for (const thing of shown) expectHarmless(email, thing);
    seen += shown.length;
  }
  expect(seen).toBeGreaterThanOrEqual(least);
}

test('the card shows the words, and nothing of them is alive', async () => {
  const shown = says(await card());
  expect(shown).toContain('<!channel>');
  expect(shown).toContain('<https://evil.example|https://bank.example>');
  expect(shown).toContain('kcab');
  expect(shown).toContain('zerowidthjoined');
  await expectEverythingHarmless(1);
});

test('nor in the dialogs', async () => {
  const { ts } = await card();
  await staff.press('thandi', 'care', ts, 'Claim');
  for (const label of ['Dismiss', 'Transfer', 'Reply']) {
    await staff.press('thandi', 'care', ts, label);
    expectHarmless(label, await staff.dialog('thandi', MARKER));
    if (label !== 'Reply') await staff.close('thandi');
  }
});

test('nor in what is asked of a reviewer, said in a thread, or told in private', async () => {
  const { ts } = await card();
  await staff.type('thandi', `Our ${MARKER} reply. ${EVIL_REPLY}`);
  await staff.submit('thandi');
  const request = await staff.dm('lindiwe', `Our ${MARKER} reply.`);
  expect(says(request)).toContain('<!channel>');
  await staff.press('lindiwe', 'care', ts, 'Reply');
  await staff.told('lindiwe', 'Thandi');
  await staff.pressDm('lindiwe', request, 'Request changes');
  expectHarmless('request changes', await staff.dialog('lindiwe', 'What should change?'));
  await staff.type('lindiwe', `${MARKER} reason. ${EVIL}`);
  await staff.submit('lindiwe');
  await until('the reason on the card', async () =>
    says(await card()).includes(`${MARKER} reason.`),
  );
  await staff.press('thandi', 'care', ts, 'Reply');
  expectHarmless('reply again', await staff.dialog('thandi', `Our ${MARKER} reply.`));
  await staff.close('thandi');
  await until('the thread', async () => staff.thread('care', await card()).length >= 3);
  await expectEverythingHarmless(6);
});

test('nor in a stub, an assignment, or the reasons of the network', async () => {
  const { ts } = await card();
  await staff.press('thandi', 'care', ts, 'Reply');
  await staff.dialog('thandi', `Our ${MARKER} reply.`);
  await staff.submit('thandi');
  const again = await until('another request', () =>
    house.sandbox.workspace
      .directMessages('lindiwe@acme.example')
      .findLast((one) => says(one).includes('"Approve"')),
  );
  await staff.pressDm('lindiwe', again, 'Approve');
  await until('it is about to be sent', async () => says(await card()).includes('Withdraw'));
  await staff.press('thandi', 'care', ts, 'Withdraw');
  await until('it is withdrawn', async () => says(await card()).includes('Withdrawn by'));
  await staff.press('thandi', 'care', ts, 'Transfer');
  await staff.dialog('thandi', 'To which department?');
  await staff.pick('thandi', 'Deliveries');
  await staff.submit('thandi');
  await staff.card('deliveries', MARKER);
  await staff.card('care', 'Moved to Deliveries');
  await expectEverythingHarmless(9);
});
