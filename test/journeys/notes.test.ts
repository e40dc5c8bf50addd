/** What staff write in the thread of a card, kept beside the mention and followed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresDatabase, DATABASES } from '../support/databases.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { GIVES_WAY_MS, until } from '../support/until.ts';

describe.each(DATABASES)('notes on %s', { timeout: 60_000 }, (kind) => {
  let house: House;
  let staff: Staff;
  let drop = async () => {};

  beforeAll(async () => {
    if (kind === 'postgres') {
      const database = await createPostgresDatabase();
      drop = database.drop;
      house = await openHouse({ location: { databaseUrl: database.url }, delivery: 'http' });
    } else {
      house = await openHouse({ delivery: 'socket' });
    }
    staff = staffOf(house.sandbox);
  });
  afterAll(async () => {
    await house.close();
    await drop();
  });

  let posts = 0;

  /** Each by another one, as the cards of one author are all drawn anew with each other. */
  function post(text: string): void {
    posts += 1;
    const customer = `u-${1 + (posts % 5)}`;
    house.sandbox.square.post({ customer, postId: 'black-friday', text });
  }

  const counts = (channel: string, saying: string, count: string) =>
    until(
      `a card that says "${saying}" and "${count}"`,
      () =>
        staff
          .cards(channel)
          .findLast((one) => says(one).includes(saying) && says(one).includes(count)),
      GIVES_WAY_MS,
    );

  async function isDisconnected(): Promise<boolean> {
    const state: unknown = await (await fetch(`${house.sandbox.url}/ui/state`)).json();
    return state instanceof Object && 'connected' in state && state.connected === false;
  }

  /** What the reply dialog shows, which is closed again. */
  async function dialogSays(who: StaffName, channel: string, ts: string): Promise<string> {
    await staff.press(who, channel, ts, 'Reply');
    const shown = says(await staff.dialog(who, 'Your reply'));
    await staff.close(who);
    return shown;
  }

  test('what is written in the thread is counted on the card and stands in the dialog', async () => {
    post('My parcel arrived broken, says note one.');
    const { ts } = await staff.card('care', 'note one');
    await staff.press('thandi', 'care', ts, 'Claim');
    const first = await staff.write('lindiwe', 'care', ts, 'She rang us &amp; cried, <@U0SAM>.');
    await counts('care', 'note one', '1 note in the thread');
    await staff.write('noor', 'care', ts, 'Order <https://acme.example/o/1042|1042>');
    await counts('care', 'note one', '2 notes in the thread');
    const shown = await dialogSays('thandi', 'care', ts);
    expect(shown).toContain('Lindiwe Dube');
    expect(shown).toContain('She rang us & cried, @Sam Botha.');
    expect(shown).toContain('1042 (https://acme.example/o/1042)');
    await staff.rewrite('lindiwe', 'care', first.ts, 'She rang us twice.');
    await until('the dialog follows the edit', async () =>
      (await dialogSays('thandi', 'care', ts)).includes('rang us twice'),
    );
    expect(await dialogSays('thandi', 'care', ts)).not.toContain('cried');
    await staff.takeBack('lindiwe', 'care', first.ts);
    await counts('care', 'note one', '1 note in the thread');
    expect(await dialogSays('thandi', 'care', ts)).not.toContain('rang us');
  });

  test('reviewers read the notes, and the customer never does', async () => {
    post('My parcel arrived broken, says note two.');
    const { ts } = await staff.card('care', 'note two');
    await staff.write('sam', 'care', ts, 'Mind: her lawyer wrote too.');
    await counts('care', 'note two', '1 note in the thread');
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'her lawyer wrote');
    await staff.type('thandi', 'Sorry, Lerato. We look into it today.');
    await staff.submit('thandi');
    const request = await staff.dm('lindiwe', 'We look into it today.');
    expect(says(request)).toContain('her lawyer wrote');
    await staff.pressDm('lindiwe', request, 'Approve');
    await until('the reply in the square', () =>
      house.sandbox.square.posts.find((one) => one.customer === null && one.text.includes('today')),
    );
    expect(JSON.stringify(house.sandbox.square.posts)).not.toContain('lawyer');
    expect(
      staff
        .thread('care', await staff.card('care', 'note two'))
        .map(says)
        .join(),
    ).not.toMatch(/Sam Botha.*note/);
  });

  test('who may not act there is told so once, in private, and nothing is kept', async () => {
    post('My parcel arrived broken, says note three.');
    const { ts } = await staff.card('care', 'note three');
    await staff.write('alex', 'care', ts, 'I know her.');
    const told = await staff.told('alex', 'keeps no note');
    expect(told.threadTs).toBe(ts);
    expect(says(told)).toContain('not in the handbook');
    await staff.write('alex', 'care', ts, 'Really.');
    await staff.write('robin', 'care', ts, 'Me too.');
    await staff.told('robin', 'Guests');
    await staff.write('kabelo', 'care', ts, 'I had her last week.');
    await staff.told('kabelo', 'another department');
    await staff.write('zanele', 'care', ts, 'An admin may.');
    const card = await counts('care', 'note three', '1 note in the thread');
    expect(says(card)).not.toContain('2 notes');
    const { workspace } = house.sandbox;
    const private_ = workspace.ephemerals('alex@acme.example').filter((one) => one.threadTs === ts);
    expect(private_).toHaveLength(1);
  });

  test('what is written elsewhere in the channel is no note', async () => {
    const { workspace } = house.sandbox;
    const { id } = workspace.channel('care');
    const as = 'sam@acme.example';
    await workspace.act({ as, type: 'message', channel: id, text: 'Lunch?' });
    const lunch = workspace.messages('care').findLast((one) => one.text === 'Lunch?');
    await staff.write('thandi', 'care', lunch?.ts ?? '', 'At one.');
    await staff.write('alex', 'care', lunch?.ts ?? '', 'Me too, at one.');
    const { ts } = await staff.card('care', 'note three');
    await staff.write('sam', 'care', ts, 'After lunch.');
    await counts('care', 'note three', '2 notes in the thread');
    expect(workspace.ephemerals('alex@acme.example').map(says).join()).not.toContain(lunch?.ts);
  });

  test('a note under the card that a transfer left behind counts too', async () => {
    post('My parcel arrived broken, says note four.');
    const { ts } = await staff.card('care', 'note four');
    await staff.press('sam', 'care', ts, 'Transfer');
    await staff.dialog('sam', 'Deliveries');
    await staff.pick('sam', 'Deliveries');
    await staff.submit('sam');
    await staff.card('deliveries', 'note four');
    await staff.write('sam', 'care', ts, 'The van broke down.');
    const moved = await counts('deliveries', 'note four', '1 note in the thread');
    expect(await dialogSays('kabelo', 'deliveries', moved.ts)).toContain('The van broke down.');
  });

  test('what was written, edited and taken back while Heed was down is there after a start', async () => {
    post('My parcel arrived broken, says note five.');
    const { ts } = await staff.card('care', 'note five');
    await staff.press('thandi', 'care', ts, 'Claim');
    const kept = await staff.write('sam', 'care', ts, 'Call her at noon.');
    const gone = await staff.write('lindiwe', 'care', ts, 'She is a liar.');
    await staff.write('noor', 'care', ts, 'I am new here.');
    await counts('care', 'note five', '3 notes in the thread');
    post('A quiet one, says note six.');
    const quiet = await staff.card('care', 'note six');
    const { calls } = house.sandbox.workspace;
    let before = 0;
    await house.restart(async () => {
      // Over HTTP the workspace notices that nobody is there when it next has something to tell.
      if (kind === 'embedded') await until('the socket to be closed', isDisconnected);
      before = calls.length;
      await staff.rewrite('sam', 'care', kept.ts, 'Call her at one.');
      await staff.takeBack('lindiwe', 'care', gone.ts);
      await staff.write('thandi', 'care', ts, 'I have called her.');
      await staff.write('alex', 'care', ts, 'Let me see.');
    });
    const shown = await until(
      'the dialog shows what was missed',
      async () => {
        const said = await dialogSays('thandi', 'care', ts);
        return said.includes('I have called her.') && !said.includes('liar') && said;
      },
      20_000,
    );
    expect(shown).toContain('Call her at one.');
    expect(shown).not.toContain('at noon');
    expect(shown).not.toContain('Let me see.');
    await counts('care', 'note five', '3 notes in the thread');
    await staff.told('alex', 'keeps no note');
    const opened = calls.slice(before).filter(({ method }) => method === 'conversations.replies');
    expect(opened.map(({ args }) => args['ts'])).not.toContain(quiet.ts);
  });
});
