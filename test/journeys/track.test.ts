/** What no source saw: somebody finds it and adds it by hand, once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/workspace.ts';
import { createPostgresDatabase, DATABASES } from '../support/databases.ts';
import { type House, openHouse } from '../support/house.ts';
import { labelsOf, STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const LINK = 'https://Forum.example/t/7/?utm_source=mail&page=2#c-9';

describe.each(DATABASES)('adding by hand on %s', (kind) => {
  let house: House;
  let staff: Staff;
  let drop = async () => {};

  beforeAll(async () => {
    if (kind === 'postgres') {
      const database = await createPostgresDatabase();
      drop = database.drop;
      house = await openHouse({ location: { databaseUrl: database.url }, delivery: 'http' });
    } else {
      house = await openHouse();
    }
    staff = staffOf(house.sandbox);
  });
  afterAll(async () => {
    await house.close();
    await drop();
  });

  const general = () => house.sandbox.workspace.channel('general').id;

  async function say(who: StaffName, text: string): Promise<Message> {
    const { workspace } = house.sandbox;
    await workspace.act({ as: STAFF[who], type: 'message', channel: general(), text });
    const said = workspace.messages('general').findLast((one) => one.text === text);
    if (said === undefined) throw new Error(`"${text}" does not stand in #general`);
    return said;
  }

  async function shortcut(who: StaffName, ts: string, channel = general()): Promise<void> {
    const about = { as: STAFF[who], channel, ts };
    await house.sandbox.workspace.act({ type: 'shortcut', callbackId: 'track', ...about });
  }

  async function slash(who: StaffName, text: string): Promise<void> {
    await house.sandbox.workspace.act({
      as: STAFF[who],
      type: 'slash',
      channel: general(),
      text,
    });
  }

  async function enter(who: StaffName, field: string, value: string): Promise<void> {
    const { workspace } = house.sandbox;
    const viewId = staff.top(who)?.id ?? '';
    const place = { viewId, blockId: field, actionId: field };
    await workspace.act({ as: STAFF[who], type: 'input', ...place, value });
  }

  const fieldOf = (who: StaffName, field: string) => staff.top(who)?.values[field]?.[field];
  const errorsOf = (who: StaffName) =>
    until(`a mistake in the dialog of ${who}`, () => {
      const errors = staff.top(who)?.errors ?? {};
      return Object.keys(errors).length > 0 ? errors : null;
    });

  /** Told in private, or in the dialog where the answer took longer than a trigger lives. */
  async function answered(who: StaffName, saying: string): Promise<string> {
    const { workspace } = house.sandbox;
    const said = await until(`${who} being told "${saying}"`, () => {
      const all = [...workspace.ephemerals(STAFF[who]), ...workspace.views(STAFF[who])];
      return all.map(says).findLast((one) => one.includes(saying));
    });
    await staff.close(who);
    return said;
  }

  test('the shortcut asks with what the message says, and what is submitted is a mention', async () => {
    const said = await say('thandi', `Look: <${LINK}> "the vase arrived broken" &amp; so on`);
    await shortcut('thandi', said.ts);
    await staff.dialog('thandi', 'Track in Heed');
    expect(fieldOf('thandi', 'link')).toMatchObject({ value: LINK });
    expect(fieldOf('thandi', 'text')).toMatchObject({
      value: `Look: ${LINK} "the vase arrived broken" & so on`,
    });
    await enter('thandi', 'text', 'The vase arrived broken.');
    await enter('thandi', 'author', '@lerato');
    await staff.pick('thandi', 'Complaint');
    await staff.submit('thandi');
    const card = await staff.card('care', 'The vase arrived broken.');
    expect(staff.top('thandi')).toBeNull();
    expect(says(card)).toContain('forum.example');
    expect(says(card)).toContain('lerato');
    expect(says(card)).toContain('Complaint');
    expect(says(card)).toContain('Heed cannot reply there');
    expect(labelsOf(card.blocks ?? [])).not.toContain('Reply');
    expect(labelsOf(card.blocks ?? [])).toContain('Claim');
    expect(says(card)).toContain('https://forum.example/t/7/');
    await staff.told('thandi', 'H-1000 is with Care now.');
  });

  test('the same link, pasted otherwise, leads to the card that is there', async () => {
    await until('Heed to know where the card stands', async () => {
      await slash('noor', '/heed add https://forum.example/t/7/?page=2#c-9');
      return (await answered('noor', 'This is H-1000 already.')).includes('Open card');
    });
    await slash('sam', '/heed add https://forum.example/t/7?page=2');
    const told = await answered('sam', 'This is H-1000 already.');
    expect(told).toContain('Open card');
    expect(told).toContain('/archives/C0CARE/');
  });

  test('a link that came to be known while the dialog was open keeps what was typed', async () => {
    const both = ['sam', 'lindiwe'] as const;
    for (const who of both) {
      await slash(who, '/heed add <https://blog.example/post/>');
      await staff.dialog(who, 'Track in Heed');
    }
    for (const who of both) {
      await enter(who, 'text', `They never answer, says ${who}.`);
      await enter(who, 'author', 'Tom');
      await staff.submit(who);
      await staff.card('care', 'says sam');
      await until('Heed knows where the card stands', async () => {
        await slash('noor', '/heed add https://blog.example/post/');
        return says(await staff.told('noor', 'This is H-1001 already.')).includes('/archives/');
      });
    }
    await staff.dialog('lindiwe', 'This is H-1001 already.');
    expect(fieldOf('lindiwe', 'text')).toMatchObject({ value: 'They never answer, says lindiwe.' });
    expect(says(staff.top('lindiwe') ?? {})).toContain('/archives/C0CARE/');
    await staff.close('lindiwe');
    expect(staff.cards('care').filter((one) => says(one).includes('never answer'))).toHaveLength(1);
  });

  test('it is claimed, answered elsewhere and resolved like any other', async () => {
    const { ts } = await staff.card('care', 'H-1000');
    await staff.press('thandi', 'care', ts, 'Claim');
    await until('the card names her', async () =>
      says(await staff.card('care', 'H-1000')).includes('with Thandi'),
    );
    await staff.press('thandi', 'care', ts, 'Answered elsewhere');
    await staff.dialog('thandi', 'Link of the answer');
    await staff.type('thandi', 'https://forum.example/t/7#c-10', 'url_text_input');
    await staff.submit('thandi');
    const answered = await staff.card('care', 'answered, waiting for lerato');
    expect(says(answered)).not.toContain('Heed cannot reply');
    await staff.press('thandi', 'care', ts, 'Resolve');
    await staff.dialog('thandi', 'How did it end?');
    await staff.pick('thandi', 'solved');
    await staff.submit('thandi');
    await staff.card('care', 'resolved: solved');
  });

  test('what is no link is said, and keeps what was typed', async () => {
    await slash('thandi', '/heed add forum seven');
    await answered('thandi', '\\"forum seven\\": That is no link.');
    await slash('thandi', '/heed add');
    await staff.dialog('thandi', 'Track in Heed');
    await enter('thandi', 'link', 'ftp://forum.example/8');
    await enter('thandi', 'text', 'Kept words.');
    await enter('thandi', 'author', 'Tom');
    await staff.submit('thandi');
    expect(JSON.stringify(await errorsOf('thandi'))).toMatch(/link|URL/i);
    expect(fieldOf('thandi', 'text')).toMatchObject({ value: 'Kept words.' });
    await staff.close('thandi');
  });

  test('a card, and what Heed wrote under it, is the mention already', async () => {
    const card = await staff.card('care', 'H-1000');
    const { id } = house.sandbox.workspace.channel('care');
    await shortcut('sam', card.ts, id);
    await answered('sam', 'This is H-1000 already.');
    const line = staff.thread('care', card)[0];
    await shortcut('lindiwe', line?.ts ?? '', id);
    await answered('lindiwe', 'This is H-1000 already.');
  });

  test('a post that the website brought is known by its link', async () => {
    const { square } = house.sandbox;
    square.post({ customer: 'u-1', postId: 'black-friday', text: 'My parcel arrived broken too.' });
    const card = await staff.card('care', 'broken too');
    const ref = /H-\d+/.exec(says(card))?.[0] ?? '';
    const link = /"url":"([^"]+)"/.exec(says(card))?.[1] ?? '';
    await slash('sam', `/heed add ${link}`);
    await answered('sam', `This is ${ref} already.`);
  });

  test('whoever is outside the handbook is told so, and gets no dialog', async () => {
    const said = await say('alex', 'See <https://forum.example/9>');
    await shortcut('alex', said.ts);
    await answered('alex', 'not in the handbook');
    await slash('robin', '/heed add https://forum.example/9');
    await answered('robin', 'Guests');
    expect(house.sandbox.workspace.views(STAFF.alex)).toEqual([]);
  });
});
