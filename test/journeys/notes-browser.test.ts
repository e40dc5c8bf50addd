/** Notes, and what is added by hand, as people see them in a browser, at a desk and on a telephone. */
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium, stageInBrowser, type Visit, visit } from '../support/visit.ts';

const PATIENCE = { timeout: 15_000 };

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser({ limits: 'slack' });

  const seen = (thing: Locator) => thing.first().waitFor(PATIENCE);

  async function choose(message: Locator, label: string): Promise<void> {
    await message.hover();
    await message.getByLabel('Message menu').click();
    await message.getByRole('button', { name: label }).click();
  }

  async function openAs(name: string, size: { width: number; height: number }): Promise<Visit> {
    const opened = await visit(stage.browser, stage.house.sandbox.url, size);
    const tab = opened.page.getByRole('tab', { name: /^Workspace/ });
    if (size.width < 500) await tab.click();
    await opened.be(name);
    return opened;
  }

  test.each([
    ['at a desk', 'Thandi', { width: 1440, height: 900 }],
    ['on a telephone', 'Lindiwe', { width: 400, height: 800 }],
  ])(
    'a note is written, edited, read in the dialog and taken back %s',
    async (where, name, size) => {
      const text = `My parcel arrived broken, seen ${where}.`;
      stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
      const desk = await openAs(name, size);
      await desk.go('#care');
      const card = desk.card(text);
      await seen(card);
      await card.hover();
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
      await desk.picture(`notes-${size.width}`);
      expect(await desk.overhang()).toEqual([]);
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      await card.getByRole('button', { name: /repl(y|ies)$/ }).click();
      await choose(note, 'Delete');
      await note.waitFor({ state: 'detached', ...PATIENCE });
      await thread.getByRole('button', { name: 'Close thread' }).click();
      await expect.poll(() => card.filter({ hasText: 'in the thread' }).count(), PATIENCE).toBe(0);
      expect(desk.complaints).toEqual([]);
    },
  );

  test.each([
    ['at a desk', 'Sam', { width: 1440, height: 900 }],
    ['on a telephone', 'Noor', { width: 400, height: 800 }],
  ])('a message is tracked from its menu %s', async (where, name, size) => {
    const desk = await openAs(name, size);
    await desk.go('#general');
    const link = `https://forum.example/${size.width}`;
    await desk.page.getByLabel('Message #general').fill(`Seen ${where}: ${link} it broke`);
    await desk.page.getByRole('button', { name: 'Send' }).click();
    await choose(desk.card(`Seen ${where}`), 'Track in Heed');
    const dialog = desk.dialog('Track in Heed');
    await seen(dialog);
    expect(await dialog.getByLabel('Link').inputValue()).toBe(link);
    await dialog.getByLabel('Who said it').fill('Tom Adler');
    await desk.picture(`track-${size.width}`);
    expect(await desk.overhang()).toEqual([]);
    await dialog.getByRole('button', { name: 'Track', exact: true }).click();
    await dialog.waitFor({ state: 'hidden', ...PATIENCE });
    await seen(desk.card('is with').filter({ hasText: 'Only visible to you' }));
    await desk.go('#care');
    await seen(desk.card(`Seen ${where}`).filter({ hasText: 'Heed cannot reply there' }));
    await desk.picture(`tracked-${size.width}`);
    expect(await desk.overhang()).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
