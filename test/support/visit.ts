/** A person at the sandbox's page in a real Chromium: what they see by its labels, roles and words. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type House, type HouseOptions, openHouse } from './house.ts';

const CHROMIUM = '/usr/bin/chromium';
export const NO_CHROMIUM = `There is no Chromium at ${CHROMIUM} (on Debian: apt-get install chromium).`;

/** On a busy machine a redraw may take its time. */
const PATIENCE_MS = 15_000;
const AT_ONCE = { timeout: 3_000 };

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

/** A house and a browser for the tests of a block, opened before them and closed after them. */
export interface BrowserStage {
  readonly house: House;
  readonly browser: Browser;
}

export function stageInBrowser(options: HouseOptions = {}): BrowserStage {
  let stage: BrowserStage | null = null;
  const open = () => {
    if (stage === null) throw new Error('the stage opens before the tests of its block');
    return stage;
  };
  beforeAll(async () => {
    stage = { house: await openHouse(options), browser: await openBrowser() };
  });
  afterAll(async () => {
    await stage?.browser.close();
    await stage?.house.close();
  });
  return {
    get house() {
      return open().house;
    },
    get browser() {
      return open().browser;
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** What the console or the page itself complained about. */
  readonly complaints: readonly string[];
  /** Becomes somebody of the staff, by name. */
  be(name: string): Promise<void>;
  /** The entry of a channel or of direct messages in the list. */
  channel(name: string): Locator;
  /** Opens it. */
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
  /** Types it in the open channel and sends it: a message or a slash command. */
  say(text: string): Promise<void>;
  /** What can be pressed or filled in and sticks out of the window, by its label. */
  overhang(): Promise<readonly string[]>;
  /** Writes a PNG where SCREENSHOTS names a folder. */
  picture(name: string): Promise<void>;
}

export interface VisitOptions {
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
  const channel = (name: string) => channels.getByRole('button', { name, exact: true });
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

  /** A card that is drawn anew meanwhile closes its menu, and may take the entry out of it. */
  async function press(where: Locator, label: string): Promise<void> {
    const button = where.getByRole('button', { name: label, exact: true });
    const menu = where.getByRole('button', { name: 'More actions' });
    const entry = where.getByRole('menuitem', { name: label, exact: true });
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        await button.or(menu).first().waitFor();
        if ((await button.count()) > 0) return await button.click(AT_ONCE);
        if (!(await entry.isVisible())) await menu.click(AT_ONCE);
        return await entry.click(AT_ONCE);
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  return {
    page,
    complaints,
    be,
    channel,
    go: (name) => channel(name).click(),
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
    async say(text) {
      await page.getByLabel(/^Message [#H]/).fill(text);
      await page.keyboard.press('Enter');
    },
    overhang: () =>
      page
        .getByRole('main')
        .or(page.getByRole('dialog'))
        .evaluateAll((roots) =>
          roots
            .flatMap((root) => [...root.querySelectorAll('article, button, select, textarea')])
            .filter((node) => node.closest('nav, [popover]') === null)
            .filter(
              (node) =>
                node.getBoundingClientRect().right > node.ownerDocument.documentElement.clientWidth,
            )
            .map((node) => node.getAttribute('aria-label') ?? node.textContent),
        ),
    async picture(name) {
      const folder = process.env['SCREENSHOTS'];
      if (folder === undefined) return;
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    },
  };
}

/** Presses Tab until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, most = 150): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses <= most; presses += 1) {
    if (await target.evaluate((node) => node === node.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} times Tab did not lead to ${target}`);
}
