/** Colleagues are asked, and a reply is put right, as people see it on a phone and at a desk. */
import { describe, expect, test } from 'vitest';
import { hasChromium, stageInBrowser, visit } from '../support/visit.ts';

const PATIENCE = { timeout: 15_000 };

describe.runIf(hasChromium())('in the browser', { timeout: 60_000 }, () => {
  const stage = stageInBrowser();

  test.each([
    { width: 400, height: 800 },
    { width: 1440, height: 900 },
  ])('a colleague is picked and waited for, $width wide', async (size) => {
    const question = `Do you wrap presents, ${size.width}?`;
    stage.house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: question });
    const desk = await visit(stage.browser, stage.house.sandbox.url, size);
    const { page } = desk;
    if (size.width === 400) await page.getByRole('tab', { name: /^Workspace/ }).click();
    await desk.be('Thandi');
    await desk.go('#care');
    const card = desk.card(question);
    await card.waitFor(PATIENCE);
    await desk.press(card, 'Reply');
    const dialog = desk.dialog(/^Reply H-/);
    await dialog.getByLabel('Your reply').fill('Yes, for free.');
    await dialog.getByText('Nobody', { exact: true }).click();
    await dialog.getByLabel('Kabelo Mokoena').check();
    await dialog.getByLabel('We owe an update').check();
    await desk.picture(`asked-${size.width}`);
    expect(await desk.overhang()).toEqual([]);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await card.getByText('Waiting for Kabelo Mokoena, whom Thandi Nkosi asked').waitFor(PATIENCE);
    await desk.picture(`asking-${size.width}`);
    expect(await desk.overhang()).toEqual([]);
    expect(desk.complaints).toEqual([]);
    await page.close();
  });

  test('a reply that is out is corrected by a lead', async () => {
    const question = 'Are you open on Sunday?';
    stage.house.sandbox.square.post({ customer: 'u-2', postId: 'black-friday', text: question });
    const desk = await visit(stage.browser, stage.house.sandbox.url, { width: 1440, height: 900 });
    await desk.be('Sam');
    await desk.go('#care');
    const card = desk.card(question);
    await card.waitFor(PATIENCE);
    await desk.press(card, 'Reply');
    const reply = desk.dialog(/^Reply H-/);
    await reply.getByLabel('Your reply').fill('Yes, from 9 to 1.');
    await reply.getByRole('button', { name: 'Send', exact: true }).click();
    await desk.comment('Yes, from 9 to 1.').waitFor(PATIENCE);
    await card.getByText('answered, waiting for').waitFor(PATIENCE);
    await desk.press(card, 'Correct');
    const correct = desk.dialog(/^Correct H-/);
    await correct.getByLabel('What should stand there instead').fill('No, we are closed.');
    await desk.picture('correct');
    await correct.getByRole('button', { name: 'Correct', exact: true }).click();
    await desk.comment('No, we are closed.').waitFor(PATIENCE);
    await card.getByText('· corrected').waitFor(PATIENCE);
    await desk.press(card, 'Delete');
    const remove = desk.dialog('Delete');
    await desk.picture('delete');
    await remove.getByRole('button', { name: 'Delete', exact: true }).click();
    await card.getByText('We deleted this reply').waitFor(PATIENCE);
    await desk.picture('deleted');
    expect(desk.complaints).toEqual([]);
    await desk.page.close();
  });
});
