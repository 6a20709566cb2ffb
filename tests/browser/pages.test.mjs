// Every page × role × 320 and 1280 pixels: axe finds nothing, nothing sticks out, no fault, light on the wire, one heading, walked
// through by keyboard with a visible focus. Empty, full, error and conflict states.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { be, day, demo, SCHOOL } from './demo.mjs';
import { cell, create, saved } from './grid.mjs';
import { axe, inspect, launch, NARROW, newPage, overflow, picture, press, weigh, WIDE } from './lib.mjs';

/** Bytes on the wire that a page may cost from an empty cache, and its HTML alone. */
const WEIGHT = 100_000;

let house, browser;
const pages = new Map();
const known = {};
before(async () => {
  house = await demo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

/** One browser for each person, logged in once. */
async function as(login) {
  if (!pages.has(login)) pages.set(login, login ? await be(browser, house, login) : await newPage(browser));
  return pages.get(login);
}

/** Name, who, address (a function where it is known later), expected status. Addresses are below the school. */
const P = '/p/fr.preau.evaluation';
const EMPTY = [
  ['schools', '', () => house.origin + '/'],
  ['login', '', '/connexion'],
  ['logged-out', '', '/connexion?fini=1'],
  ['personal-data', '', '/donnees-personnelles'],
  ['accessibility', '', '/accessibilite'],
  ['home-teacher', 'teacher', '/'],
  ['home-pupil', 'pupil', '/'],
  ['home-parent', 'parent', '/'],
  ['home-head', 'head', '/'],
  ['home-administrator', 'administrator', '/'],
  ['home-cpe', 'cpe', '/'],
  ['list-empty-teacher', 'teacher', `${P}/`],
  ['list-empty-head', 'head', `${P}/`],
  ['results-empty-pupil', 'pupil', `${P}/`],
  ['results-empty-parent', 'parent', `${P}/`],
  ['children', 'parentOfTwo', `${P}/`],
  ['create-choose', 'teacher', `${P}/creer`],
  ['create-m4', 'teacher', `${P}/creer/m4`],
  ['create-soc', 'teacher', `${P}/creer/soc`],
  ['create-all', 'teacher', `${P}/creer/tous`],
  ['who-saw-pupil', 'pupil', '/qui-a-vu'],
  ['who-saw-parent', 'parent', '/qui-a-vu'],
  ['who-saw-parent-of-two', 'parentOfTwo', '/qui-a-vu'],
  ['who-saw-teacher', 'teacher', '/qui-a-vu'],
  ['who-saw-administrator', 'administrator', '/qui-a-vu'],
  ['who-saw-search', 'head', '/qui-a-vu'],
  ['who-saw-nobody', 'head', '/qui-a-vu?nom=zzzz'],
  ['who-saw-found', 'head', '/qui-a-vu?nom=le'],
  ['journal', 'head', '/administration/journal'],
  ['modules-head', 'head', '/administration/modules'],
  ['modules-administrator', 'administrator', '/administration/modules'],
  ['import', 'administrator', '/administration/import'],
  ['desk-empty', 'administrator', '/administration/rattachement'],
];
const FULL = [
  ['list-teacher', 'teacher', `${P}/`],
  ['list-head', 'head', `${P}/`],
  ['grid', 'teacher', () => known.grid],
  ['grid-head', 'head', () => known.grid],
  ['edit', 'teacher', () => `${known.grid}/modifier`],
  ['delete', 'teacher', () => `${known.grid}/supprimer`],
  ['class', 'teacher', () => known.group],
  ['class-head', 'head', () => known.group],
  ['results-teacher', 'teacher', () => known.pupil],
  ['results-head', 'head', () => known.pupil],
  ['results-pupil', 'pupil', `${P}/`],
  ['results-parent', 'parent', `${P}/`],
  ['results-classmate', 'classmate', `${P}/`],
  ['widget-pupil', 'pupil', '/w/fr.preau.evaluation/widget'],
  ['widget-parent', 'parent', '/w/fr.preau.evaluation/widget'],
  ['widget-nobody', '', '/w/fr.preau.evaluation/widget'],
  ['who-saw-pupil-full', 'pupil', '/qui-a-vu'],
  ['journal-full', 'head', '/administration/journal'],
];
const ERRORS = [
  ['no-school', '', () => `${house.origin}/e/inconnu/`, 404],
  ['no-page', 'teacher', '/nulle-part', 404],
  ['no-page-of-plugin', 'teacher', `${P}/nulle-part`, 404],
  ['no-plugin', 'teacher', '/p/fr.exemple.rien/', 404],
  ['not-yours-import', 'teacher', '/administration/import', 403],
  ['not-yours-desk', 'head', '/administration/rattachement', 403],
  ['not-yours-journal', 'administrator', '/administration/journal', 403],
  ['not-yours-modules', 'pupil', '/administration/modules', 403],
  ['not-yours-plugin', 'administrator', `${P}/`, 404],
  ['refusal-family', 'pupil', () => known.grid, 403],
  ['refusal-head', 'head', `${P}/creer`, 403],
  ['refusal-missing', 'teacher', `${P}/creer/inconnu`, 404],
];

function whole(address) {
  const at = typeof address === 'function' ? address() : address;
  return at.startsWith('http') ? at : house.base + at;
}

/** What is asked of every page at both sizes; what is on the screen now. */
async function looksRight(page, name) {
  const wrong = [];
  for (const [size, viewport] of [['1280', WIDE], ['320', NARROW]]) {
    await page.setViewportSize(viewport);
    wrong.push(...(await overflow(page)).map(what => `${size}: ${what} sticks out`), ...(await axe(page)).map(what => `${size}: ${what}`));
    if (process.env.PREAU_PICTURES) await picture(page, `page-${name}-${size}`);
  }
  await page.setViewportSize(WIDE);
  const { headings, language, title } = await inspect(page,
    "({ headings: document.querySelectorAll('h1').length, language: document.documentElement.lang, title: document.title })");
  if (headings !== 1) wrong.push(`${headings} headings of the first level`);
  if (language !== 'fr') wrong.push(`language « ${language} »`);
  if (!title.includes('Préau')) wrong.push(`title « ${title} »`);
  return wrong;
}

/** Goes through the page with Tab alone: everything that can be operated is reached, and shows it. */
async function walk(page) {
  const many = await inspect(page, `(() => {
    document.activeElement?.blur?.();
    window.stops = [];
    document.addEventListener('focusin', ({ target }) => {
      const style = getComputedStyle(target), box = target.getBoundingClientRect();
      const name = target.tagName.toLowerCase() + ' ' + (target.name || target.textContent.trim().slice(0, 30));
      const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
      const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
      stops.push({ name, fine: seen && marked });
      target.dataset.stop = '';
    });
    return document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary').length;
  })()`);
  for (let n = 0; n < Math.min(many, 60) + 12; n += 1) await page.keyboard.press('Tab');
  return inspect(page, `(() => {
    const radios = e => e.type === 'radio';
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')];
    const missed = all.filter(e => !('stop' in e.dataset) && !radios(e) && e.checkVisibility() && e.tabIndex >= 0 && !e.disabled);
    const bad = stops.filter(s => !s.fine).map(s => 'focus not seen: ' + s.name);
    return [...new Set(bad), ...(all.length <= 60 ? missed.map(e => 'not reached: ' + e.tagName.toLowerCase() + ' ' + (e.name || e.textContent.trim())) : [])];
  })()`);
}

/** Opens a page as its reader and asks everything of it. */
function check([name, who, address, status = 200]) {
  test(`${name} as ${who || 'nobody'}`, async () => {
    const page = await as(who && house.cast[who]);
    page.faults.length = 0;
    let answer;
    const weight = await weigh(page, async () => { answer = await page.goto(whole(address)); });
    assert.equal(answer.status(), status);
    assert.ok(weight.total < WEIGHT, JSON.stringify(weight));
    assert.ok((await answer.body()).length < 4 * WEIGHT);
    const wrong = [...await looksRight(page, name), ...await walk(page)];
    wrong.push(...page.faults.filter(fault => !(status >= 400 && fault.includes(`status of ${status}`))));
    assert.deepEqual(wrong, []);
  });
}

EMPTY.forEach(check);

test('an evaluation is made and marked, as the pages below show it', async () => {
  const teacher = await as(house.cast.teacher);
  const items = ['M4.A1', 'M4.A2', 'M4.A3', 'M4.B1', 'M4.B2', 'M4.C1', 'M4.D1', 'M4.E1'];
  known.grid = await create(teacher, house, { title: 'Bilan du premier trimestre', date: day(), visible: day(), items });
  for (let row = 0; row < house.cast.size; row += 1) {
    await cell(teacher, row, 0).focus();
    for (const [at, key] of [...'13424a3r'].entries()) await press(teacher, row % 3 ? key : '4', ...(at < items.length - 1 ? ['ArrowRight'] : []));
  }
  await saved(teacher);
  known.group = whole(new URL(await teacher.locator('main a', { hasText: 'Résultats par élève' }).getAttribute('href'), house.origin).href);
  await teacher.goto(known.group);
  known.pupil = new URL(await teacher.locator('main ul a').first().getAttribute('href'), house.origin).href;
});

FULL.forEach(check);
ERRORS.forEach(check);

test('the conflict page, as it is without the grid’s script', async () => {
  const teacher = await as(house.cast.teacher);
  const plain = await be(browser, house, house.cast.colleague);
  // The script is held back, so that the form posts whole; axe needs scripts to run at all.
  await plain.context().route('**/assets/grid.*', route => route.abort());
  await plain.goto(known.grid);
  await teacher.goto(known.grid);
  await cell(teacher, 0, 0).focus();
  await press(teacher, '1');
  await saved(teacher);
  await cell(plain, 0, 0).fill('R');
  await plain.click('.actions button.main');
  assert.equal(await plain.locator('fieldset').count(), 1);
  assert.deepEqual(await looksRight(plain, 'conflict-nojs'), []);
  await plain.context().close();
});

test('the conflict in the grid, and the grid without a network', async () => {
  const teacher = await as(house.cast.teacher);
  const colleague = await be(browser, house, house.cast.colleague, known.grid);
  await teacher.goto(known.grid);
  await cell(teacher, 3, 0).focus();
  await press(teacher, '1');
  await saved(teacher);
  await cell(colleague, 3, 0).focus();
  await press(colleague, '2');
  await colleague.locator('.conflicts li').first().waitFor();
  assert.deepEqual(await looksRight(colleague, 'conflict-live'), []);
  assert.deepEqual(colleague.faults, []);
  await colleague.context().setOffline(true);
  await cell(colleague, 4, 0).focus();
  await press(colleague, '2');
  await colleague.locator('.state.offline').waitFor();
  assert.deepEqual(await looksRight(colleague, 'grid-offline'), []);
  await colleague.context().close();
});

test('a form from another hat, and a refused import', async () => {
  const teacher = await as(house.cast.teacher);
  await teacher.goto(`${known.grid}/modifier`);
  await inspect(teacher, "document.querySelector('main form [name=hat]').value = 'directeur'");
  await teacher.click('main form button.main');
  assert.match(await teacher.textContent('h1'), /changé de profil/);
  assert.deepEqual(await looksRight(teacher, 'other-hat'), []);
  const admin = await as(house.cast.administrator);
  await admin.goto(`${house.base}/administration/import`);
  await admin.setInputFiles('[name=fichiers]', { name: 'notes.xml', mimeType: 'text/xml', buffer: Buffer.from('<NOTES/>') });
  await admin.click('form.form button.main');
  assert.match(await admin.textContent('main'), /notes\.xml/);
  assert.deepEqual(await looksRight(admin, 'import-refused'), []);
  await admin.goto(`${house.base}/administration/import`);
  await admin.setInputFiles('[name=fichiers]', await house.files());
  await admin.click('form.form button.main');
  await admin.waitForSelector('h1:has-text("Différences")');
  assert.deepEqual(await looksRight(admin, 'import-preview'), []);
});

test('the grid and a pupil’s results on paper', async () => {
  const teacher = await as(house.cast.teacher);
  for (const [name, address, most] of [['grid', known.grid, 2], ['results', known.pupil, 2]]) {
    await teacher.goto(address);
    const pdf = (await teacher.pdf({ path: (await picture(teacher, `print-${name}`)).replace('.png', '.pdf'), format: 'A4', preferCSSPageSize: true })).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g).length;
    assert.ok(sheets >= 1 && sheets <= most, `${name}: ${sheets} sheets`);
    await teacher.emulateMedia({ media: 'print' });
    assert.equal(await teacher.locator('.top, .menu, .foot, .tools').evaluateAll(all => all.filter(e => e.checkVisibility()).length), 0);
    assert.ok(await teacher.locator('.paper').isVisible());
    await picture(teacher, `print-${name}`);
    await teacher.emulateMedia({ media: null });
  }
});

test(`the addresses of the table are those of the school ${SCHOOL}`, () => {
  assert.ok(house.base.endsWith(SCHOOL));
});
