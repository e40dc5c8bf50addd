/** Time runs out, as people see it at a desk and on a telephone: the card, the reminder, the call. */
import { describe, expect, test } from 'vitest';
import { aBody, postHook } from '../support/hooks.ts';
import {
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
        .replace('warn_at: [50%, 80%]', 'warn_at: [1%, 90%]'),
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
      await seen(desk.card('Nobody has this.'));
      await desk.picture(`late-${width}`);
      await desk.go('Heed');
      const call = desk.card('overdue is yours to see to').filter({ hasText: text });
      await seen(call);
      await desk.picture(`call-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await desk.press(call, 'Claim');
      await seen(desk.card('of yours').filter({ hasText: text }).filter({ hasText: 'Release' }));
    });
  });
});
