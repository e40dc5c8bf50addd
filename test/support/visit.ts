/** A person at the sandbox's page in a real Chromium: what they see by its labels, roles and words. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export const CHROMIUM = '/usr/bin/chromium';
export const NO_CHROMIUM = `There is no Chromium at ${CHROMIUM} (on Debian: apt-get install chromium).`;

/** On a busy machine a redraw may take its time. */
const PATIENCE_MS = 15_000;

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visit {
  readonly page: Page;
  /** What the console or the page itself complained about. */
  readonly complaints: readonly string[];
  /** Becomes somebody of the staff, by name. */
  be(name: string): Promise<void>;
  /** Opens a channel or direct messages, by name. */
  go(channel: string): Promise<void>;
  /** The public comments that say this. */
  comment(saying: string): Locator;
  /** Posts what is in the square's box, after it was filled in. */
  post(text: string): Promise<void>;
  /** The messages in the open channel that say this: the cards, in a channel of cards. */
  card(saying: string): Locator;
  /** Presses a button of the card, or an entry of its ⋯ menu. */
  press(card: Locator, label: string): Promise<void>;
  dialog(title: string | RegExp): Locator;
  /** Writes a PNG where SCREENSHOTS names a folder. */
  picture(name: string): Promise<void>;
}

interface VisitOptions {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

export async function visit(browser: Browser, url: string, options: VisitOptions): Promise<Visit> {
  const { width, height, dark = false } = options;
  const colorScheme = dark ? 'dark' : 'light';
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);

  const channels = page.getByRole('navigation', { name: 'Channels' });
  const card = (saying: string) =>
    page
      .getByRole('log', { name: /^Messages in [#H]/ })
      .getByRole('article')
      .filter({ hasText: saying });

  async function be(name: string): Promise<void> {
    const you = page.getByLabel('You are');
    const option = you.getByRole('option').filter({ hasText: name });
    await you.selectOption(await option.getAttribute('value'));
  }

  async function press(where: Locator, label: string): Promise<void> {
    const button = where.getByRole('button', { name: label, exact: true });
    const menu = where.getByRole('button', { name: 'More actions' });
    await button.or(menu).first().waitFor();
    if ((await button.count()) > 0) return button.click();
    await menu.click();
    await where.getByRole('menuitem', { name: label, exact: true }).click();
  }

  return {
    page,
    complaints,
    be,
    go: (channel) => channels.getByRole('button', { name: channel, exact: true }).click(),
    comment: (saying) =>
      page
        .getByRole('region', { name: 'The public square' })
        .getByRole('article')
        .filter({ hasText: saying })
        .last(),
    async post(text) {
      await page.getByLabel('Your comment').fill(text);
      await page.getByRole('button', { name: 'Post', exact: true }).click();
    },
    card,
    press,
    dialog: (name) => page.getByRole('dialog', { name }),
    async picture(name) {
      const folder = process.env['SCREENSHOTS'];
      if (folder === undefined) return;
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    },
  };
}

/** Presses Tab until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((node) => node === node.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`150 times Tab never led to ${target}`);
}
