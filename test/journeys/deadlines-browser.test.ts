/** Time runs out, or somebody goes away, as people see it at a desk and on a telephone. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aBody, postHook } from '../support/hooks.ts';
import { staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';
import {
  gone,
  hasChromium,
  PHONE,
  SIZES,
  seen,
  sendingAtOnce,
  stageInBrowser,
} from '../support/visit.ts';

const MINUTE = 60_000;

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser({
    clock: '* * * * * *',
    handbook: (text) =>
      sendingAtOnce(text)
        .replace('question: { approvals: 0 }', 'question: { approvals: 0, first_reply_time: 4m }')
        .replace('warn_at: [50%, 80%]', 'warn_at: [1%, 90%]')
        .replace('complaint: { approvals: 1 }', 'complaint: { approvals: 0 }')
        .replace('auto_resolve: 3d', 'auto_resolve: 1s')
        .replace('  after: 3d', '  after: 1s'),
  });

  async function wroteAgo(id: string, text: string, minutes: number): Promise<void> {
    const { heed, sandbox } = stage.house;
    const answer = await postHook(
      `${heed.url}/hooks/website`,
      sandbox.webhookSecret,
      aBody({
        ...{ id, text, url: `https://acme.example/${id}` },
        postedAt: new Date(Date.now() - minutes * MINUTE).toISOString(),
        author: { id: `u-${id}`, handle: id, name: 'Lerato M.' },
      }),
    );
    expect(answer.status).toBe(202);
  }

  async function answeredElsewhere(text: string): Promise<void> {
    const { sandbox } = stage.house;
    const staff = staffOf(sandbox);
    sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
    const { ts } = await staff.card('care', text);
    await staff.press('thandi', 'care', ts, 'Answered elsewhere');
    await staff.dialog('thandi', 'Answered elsewhere');
    await staff.type('thandi', 'https://acme.example/answer', 'url_text_input');
    await staff.submit('thandi');
  }

  /** The button under the line of a message that says this. */
  function buttonUnder(message: Locator, saying: string, label: string): Locator {
    const line = message.locator('.block').filter({ hasText: saying });
    const row = line.locator('xpath=following-sibling::*[1]');
    return row.getByRole('button', { name: label, exact: true });
  }

  describe.each(SIZES)('$width wide', (size) => {
    const { width } = size;

    test('whoever has it is reminded, and answers from the reminder', async () => {
      const text = `Which vase is the tall one, ${width}?`;
      stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
      const desk = await stage.sit(size);
      await desk.be('Thandi');
      await desk.go('#care');
      const card = desk.card(text);
      await seen(card.filter({ hasText: 'First reply due' }));
      await desk.press(card, 'Claim');
      await seen(card.filter({ hasText: 'with Thandi' }));
      await card.getByLabel('Category').selectOption('Question');
      await seen(card.getByRole('img', { name: 'yellow circle' }));
      await desk.picture(`near-${width}`);
      await desk.go('Heed');
      const reminder = desk.card('1 of yours is due').filter({ hasText: text });
      await seen(reminder);
      await desk.picture(`reminder-${width}`);
      expect(await desk.overhang()).toEqual([]);
      expect(size === PHONE ? await desk.cramped() : []).toEqual([]);
      await desk.press(reminder, 'Snooze');
      await seen(reminder.filter({ hasText: 'quiet until' }));
      await seen(
        desk.card('Only visible to you').filter({ hasText: 'or at once if it is missed.' }),
      );
      await desk.picture(`snoozed-${width}`);
      await desk.press(reminder, 'Reply');
      const dialog = desk.dialog(/^Reply H-/);
      await dialog.getByLabel('Your reply').fill(`The blue one, ${width}.`);
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await seen(desk.card('Nothing of yours is due soon.'));
      await desk.go('#care');
      await seen(card.filter({ hasText: 'First reply after' }));
      await desk.picture(`in-time-${width}`);
    });

    test('whoever goes home sees what is due on the Home tab, and hands it all over', async () => {
      const text = `Is the round vase heavy, ${width}?`;
      await wroteAgo(`home-${width}`, text, 1);
      const desk = await stage.sit(size);
      await desk.be('Thandi');
      await desk.go('Home');
      const home = desk.page.getByRole('region', { name: 'Home' });
      await seen(home.getByRole('heading', { name: 'Mine' }));
      await desk.go('#care');
      const card = desk.card(text);
      await desk.press(card, 'Claim');
      await seen(card.filter({ hasText: 'with Thandi' }));
      await card.getByLabel('Category').selectOption('Question');
      await seen(card.getByRole('img', { name: 'yellow circle' }));
      await desk.go('Home');
      await seen(home.getByRole('heading', { name: /^Due soon/ }));
      await seen(home.getByText(text));
      // Drawn anew by itself: only what is due is offered this.
      await seen(home.getByRole('button', { name: 'Snooze' }));
      await desk.picture(`due-soon-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await desk.go('Heed');
      const reminder = desk.card('1 of yours is due').filter({ hasText: text });
      await seen(reminder);
      await desk.press(reminder, 'Hand over all');
      const question = desk.page.getByRole('alertdialog', { name: 'Hand over all' });
      await seen(question.getByText('Hand 1 mention back to its department? Drafts are kept.'));
      await desk.picture(`hand-over-${width}`);
      await question.getByRole('button', { name: 'Hand over', exact: true }).click();
      await seen(desk.card('Only visible to you').filter({ hasText: 'Handed 1 back: H-' }));
      await seen(desk.card('Nothing of yours is due soon.'));
      await desk.picture(`handed-over-${width}`);
      await desk.go('#care');
      await seen(card.filter({ hasText: 'unclaimed' }));
    });

    test('nobody has it: the channel hears of it, then a key contact is called', async () => {
      const text = `How much is the lamp, ${width}?`;
      await wroteAgo(`late-${width}`, text, 5);
      const desk = await stage.sit(size);
      await desk.be('Sam');
      await desk.go('#care');
      const card = desk.card(text);
      await seen(card.getByRole('img', { name: 'red circle' }));
      await seen(card.filter({ hasText: 'First reply was due' }));
      await seen(card.filter({ hasText: 'Escalated to Sam' }));
      const told = desk.card('Nobody has this.').last();
      await seen(told.filter({ hasText: 'replied to a thread:Question for Care, unclaimed' }));
      await desk.picture(`late-${width}`);
      await desk.go('Heed');
      const call = desk.card('overdue is yours to see to').filter({ hasText: text });
      await seen(call);
      await desk.picture(`call-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await desk.press(call, 'Claim');
      await seen(desk.card('of yours').filter({ hasText: text }).filter({ hasText: 'Release' }));
    });

    test('whoever goes away hands over what they hold, and a colleague finds the draft', async () => {
      const begun = [
        {
          customer: 'u-2',
          text: `Where is the green vase, ${width}?`,
          draft: `Green, ${width}, is`,
        },
        { customer: 'u-3', text: `Where is the grey vase, ${width}?`, draft: `Grey, ${width}, is` },
      ] as const;
      for (const { customer, text } of begun) {
        stage.house.sandbox.square.post({ customer, postId: 'black-friday', text });
      }
      const desk = await stage.sit(size);
      const dialog = desk.dialog(/^Reply H-/);
      const reply = dialog.getByLabel('Your reply');
      await desk.be('Thandi');
      await desk.go('#care');
      for (const { text, draft } of begun) {
        await desk.press(desk.card(text), 'Reply');
        await reply.fill(draft);
        await dialog.getByRole('button', { name: 'Close', exact: true }).click();
        await gone(dialog);
        await until(`"${draft}" is kept`, async () => {
          const kept = await stage.house.query(`select id from content where text = '${draft}'`);
          return kept.length > 0;
        });
      }
      await desk.say('/heed away for 3 hours');
      const list = desk.card('You are away until').filter({ hasText: 'You hold 2:' }).last();
      await seen(list);
      expect((await list.textContent())?.match(/draft saved/gu)).toHaveLength(2);
      await desk.picture(`away-${width}`);
      expect(await desk.overhang()).toEqual([]);
      expect(size === PHONE ? await desk.cramped() : []).toEqual([]);
      await desk.press(list, 'Hand over all');
      const question = desk.page.getByRole('alertdialog', { name: 'Hand over all' });
      await seen(question.getByText('Hand 2 mentions back to their departments?'));
      await question.getByRole('button', { name: 'Hand over', exact: true }).click();
      await seen(desk.card('Only visible to you').filter({ hasText: 'Handed 2 back: H-' }));
      await desk.say('/heed back');
      await seen(desk.card('You are back. Nothing of yours is open.'));
      await desk.picture(`away-handed-over-${width}`);

      await desk.be('Lindiwe');
      const [{ text, draft }] = begun;
      const card = desk.card(text);
      await seen(card.filter({ hasText: 'unclaimed' }));
      await desk.press(card, 'Claim');
      await seen(card.filter({ hasText: 'with Lindiwe' }));
      await desk.press(card, 'Reply');
      await seen(reply);
      expect(await reply.inputValue()).toBe(draft);
      await desk.picture(`away-draft-${width}`);
      await reply.fill(`${draft} in the window.`);
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await seen(card.filter({ hasText: 'First reply after' }));
    });

    test('silence closes complaints, and whoever had them touches base where it is needed', async () => {
      const broken = `My vase arrived broken, ${width}.`;
      const torn = `My lamp arrived damaged, ${width}.`;
      await answeredElsewhere(broken);
      await answeredElsewhere(torn);
      const desk = await stage.sit(size);
      await desk.be('Thandi');
      await desk.go('Heed');
      const reminder = desk.card('2 to touch base with').filter({ hasText: torn });
      await seen(reminder.filter({ hasText: 'resolved: no word for less than a minute' }));
      await desk.picture(`touch-base-${width}`);
      expect(await desk.overhang()).toEqual([]);
      expect(size === PHONE ? await desk.cramped() : []).toEqual([]);
      await buttonUnder(reminder, torn, 'Not needed').click();
      const left = desk.card('1 to touch base with').filter({ hasText: broken });
      await seen(left);
      await desk.press(left, 'Touch base');
      const dialog = desk.dialog(/^Reply H-/);
      const reply = dialog.getByLabel('Your reply');
      await seen(reply);
      expect(await reply.inputValue()).toMatch(/^Hello Lerato.* is everything in order by now\?/u);
      await desk.picture(`touch-base-draft-${width}`);
      await reply.fill(`Hello Lerato, is the new vase in one piece, ${width}?`);
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await seen(desk.card('Nothing of yours is due soon.'));
      await desk.go('#care');
      await seen(desk.card(broken).filter({ hasText: 'We said' }));
      await desk.picture(`touched-base-${width}`);
      await desk.turnTo('Square');
      await seen(desk.page.getByText(`Hello Lerato, is the new vase in one piece, ${width}?`));
    });
  });
});
