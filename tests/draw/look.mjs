// Looks at drawn trees in a browser, and has Mermaid's own parser read them. Takes a file with a list of
// {name, svg, mermaid}, and of pages as {name, page}; writes a list of complaints as JSON to standard output.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [list, executablePath] = process.argv.slice(2);
const all = JSON.parse(readFileSync(list, 'utf8'));
const trees = all.filter(({ svg }) => svg);
const pages = all.filter(({ page }) => page);
const profile = mkdtempSync(join(tmpdir(), 'drawn-'));
const args = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const browser = await chromium.launchPersistentContext(profile, { executablePath, args, offline: true });
const complaints = [];
const asked = [];

// Runs in the page: whether everything can be read, and nothing stands on anything else.
function geometry({ name, least }) {
  const found = [];
  const root = document.querySelector('svg.onread-tree');
  const rect = (element) => element.getBoundingClientRect();
  const meets = (one, other, by = 0.5) =>
    one.left < other.right - by && other.left < one.right - by && one.top < other.bottom - by && other.top < one.bottom - by;
  const within = (one, other, by = 0.5) =>
    one.left >= other.left - by && one.right <= other.right + by && one.top >= other.top - by && one.bottom <= other.bottom + by;
  const words = (element) => element.textContent.slice(0, 40);
  const groups = [...root.querySelectorAll('g[tabindex]')];
  const whole = rect(root);
  const texts = [...root.querySelectorAll('text')].map((element) => ({ element, group: element.closest('g[tabindex]'), rect: rect(element) }));
  const boxes = [...root.querySelectorAll('.box')].map((element) => ({ element, group: element.closest('g[tabindex]'), rect: rect(element) }));
  for (const text of texts) {
    if (!within(text.rect, whole)) found.push(`clipped at the edge: ${words(text.element)}`);
    if (text.rect.height < least) found.push(`${text.rect.height} px high: ${words(text.element)}`);
    if (getComputedStyle(text.element).userSelect === 'none') found.push(`cannot be selected: ${words(text.element)}`);
    for (const box of boxes) {
      if (box.group === text.group) {
        if (!within(text.rect, box.rect)) found.push(`sticks out of its box: ${words(text.element)}`);
      } else if (meets(text.rect, box.rect)) found.push(`over another box: ${words(text.element)}`);
    }
  }
  for (let one = 0; one < texts.length; one++)
    for (let other = one + 1; other < texts.length; other++)
      if (meets(texts[one].rect, texts[other].rect, 1)) found.push(`over each other: ${words(texts[one].element)} and ${words(texts[other].element)}`);
  for (let one = 0; one < boxes.length; one++)
    for (let other = one + 1; other < boxes.length; other++)
      if (meets(boxes[one].rect, boxes[other].rect)) found.push('two boxes stand on each other');
  // Ways: through no box, and through no label but their own.
  const place = root.getScreenCTM();
  for (const way of root.querySelectorAll('.way')) {
    const group = way.closest('g[tabindex]');
    const matrix = way.getScreenCTM() ?? place;
    const length = way.getTotalLength();
    if (!(length > 0)) found.push(`no way: ${group.getAttribute('aria-label')}`);
    const around = group.getAttribute('aria-label').match(/^From (.*?) to (.*?)(\.|$)/);
    const loop = around && around[1] === around[2];
    for (let at = 3; at < length - 3; at += 4) {
      const point = way.getPointAtLength(at).matrixTransform(matrix);
      const inside = (other) => point.x > other.left + 1 && point.x < other.right - 1 && point.y > other.top + 1 && point.y < other.bottom - 1;
      const hit = boxes.find((box) => inside(box.rect)) ?? texts.find((text) => text.group !== group && inside(text.rect));
      if (hit && !loop) {
        found.push(`${group.getAttribute('aria-label')}: runs through ${words(hit.group ?? hit.element)}`);
        break;
      }
    }
  }
  // Everything has a title, can be come to, and follows in the order in which it is read.
  for (const group of groups) {
    if (group.firstElementChild?.tagName !== 'title' || !group.firstElementChild.textContent.trim()) found.push('a part without a title');
    if (group.tabIndex !== 0 || !group.getAttribute('aria-label')) found.push('a part that cannot be come to, or has no name');
  }
  const parts = groups.filter((group) => group.classList.contains('part')).map((group) => rect(group.querySelector('.box')));
  for (let at = 1; at < parts.length; at++)
    if (parts[at].bottom < parts[at - 1].top - 1 && parts[at].right < parts[at - 1].left - 1) found.push('parts do not follow in reading order');
  // Enough contrast between letters and what is behind them.
  const colour = (value) => value.match(/[\d.]+/g).slice(0, 3).map(Number);
  const light = (value) => {
    const [r, g, b] = colour(value).map((part) => ((part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = root.querySelector('.ground');
  for (const text of texts) {
    const behind = text.group?.querySelector('.box') ?? ground;
    const [one, other] = [getComputedStyle(text.element).fill, getComputedStyle(behind).fill].map(light).sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(2)}: ${words(text.element)}`);
  }
  // Nothing runs, and nothing is fetched.
  const links = [...document.querySelectorAll('a')].filter((link) => !link.getAttribute('href')?.startsWith('#'));
  if (links.length || document.querySelector('script, iframe, foreignObject, image, img, [onload], [onclick], [onerror]') || window.ran) found.push('something in it could run');
  return [...new Set(found)].map((what) => `${name}: ${what}`);
}

// Runs in the page: what stands around a picture, and what leads into it.
function around({ name }) {
  const found = [];
  const words = (element) => element.textContent.trim().slice(0, 40);
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the window');
  const light = (value) => {
    const [r, g, b] = value.match(/[\d.]+/g).slice(0, 3).map((part) => ((part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  for (const element of document.querySelectorAll('h1, h2, h3, h4, p, p span, caption, caption code, th, td, li, li *')) {
    const { color, fontSize } = getComputedStyle(element);
    const [one, other] = [light(color), ground].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) found.push(`contrast: ${words(element)}`);
    if (parseFloat(fontSize) < 12) found.push(`${fontSize} high: ${words(element)}`);
    const { left, right } = element.getBoundingClientRect();
    if (left < 0 || right > innerWidth + 0.5) found.push(`beside the window: ${words(element)}`);
  }
  for (const link of document.querySelectorAll('a')) {
    const place = document.getElementById(link.getAttribute('href').slice(1));
    if (!place) found.push(`leads nowhere: ${words(link)}`);
    else if (place.closest('svg') && !place.matches('g[tabindex]')) found.push(`leads to no part: ${words(link)}`);
    if (link.tabIndex !== 0) found.push(`cannot be come to: ${words(link)}`);
  }
  // What is wider than its frame is scrolled with the keyboard, too.
  for (const frame of document.querySelectorAll('.picture')) if (frame.tabIndex !== 0 || !frame.getAttribute('aria-label')) found.push('a frame that cannot be come to');
  // What is untouched differs in colour, in its line and in words.
  for (const part of document.querySelectorAll('g.untouched')) {
    const { strokeDasharray } = getComputedStyle(part.querySelector('.box, .way'));
    if (strokeDasharray === 'none' || !part.getAttribute('aria-label').includes('untouched')) found.push(`looks as if touched: ${words(part)}`);
  }
  return [...new Set(found)].map((what) => `${name}: ${what}`);
}

try {
  const page = await browser.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:') && request.url() !== 'about:blank') asked.push(request.url());
  });
  for (const { name, svg } of trees) {
    const text = readFileSync(svg, 'utf8');
    for (const width of [320, 1280]) {
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.setContent(`<!doctype html><body style="margin: 0">${text}</body>`);
        complaints.push(...(await page.evaluate(geometry, { name: `${name} at ${width} px, ${colorScheme}`, least: 12 })));
      }
    }
    // As a file of its own, it is XML.
    const error = await page.evaluate((text) => {
      const read = new DOMParser().parseFromString(text, 'image/svg+xml');
      return read.querySelector('parsererror')?.textContent ?? null;
    }, text);
    if (error) complaints.push(`${name}: no XML: ${error}`);
  }
  for (const { name, page: file } of pages) {
    for (const width of [320, 1280]) {
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.goto(pathToFileURL(file).href);
        const called = `${name} at ${width} px, ${colorScheme}`;
        complaints.push(...(await page.evaluate(around, { name: called })));
        complaints.push(...(await page.evaluate(geometry, { name: called, least: 12 })));
      }
    }
    // A click on what is untouched shows its place.
    for (const link of await page.$$('li a')) {
      await link.click();
      const [inside, what] = await page.evaluate(() => {
        const place = document.querySelector(':target')?.getBoundingClientRect();
        return [place && place.bottom > 0 && place.top < innerHeight, location.hash];
      });
      if (!inside) complaints.push(`${name}: ${what} is not shown`);
    }
  }
  await page.goto('about:blank');
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ path: fileURLToPath(new URL('node_modules/mermaid/dist/mermaid.min.js', import.meta.url)) });
  for (const { name, mermaid: file, draw } of trees) {
    const text = readFileSync(file, 'utf8');
    const error = await page.evaluate(async ({ text, draw }) => {
      mermaid.initialize({ startOnLoad: false, securityLevel: 'loose', maxTextSize: 1e7, maxEdges: 1e5 });
      try {
        const read = await mermaid.parse(text);
        if (read.diagramType !== 'flowchart-v2' && read.diagramType !== 'flowchart') return `read as ${read.diagramType}`;
        if (!draw) return null;
        const { svg } = await mermaid.render('drawn', text);
        document.body.innerHTML = svg;
        await new Promise((done) => setTimeout(done, 50));
        const said = document.body.textContent;
        const missing = draw.find((words) => !said.includes(words));
        if (missing) return `does not show ${missing}`;
        return window.ran || document.body.querySelector('script, img, iframe, a') ? 'something in it could run' : null;
      } catch (error) {
        return String(error);
      }
    }, { text, draw: draw ?? null });
    if (error) complaints.push(`${name}: Mermaid: ${error}`);
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
complaints.push(...asked.map((url) => `asked for ${url}`));
console.log(JSON.stringify(complaints));
