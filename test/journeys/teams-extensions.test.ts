/** What Heed has in the menu of a message in Teams: Reply on a card, Track in Heed on any message. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROSTER } from '../support/teams.ts';
import { CARE, openTeamsHouse, TEAM, type TeamsHouse } from '../support/teams-house.ts';
import {
  fieldOf,
  menuOf,
  type Pointed,
  payloadOf,
  writtenBy,
  writtenByHeed,
} from '../support/teams-menu.ts';
import { chatWith, type Shown, teamsStaffOf } from '../support/teams-staff.ts';
import { until } from '../support/until.ts';
import { labelsOf, textsIn } from '../surfaces/teams/looking.ts';

let house: TeamsHouse;
let staff: ReturnType<typeof teamsStaffOf>;
let menu: ReturnType<typeof menuOf>;

beforeAll(async () => {
  house = await openTeamsHouse({
    isDrawn: true,
    handbook: `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi Nkosi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam Botha, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Naledi Dube, email: naledi@acme.example, role: agent, departments: [care] }
departments:
  care: { channel: { teams: Care } }
categories:
  complaint: { approvals: 1 }
routing:
  - { words: [broken], category: complaint }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "http://127.0.0.1:9/" }
`,
  });
  await house.install();
  staff = teamsStaffOf(house);
  menu = menuOf(house);
});

afterAll(async () => {
  await house?.close();
});

/** Teams names the thread of the message on which the menu was opened. */
function on({ id }: Pick<Shown, 'id'>, payload: Record<string, unknown> = {}): Pointed {
  return { id, conversation: `${CARE};messageid=${id}`, payload };
}

const ofCard = (card: Shown) => on(card, { from: writtenByHeed });

/** The cards that say this. */
function cardsSaying(words: string): number {
  const { connector } = house;
  return connector.standing(CARE).filter(({ activity }) => textsIn(activity).includes(words))
    .length;
}

let mentions = 0;

/** Another mention gets its card. */
async function anotherCard(): Promise<{ card: Shown; said: string }> {
  mentions += 1;
  const said = `My vase number ${mentions} arrived broken.`;
  const id = `c-${mentions}`;
  await house.comment({ id, thread: id, text: said });
  return { card: await staff.shown(CARE, said), said };
}

describe('Reply', () => {
  let card: Shown;
  let said: string;
  beforeEach(async () => {
    ({ card, said } = await anotherCard());
  });

  const typed = { text: 'Sorry. We are sending you a new one.', after: 'waits' };
  const now = (saying: string) =>
    until(`the card that says "${saying}"`, () => {
      const found = house.connector.standing(CARE).find(({ id }) => id === card.id);
      return textsIn(found?.activity).includes(saying);
    });

  test("opens the card's own dialog; what is submitted there changes the card", async () => {
    const dialog = await menu.open('thandi', 'reply', ofCard(card));
    await now('with Thandi Nkosi');
    const pressed = await staff.openDialog('thandi', card, 'Reply');
    expect(pressed).toEqual(dialog);
    expect(textsIn(dialog.card)).toContain(said);
    const refused = await menu.submit('thandi', 'reply', ofCard(card), dialog, { text: ' ' });
    expect(textsIn(refused?.card)).toMatch(/empty/iu);
    expect(await menu.submit('thandi', 'reply', ofCard(card), dialog, typed)).toBeNull();
    await now('in review');
    await staff.shown(chatWith('sam'), 'Draft 1 by Thandi Nkosi');
  });

  test('an invoke that comes again acts once, and is answered the same', async () => {
    const first = await menu.open('thandi', 'reply', ofCard(card), `open-${card.id}`);
    await menu.submit('thandi', 'reply', ofCard(card), first, typed, `submit-${card.id}`);
    await now('in review');
    expect(await menu.open('thandi', 'reply', ofCard(card), `open-${card.id}`)).toEqual(first);
    const again = menu.submit('thandi', 'reply', ofCard(card), first, typed, `submit-${card.id}`);
    expect(await again).toBeNull();
  });

  test('submitted twice, it is one draft', async () => {
    const dialog = await menu.open('thandi', 'reply', ofCard(card));
    const once = () => menu.submit('thandi', 'reply', ofCard(card), dialog, typed);
    expect(await Promise.all([once(), once()])).toEqual([null, null]);
    expect(await once()).toBeNull();
    await now('in review');
    const requests = () =>
      house.connector.standing(chatWith('sam')).filter(({ activity }) => {
        return textsIn(activity).includes(said);
      });
    await until('the request to review it', () => requests().length > 0);
    expect(requests().map(({ activity }) => textsIn(activity))).toEqual([
      expect.stringContaining('Draft 1 by Thandi Nkosi'),
    ]);
  });

  test('submitted after somebody else took over, it keeps its words and says who has it', async () => {
    const dialog = await menu.open('thandi', 'reply', ofCard(card));
    await now('with Thandi Nkosi');
    const mine = await staff.shown(CARE, said);
    const assign = await staff.openDialog('sam', mine, 'Assign');
    await staff.submit('sam', mine, assign, { choice: 'sam@acme.example' }, 'Assign');
    await now('with Sam Botha');
    const late = await menu.submit('thandi', 'reply', ofCard(card), dialog, typed);
    expect(textsIn(late?.card)).toContain('Sam Botha');
    expect(textsIn(late?.card)).toContain(typed.text);
    await now('with Sam Botha');
  });

  test('is refused to a guest and to whoever the handbook does not know', async () => {
    const guest = await menu.open('robin', 'reply', ofCard(card));
    expect(textsIn(guest.card)).toContain('Guests can look but not act');
    const stranger = await menu.open('zanele', 'reply', ofCard(card));
    expect(textsIn(stranger.card)).toContain('You are not in the handbook');
    expect(labelsOf(guest.card)).toEqual([]);
    const standing = await staff.shown(CARE, said);
    expect(textsIn(standing.card)).toContain('unclaimed');
  });

  test("on a line of Heed's under the card it is that card's; on a colleague's it is none", async () => {
    await staff.press('thandi', card, 'Claim');
    const thread = `${CARE};messageid=${card.id}`;
    const line = await until('the line under the card', () =>
      house.connector.standing(CARE).find(({ conversation }) => conversation === thread),
    );
    const pointed = { id: line.id, conversation: thread };
    const heeds = { ...pointed, payload: { replyToId: card.id, from: writtenByHeed } };
    expect((await menu.open('thandi', 'reply', heeds)).title).toMatch(/^Reply H-/u);
    const sams = { ...pointed, payload: { replyToId: card.id, from: writtenBy('Sam Botha') } };
    const refused = await menu.open('thandi', 'reply', sams);
    expect(textsIn(refused.card)).toContain("This is not one of Heed's cards. Use Track in Heed");
  });
});

describe('Track in Heed', () => {
  const colleagues: Pointed = {
    id: '1795000000001',
    conversation: CARE,
    payload: {
      subject: 'Seen on a forum',
      from: writtenBy('Lerato Mokoena'),
      body: {
        contentType: 'html',
        content:
          '<div><at id="0">Heed</at> look:&nbsp;<a href="https://forum.example/t/9?a=1&amp;b=2">a thread</a><br>' +
          '&quot;Do they &lt;ever&gt; answer?&quot; <emoji alt="😀"></emoji></div><script>alert(1)</script>',
      },
    },
  };
  const rest = { department: 'care', category: '-' };

  test('asks with what the message says, and what is submitted gets a card, once', async () => {
    const dialog = await menu.open('sam', 'track', colleagues);
    expect(dialog.title).toBe('Track in Heed');
    expect(fieldOf(dialog, 'link')).toBe('https://forum.example/t/9?a=1&b=2');
    expect(fieldOf(dialog, 'author')).toBe('Lerato Mokoena');
    const text =
      'Seen on a forum\n@Heed look: a thread (https://forum.example/t/9?a=1&b=2)\n"Do they <ever> answer?" 😀';
    expect(fieldOf(dialog, 'text')).toBe(text);
    const link = 'https://forum.example/t/9?a=1&b=2';
    const fields = { link, text: 'Do they ever answer?', author: '@lerato', ...rest };
    const done = await menu.submit('sam', 'track', colleagues, dialog, fields, 'track-9');
    expect(textsIn(done?.card)).toMatch(/^H-\d+ is with Care now\.$/u);
    await staff.shown(CARE, 'Do they ever answer?');
    expect(await menu.submit('sam', 'track', colleagues, dialog, fields, 'track-9')).toEqual(done);
    const twice = await menu.submit('sam', 'track', colleagues, dialog, fields);
    expect(textsIn(twice?.card)).toMatch(/This is H-\d+ already\./u);
    const known = await menu.open('sam', 'track', colleagues);
    expect(textsIn(known.card)).toMatch(/^This is H-\d+ already\. Open card$/u);
    expect(cardsSaying('Do they ever answer?')).toBe(1);
  });

  test("of a message without a link it takes the message's own", async () => {
    const body = { contentType: 'text', content: 'The <shop> is closed & dark.' };
    const plain = { ...colleagues, id: '1795000000002', payload: { body } };
    const dialog = await menu.open('sam', 'track', plain);
    expect(fieldOf(dialog, 'link')).toBe(payloadOf(plain).linkToMessage);
    expect(fieldOf(dialog, 'text')).toBe('The <shop> is closed & dark.');
    expect(fieldOf(dialog, 'author')).toBeUndefined();
  });

  test.each<[string, Record<string, unknown>]>([
    ['nothing that can be read', { body: null, from: null, linkToMessage: null, subject: null }],
    ['fields of another kind', { body: 'words', from: 7, linkToMessage: {}, subject: [] }],
    ['no web address', { linkToMessage: 'javascript:alert(1)' }],
  ])('of a message with %s it asks for all of it', async (_, payload) => {
    const odd = { ...colleagues, id: '1795000000003', payload };
    const dialog = await menu.open('sam', 'track', odd);
    expect(['link', 'text', 'author'].map((field) => fieldOf(dialog, field))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('of a long message it takes as much as the fields hold', async () => {
    const body = { contentType: 'html', content: `<p>${'<b>Help</b> me. '.repeat(2_000)}</p>` };
    const payload = { body, from: writtenBy('Lerato '.repeat(40)) };
    const dialog = await menu.open('sam', 'track', { ...colleagues, id: '1795000000008', payload });
    expect(fieldOf(dialog, 'text')).toMatch(/^(?:Help me. ){200,}/u);
    expect(String(fieldOf(dialog, 'text')).length).toBeLessThanOrEqual(3_000);
    expect(String(fieldOf(dialog, 'author')).length).toBeLessThanOrEqual(100);
  });

  test("says of Heed's own messages what they are", async () => {
    const { card } = await anotherCard();
    const ofOwn = await menu.open('sam', 'track', ofCard(card));
    expect(textsIn(ofOwn.card)).toMatch(/^This is H-\d+ already\.$/u);
    const chat = { id: '1795000000004', conversation: chatWith('sam') };
    const reminder = { ...chat, payload: { from: writtenByHeed } };
    const said = await menu.open('sam', 'track', reminder);
    expect(textsIn(said.card)).toBe('Heed itself wrote this. Track the post that it is about.');
    const reply = await menu.open('sam', 'reply', reminder);
    expect(textsIn(reply.card)).toMatch(/^Heed itself wrote this, and it is no card\./u);
  });

  test('is refused to a guest, also where the dialog came from somebody else', async () => {
    const refused = await menu.open('robin', 'track', { ...colleagues, id: '1795000000005' });
    expect(textsIn(refused.card)).toContain('Guests can look but not act');
    const plain = { ...colleagues, id: '1795000000006', payload: {} };
    const dialog = await menu.open('sam', 'track', plain);
    const fields = { text: 'By a guest.', author: 'a', ...rest, link: 'https://a.example/guest' };
    const submitted = await menu.submit('robin', 'track', plain, dialog, fields);
    expect(textsIn(submitted?.card)).toContain('Guests can look but not act');
    const link = await menu.submit('sam', 'track', plain, dialog, { ...fields, text: 'By Sam.' });
    expect(textsIn(link?.card)).toContain('is with Care now.');
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['of another version', { commandId: 'forward' }, 'from another version of Heed'],
  ['without a message', { commandId: 'track' }, 'in the menu of a message'],
  ['with no message in it', { commandId: 'reply', messagePayload: {} }, 'in the menu of a message'],
])('a command %s is answered in the place of its dialog', async (_, value, saying) => {
  const body = await menu.send('fetchTask', 'sam', CARE, value);
  expect(textsIn(body)).toContain(saying);
  expect(body).toMatchObject({ task: { type: 'continue' } });
});

test('when Teams does not say who somebody is, that is said in the place of the dialog', async () => {
  house.connector.trouble('GET', /29:nobody/u, { status: 502 }, 2);
  const dialog = await menu.open('nobody', 'track', { id: '1', conversation: CARE });
  expect(textsIn(dialog.card)).toContain("Teams doesn't answer Heed at the moment.");
});

describe('where Heed is not', () => {
  const elsewhere = { id: '1795000000007', conversation: '0:two@unq.gbl.spaces' };

  test('it knows people by the teams that it is in', async () => {
    house.connector.trouble(
      'GET',
      /0:two/u,
      { status: 403, code: 'BotNotInConversationRoster' },
      9,
    );
    const lerato = await menu.open('lerato', 'track', elsewhere);
    expect(textsIn(lerato.card)).toContain('Heed does not see here who you are.');
    const naledi = { id: '29:naledi', name: 'Naledi Dube', email: 'naledi@acme.example' };
    house.connector.members(TEAM.id, [...ROSTER, naledi]);
    const dialog = await menu.open('naledi', 'track', elsewhere);
    expect(dialog.title).toBe('Track in Heed');
    expect(labelsOf(dialog.card)).toEqual(['Track']);
  });

  test('it does not take the chat of two people for its own with one of them', async () => {
    await menu.open('naledi', 'track', elsewhere);
    const { card } = await anotherCard();
    const dialog = await menu.open('thandi', 'reply', ofCard(card));
    const asked = encodeURIComponent('naledi@acme.example');
    const asking = { text: 'Sorry.', after: 'waits', asked };
    await menu.submit('thandi', 'reply', ofCard(card), dialog, asking);
    await staff.shown('a:29:naledi', 'Sorry.');
    expect(house.connector.standing(elsewhere.conversation)).toEqual([]);
  });
});
