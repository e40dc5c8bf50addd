/** What stands around a reply, as people see it at a desk and on a telephone: who is asked, notes, second thoughts. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { gone, hasChromium, PHONE, SIZES, seen, stageInBrowser } from '../support/visit.ts';

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser();

  describe.each(SIZES)('$width wide', (size) => {
    const { width } = size;

    async function choose(message: Locator, label: string): Promise<void> {
      await message.getByLabel('Message menu').click();
      await message.getByRole('button', { name: label }).click();
    }

    test('a colleague is picked and waited for', async () => {
      const question = `Do you wrap presents, ${width}?`;
      stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: question });
      const desk = await stage.sit(size);
      await desk.be('Thandi');
      await desk.go('#care');
      const card = desk.card(question);
      await seen(card);
      await desk.press(card, 'Reply');
      const dialog = desk.dialog(/^Reply H-/);
      await dialog.getByLabel('Your reply').fill('Yes, for free.');
      await dialog.getByText('Nobody', { exact: true }).click();
      await dialog.getByLabel('Kabelo Mokoena').check();
      await dialog.getByLabel('We owe an update').check();
      await desk.picture(`asked-${width}`);
      expect(size === PHONE ? await desk.cramped() : []).toEqual([]);
      expect(await desk.overhang()).toEqual([]);
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await seen(card.getByText('Waiting for Kabelo Mokoena, whom Thandi Nkosi asked'));
      await desk.picture(`asking-${width}`);
      expect(size === PHONE ? await desk.cramped() : []).toEqual([]);
      expect(await desk.overhang()).toEqual([]);
    });

    test('a lead corrects a reply that is out, then deletes it', async () => {
      const question = `Are you open on Sunday, ${width}?`;
      const wrong = `Yes, from 9 to 1, ${width}.`;
      const right = `No, we are closed, ${width}.`;
      stage.house.sandbox.square.post({ customer: 'u-2', postId: 'black-friday', text: question });
      const desk = await stage.sit(size);
      await desk.be('Sam');
      await desk.go('#care');
      const card = desk.card(question);
      await seen(card);
      await desk.press(card, 'Reply');
      const reply = desk.dialog(/^Reply H-/);
      await reply.getByLabel('Your reply').fill(wrong);
      await reply.getByRole('button', { name: 'Send', exact: true }).click();
      await seen(card.getByText('answered, waiting for'));
      await desk.press(card, 'Correct');
      const correct = desk.dialog(/^Correct H-/);
      await correct.getByLabel('What should stand there instead').fill(right);
      await desk.picture(`correct-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await correct.getByRole('button', { name: 'Correct', exact: true }).click();
      await seen(card.getByText('· corrected'));
      expect(await desk.overhang()).toEqual([]);
      await desk.turnTo('Square');
      await seen(desk.comment(right).filter({ hasText: 'official reply' }));
      expect(await desk.comment(wrong).count()).toBe(0);
      expect(await desk.overhang()).toEqual([]);
      await desk.turnTo('Workspace');
      await desk.press(card, 'Delete');
      const remove = desk.dialog('Delete');
      await seen(remove);
      await desk.picture(`delete-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await remove.getByRole('button', { name: 'Delete', exact: true }).click();
      await seen(card.getByText('We deleted this reply'));
      await desk.picture(`deleted-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await desk.turnTo('Square');
      await gone(desk.comment(right));
    });

    test('a note is written, edited, read in the dialog and taken back', async () => {
      const text = `My parcel arrived broken, ${width}.`;
      stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
      const desk = await stage.sit(size);
      await desk.be('Lindiwe');
      await desk.go('#care');
      const card = desk.card(text);
      await seen(card);
      await card.getByRole('button', { name: /^Reply in thread|repl(y|ies)$/ }).click();
      const thread = desk.page.getByRole('complementary', { name: 'Thread' });
      await thread.getByLabel('Reply in the thread').fill('Her order is 1042.');
      await thread.getByRole('button', { name: 'Send' }).click();
      const note = thread.getByRole('article').filter({ hasText: 'Her order is' });
      await seen(note);
      await choose(note, 'Edit');
      await thread.getByLabel('Edit message').fill('Her order is 1043.');
      await thread.getByRole('button', { name: 'Save' }).click();
      await seen(note.filter({ hasText: '1043' }).filter({ hasText: '(edited)' }));
      expect(await desk.overhang()).toEqual([]);
      await thread.getByRole('button', { name: 'Close thread' }).click();
      await seen(card.filter({ hasText: '1 note in the thread' }));
      await desk.press(card, 'Reply');
      const dialog = desk.dialog(/^Reply H-/);
      await seen(dialog.filter({ hasText: 'Her order is 1043.' }));
      await desk.picture(`notes-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      await card.getByRole('button', { name: /repl(y|ies)$/ }).click();
      await choose(note, 'Delete');
      await gone(note);
      await thread.getByRole('button', { name: 'Close thread' }).click();
      await gone(card.filter({ hasText: 'in the thread' }));
    });

    test('a message is tracked from its menu', async () => {
      const desk = await stage.sit(size);
      await desk.be('Sam');
      await desk.go('#general');
      const link = `https://forum.example/${width}`;
      await desk.page.getByLabel('Message #general').fill(`Seen at ${link} it broke`);
      await desk.page.getByRole('button', { name: 'Send' }).click();
      await choose(desk.card(link), 'Track in Heed');
      const dialog = desk.dialog('Track in Heed');
      await seen(dialog);
      expect(await dialog.getByLabel('Link').inputValue()).toBe(link);
      await dialog.getByLabel('Who said it').fill('Tom Adler');
      await desk.picture(`track-${width}`);
      expect(await desk.overhang()).toEqual([]);
      await dialog.getByRole('button', { name: 'Track', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      await seen(desk.card('is with').filter({ hasText: 'Only visible to you' }));
      await desk.go('#care');
      await seen(desk.card(link).filter({ hasText: 'Heed cannot reply there' }));
      await desk.picture(`tracked-${width}`);
      expect(await desk.overhang()).toEqual([]);
    });
  });
});
