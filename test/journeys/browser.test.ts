/** From a public comment to its published reply and beyond, as people see it in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { House } from '../support/house.ts';
import { openPostgresHouse } from '../support/postgres-house.ts';
import {
  hasChromium,
  NO_CHROMIUM,
  openBrowser,
  PHONE,
  sendingAtOnce,
  tabTo,
  type Visit,
  type VisitOptions,
  visit,
} from '../support/visit.ts';

/** Long enough to be seen, and to be written into, on a busy machine. */
const UNDO = '6s';
const PATIENCE = { timeout: 15_000 };

const POST = 'My vase arrived broken and nobody answers the phone.';
const FIRST = 'Sorry, Lerato. Please send us your order number; we look at it today.';
const SECOND = 'Sorry, Lerato. Thandi here: send me your order number, I look at it today.';
const LAST = 'On Tuesday between 9 and 11, Lerato. Kabelo';

if (!hasChromium()) console.warn(`The journey in a browser is left out. ${NO_CHROMIUM}`);

test.runIf(process.env['CI'] === 'true')('a CI run has a Chromium for the journey', () => {
  expect(hasChromium(), NO_CHROMIUM).toBe(true);
});

describe.runIf(hasChromium())('a mention worked in the browser', { timeout: 60_000 }, () => {
  let house: House;
  let browser: Browser;
  let desk: Visit;
  /** Under which the card of the journey is known. */
  let ref = '';
  let broken = false;
  const visits: Visit[] = [];

  async function open(options: VisitOptions): Promise<Visit> {
    const opened = await visit(browser, house.sandbox.url, options);
    visits.push(opened);
    return opened;
  }

  beforeAll(async () => {
    house = await openPostgresHouse({
      limits: 'slack',
      seedPosts: true,
      handbook: (text) => text.replace(/undo: \S+/, `undo: ${UNDO}`),
    });
    browser = await openBrowser();
    desk = await open({ width: 1440, height: 900 });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  // Each step stands on the one before.
  beforeEach((context) => context.skip(broken, 'an earlier step failed'));
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail';
  });
  afterEach(() => expect(visits.flatMap((one) => one.complaints)).toEqual([]));

  const seen = (thing: ReturnType<Visit['card']>) => thing.first().waitFor(PATIENCE);
  const inSquare = (text: string) => seen(desk.comment(text));
  const card = () => desk.card(` · ${ref} · `);

  async function as(name: string, channel: string): Promise<void> {
    await desk.be(name);
    await desk.go(channel);
  }

  /** Opens the reply dialog on the card, puts this into it and submits. */
  async function submit(text: string | null): Promise<void> {
    await desk.press(card(), 'Reply');
    const dialog = desk.dialog(/^Reply H-/);
    if (text !== null) await dialog.getByLabel('Your reply').fill(text);
    await dialog.getByRole('button', { name: 'Submit for review' }).click();
    await dialog.waitFor({ state: 'hidden', ...PATIENCE });
  }

  test('posts wait in the square, and a comment becomes a card', async () => {
    await desk.page.getByRole('button', { name: 'Dismiss this hint' }).click();
    await desk.be('Thandi');
    await inSquare('My parcel arrived broken');
    await desk.post(POST);
    await desk.go('#care');
    ref = /H-\d+/.exec((await desk.card(POST).textContent()) ?? '')?.[0] ?? '';
    await seen(card().filter({ hasText: 'unclaimed' }));
    await seen(desk.comment(POST).filter({ hasText: 'Heed has it' }));
  });

  test('whoever claims it has it, and a second person is refused in private', async () => {
    await desk.press(card(), 'Claim');
    await seen(card().filter({ hasText: 'with Thandi Nkosi' }));
    await as('Lindiwe', '#care');
    await desk.press(card(), 'Reply');
    await seen(desk.card('Only visible to you').filter({ hasText: 'Thandi Nkosi has' }));
    await as('Thandi', '#care');
    expect(await desk.card('Only visible to you').count()).toBe(0);
  });

  test('a promise stops the draft, and closing the dialog loses nothing', async () => {
    await desk.press(card(), 'Reply');
    const dialog = desk.dialog(/^Reply H-/);
    const text = dialog.getByLabel('Your reply');
    await text.fill('We guarantee that you get a new one.');
    await dialog.getByRole('button', { name: 'Submit for review' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'guarantee' }).waitFor(PATIENCE);
    await desk.picture('handbook');
    await text.fill('Sorry, Lerato. You get an upgrade.');
    await dialog.getByRole('button', { name: 'Submit for review' }).click();
    await dialog.getByRole('checkbox').waitFor(PATIENCE);
    await text.fill(FIRST);
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await dialog.waitFor({ state: 'hidden', ...PATIENCE });
    await desk.press(card(), 'Reply');
    await expect.poll(() => text.inputValue(), PATIENCE).toBe(FIRST);
    await dialog.getByRole('button', { name: 'Submit for review' }).click();
    await seen(card().filter({ hasText: 'in review' }));
    await desk.picture('desk');
  });

  test('a reviewer asks for changes from the direct message', async () => {
    await as('Lindiwe', 'Heed');
    const request = desk.card(FIRST).filter({ hasText: 'Review' });
    await seen(request);
    await desk.press(request, 'Request changes');
    const dialog = desk.dialog(/^Request changes/);
    await dialog.getByLabel('What should change?').fill('Say who will write back.');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'hidden', ...PATIENCE });
    await as('Thandi', '#care');
    await seen(card().filter({ hasText: 'Say who will write back.' }));
  });

  test('the next version is approved, and what the customer adds holds it', async () => {
    await submit(SECOND);
    await desk.comment(POST).getByRole('button', { name: 'Reply' }).click();
    await desk.page.getByLabel('Your comment').fill('And the vase was a present.');
    await as('Lindiwe', 'Heed');
    await desk.press(desk.card(SECOND), 'Approve');
    await desk.go('#care');
    await card().getByRole('button', { name: 'Withdraw' }).waitFor(PATIENCE);
    await desk.page.getByRole('button', { name: 'Post', exact: true }).click();
    await seen(card().filter({ hasText: 'Held back: Lerato M. wrote again' }));
    expect(await desk.comment('official reply').count()).toBe(0);
  });

  test('approved again, the reply appears in the public square', async () => {
    // From here on nothing happens while a reply waits.
    await house.saveHandbook(sendingAtOnce);
    await as('Thandi', '#care');
    await submit(null);
    await as('Lindiwe', 'Heed');
    const request = desk.card('And the vase was a present.').filter({ hasText: 'Draft 3' });
    await seen(request);
    await desk.press(request, 'Approve');
    await seen(desk.comment(SECOND).filter({ hasText: 'official reply' }));
    await desk.go('#care');
    await seen(card().filter({ hasText: 'answered, waiting for Lerato M.' }));
    await card()
      .getByRole('button', { name: /^\d+ repl/ })
      .click();
    await seen(desk.page.getByRole('complementary').getByText('Version 3 is out.'));
    await desk.page.getByRole('button', { name: 'Close thread' }).click();
  });

  test('a follow-up wakes the card, and it moves to another department', async () => {
    await desk.comment(SECOND).getByRole('button', { name: 'Reply' }).click();
    await desk.post('Order 1042. When does the courier come?');
    await as('Thandi', '#care');
    await seen(card().filter({ hasText: 'When does the courier come?' }));
    await desk.press(card(), 'Transfer');
    const dialog = desk.dialog(/^Transfer/);
    await dialog.getByLabel('Deliveries').check();
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await seen(desk.card('Moved to Deliveries'));
  });

  test('the other department claims it, replies and resolves it', async () => {
    await as('Kabelo', '#deliveries');
    await desk.press(card(), 'Claim');
    await seen(card().filter({ hasText: 'with Kabelo Mokoena' }));
    await submit(LAST);
    await as('Sam', 'Heed');
    await desk.press(desk.card(LAST), 'Approve');
    await seen(desk.comment(LAST).filter({ hasText: 'official reply' }));
    await as('Kabelo', '#deliveries');
    await seen(card().filter({ hasText: 'answered' }));
    await desk.press(card(), 'Resolve');
    const dialog = desk.dialog(/^Resolve/);
    await dialog.getByLabel('solved').check();
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await seen(card().filter({ hasText: 'resolved: solved' }));
  });

  test('a question is answered with the keyboard alone', async () => {
    const hands = await open({ width: 1440, height: 900 });
    const { keyboard } = hands.page;
    const mine = hands.card('Are you open on Sunday?');
    await tabTo(hands.page, hands.channel('#care'));
    await keyboard.press('Enter');
    await tabTo(hands.page, mine.getByRole('button', { name: 'Reply', exact: true }));
    await keyboard.press('Enter');
    const dialog = hands.dialog(/^Reply H-/);
    const text = dialog.getByLabel('Your reply');
    await text.and(hands.page.locator(':focus')).waitFor();
    await keyboard.type('Yes, from 9 to 1, Tom.');
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await tabTo(hands.page, mine.getByRole('button', { name: 'Reply', exact: true }), 5);
    await keyboard.press('Enter');
    await expect.poll(() => text.inputValue(), PATIENCE).toBe('Yes, from 9 to 1, Tom.');
    await tabTo(hands.page, dialog.getByRole('button', { name: 'Send', exact: true }), 5);
    await keyboard.press('Enter');
    await seen(mine.filter({ hasText: /about to be sent|being sent|answered/ }));
  });

  test('a telephone shows one side at a time, and nothing sticks out', async () => {
    const phone = await open({ ...PHONE, dark: true });
    const { page } = phone;
    await page.getByLabel('Post as').selectOption('Aisha K.');
    await phone.post('How do I change the address of my order?');
    await seen(phone.comment('change the address').filter({ hasText: 'Heed has it' }));
    expect(await phone.overhang()).toEqual([]);
    await phone.go('#care');
    const mine = phone.card('change the address');
    await seen(mine);
    expect(await phone.overhang()).toEqual([]);
    await phone.picture('phone');
    await phone.press(mine, 'Reply');
    const dialog = phone.dialog(/^Reply H-/);
    await dialog.getByLabel('Your reply').fill('Under "Your account", Aisha. Thandi');
    expect(await phone.overhang()).toEqual([]);
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await seen(mine.filter({ hasText: /about to be sent|being sent|answered/ }));
    await mine.getByRole('button', { name: /^\d+ repl/ }).click();
    expect(await phone.overhang()).toEqual([]);
    await page.getByRole('button', { name: 'Close thread' }).click();
    await phone.turnTo('Square');
    await seen(phone.comment('change the address'));
    expect(await phone.overhang()).toEqual([]);
  });
});
