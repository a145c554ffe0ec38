import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { policyFacts } from '../../config';
import { draw, reportPage } from '../../pictures';
import { judge } from '../../policy';
import { artefactsOf, contentOf } from '../helpers/pictured';
import { describeWhere } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';
import { which } from '../helpers/which';

/** The names under which Chromium is installed. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const browserFile = BROWSERS.map(which).find((file) => file !== undefined);
const PHONE = { width: 390, height: 844 };

describeWhere(browserFile !== undefined, `not on PATH: any of ${BROWSERS.join(', ')}`)(
  'the report in a browser',
  () => {
    let browser: Browser;
    let page: Page;
    let url: string;
    const asked: string[] = [];
    const complaints: string[] = [];

    beforeAll(async () => {
      const artefacts = artefactsOf(contentOf('large'));
      const file = path.join(scratchFolder(), 'report.html');
      const none = { asOf: '2026-11-22', source: 'https://example.com/' };
      const tables = { kubernetes: { ...none, rows: {} }, models: { ...none, rows: [] } };
      const drawn = await draw(artefacts);
      const today = '2026-11-27';
      const { terraform, objects } = artefacts;
      const verdict = judge({ terraform, manifests: objects }, { facts: policyFacts(today) });
      const props = { environment: 'large', artefacts, drawn, verdict, sources: ['cdk.tf.json'], tables, today };
      writeFileSync(file, reportPage(props));
      url = pathToFileURL(file).href;
      browser = await chromium.launch({ executablePath: browserFile!, args: ['--no-sandbox'] });
      page = await browser.newPage();
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
    });
    afterAll(() => browser?.close());

    // A page of its own for each test would be a process of its own.
    beforeEach(async () => {
      await page.setViewportSize(PHONE);
      await page.emulateMedia({ colorScheme: null });
      await page.goto(url);
    });

    test('asks for nothing but itself, and has nothing to complain of', () => {
      expect(new Set(asked)).toEqual(new Set([url]));
      expect(complaints).toEqual([]);
    });

    test.each([PHONE.width, 320, 1280])('is no wider than a screen of %d pixels', async (width) => {
      await page.setViewportSize({ width, height: 800 });

      const widths = await page.evaluate('[document.documentElement.scrollWidth, document.body.scrollWidth]');
      expect(Math.max(...(widths as number[]))).toBeLessThanOrEqual(width);
    });

    test('lets the wide pictures scroll in a region of their own, by keyboard too', async () => {
      const region = page.getByRole('region', { name: 'The Azure side' });
      await region.focus();
      expect(await page.evaluate('document.activeElement.scrollWidth > document.activeElement.clientWidth')).toBe(true);

      await page.keyboard.press('ArrowRight');
      // The page forbids itself what waitForFunction does in it where the first look is too early.
      while (!(await page.evaluate('document.activeElement.scrollLeft > 0'))) {
        await page.evaluate('new Promise(requestAnimationFrame)');
      }
    });

    test('is gone through by the tab key in the order in which it reads', async () => {
      // WHEN
      const reached: string[] = [];
      for (let presses = 0; presses < 11; presses += 1) {
        await page.keyboard.press('Tab');
        reached.push(
          (await page.evaluate(`(() => {
        const { activeElement: it } = document;
        return it.getAttribute('aria-labelledby') ?? it.textContent.trim();
      })()`)) as string,
        );
      }

      // THEN
      expect(reached).toEqual([
        'Skip to content',
        'Pictures',
        'What exists',
        'Who may do what',
        'What is open to whom',
        'What must hold',
        'Versions and their ends',
        'azure-heading',
        'In words: The Azure side',
        'cluster-heading',
        'In words: The cluster side',
      ]);
    });

    test('skips to its content', async () => {
      await page.keyboard.press('Tab');
      expect(await page.getByText('Skip to content').boundingBox()).toMatchObject({ x: 8 });

      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
    });

    test('is seen by a screen reader: landmarks, pictures by name, tables by caption', async () => {
      for (const landmark of ['banner', 'main', 'contentinfo'] as const) {
        expect(await page.getByRole(landmark).count()).toBe(1);
      }
      expect(await page.getByRole('navigation', { name: 'Sections' }).count()).toBe(1);
      for (const name of ['The Azure side', 'The cluster side', 'The way of a request', 'The way of a token']) {
        expect(await page.getByRole('img', { name }).count()).toBe(1);
      }
      expect(await page.getByRole('table', { name: 'Roles of Azure' }).count()).toBe(1);
      expect(await page.getByRole('columnheader', { name: 'Terraform address' }).count()).toBe(1);
    });

    test.each([
      ['light', 'rgb(255, 255, 255)'],
      ['dark', 'rgb(13, 17, 23)'],
    ] as const)('is %s where that is preferred, the pictures too', async (colorScheme, ground) => {
      await page.emulateMedia({ colorScheme });

      const colours = await page.evaluate(`[getComputedStyle(document.body).backgroundColor,
      ...[...document.querySelectorAll('svg .page')].map((each) => getComputedStyle(each).fill)]`);
      expect(new Set(colours as string[])).toEqual(new Set([ground]));
    });

    test('keeps every text of a picture in its box, in the fonts of this machine', async () => {
      const outside = await page.evaluate(`[...document.querySelectorAll('svg g')].flatMap((group) => {
      const box = group.querySelector('rect');
      if (!box || group.classList.contains('legend')) return [];
      const right = box.getBBox().x + box.getBBox().width;
      return [...group.querySelectorAll('text')]
        .filter((text) => text.getBBox().x + text.getBBox().width > right)
        .map((text) => text.textContent);
    })`);
      expect(outside).toEqual([]);
    });
  },
);
