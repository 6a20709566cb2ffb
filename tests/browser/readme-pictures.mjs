// Draws the two pictures of the README from a demo of its own: `node readme-pictures.mjs` (after `make build plugins`).

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { be, day, demo } from './demo.mjs';
import { cell, create, saved } from './grid.mjs';
import { inspect, launch, press } from './lib.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const ITEMS = ['M4.A1', 'M4.A2', 'M4.A3', 'M4.B1', 'M4.B2', 'M4.B3', 'M4.C1', 'M4.D1', 'M4.D2', 'M4.E1'];
const SERIES = [['Nombres relatifs', -40, 7], ['Fractions et décimaux', -21, 3], ['Bilan du premier trimestre', 0, 1]];

const house = await demo();
const browser = await launch();
try {
  await mkdir(FOLDER, { recursive: true });
  const teacher = await be(browser, house, house.cast.teacher);
  let grid;
  for (const [title, when, salt] of SERIES) {
    grid = await create(teacher, house, { title, date: day(when), visible: day(when), items: ITEMS });
    await fill(teacher, salt);
  }
  await teacher.goto(grid);
  await cell(teacher, 3, 4).focus();
  await press(teacher, '4');
  await saved(teacher);
  await teacher.setViewportSize({ width: 1280, height: 1060 });
  await inspect(teacher, 'scrollTo(0, 0)');
  await teacher.screenshot({ path: path.join(FOLDER, 'grille.png') });
  const options = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
  const parent = await be(browser, house, house.cast.parent, `${house.plugin}/`, options);
  await parent.screenshot({ path: path.join(FOLDER, 'parent.png') });
} finally {
  await browser.close();
  await house.stop();
}

/** A class like any other: most are doing well, a few are not, some were away. */
async function fill(page, salt) {
  await cell(page, 0, 0).focus();
  let number = salt * 7919;
  for (let row = 0; row < house.cast.size; row += 1) {
    await cell(page, row, 0).focus();
    const level = (row * 5 + salt) % 4;
    for (let at = 0; at < ITEMS.length; at += 1) {
      number = (number * 1103515245 + 12345) % 2147483648;
      const draw = (number >> 8) % 100;
      const key = draw > 96 ? 'a' : draw > 94 ? 'n' : String(Math.max(1, Math.min(4, 2 + Math.round((draw + level * 18 - 45) / 34))));
      await press(page, key, ...(at < ITEMS.length - 1 ? ['ArrowRight'] : []));
    }
  }
  await saved(page);
}
