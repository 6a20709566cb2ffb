// The evaluation plugin's pages as a hand uses them: creating, the cells of the grid, the state shown beside it.

import { inspect } from './lib.mjs';

/** What the four codes with a value and the special ones are called, by key. */
export const KEYS = { 1: 'RR', 2: 'R', 3: 'V', 4: 'VV', A: 'AB', D: 'DI', E: 'NE', F: 'NF', N: 'NN', R: 'NR', P: 'PA' };

/** Creates an evaluation through its form and ends on its grid; its address. */
export async function create(page, house, { title, date, visible, items, referentiel = 'm4' }) {
  await page.goto(`${house.plugin}/creer/${referentiel}`);
  await fillForm(page, { title, date, visible, items });
  await page.click('form.form button.main');
  await page.waitForURL(/\/e\/[^/?]+(\?|$)/);
  return page.url().split('?')[0];
}

/** Fills the form of creating. */
export async function fillForm(page, { title, date, visible, items }) {
  await page.selectOption('[name=classe]', { label: await classLabel(page) });
  await page.fill('[name=titre]', title);
  await page.fill('[name=date]', date);
  await page.fill('[name=visible]', visible);
  for (const item of items) await page.check(`input[value="${item}"]`);
}

/** The option of the class 5B, whichever way it is written. */
async function classLabel(page) {
  const labels = await page.locator('[name=classe] option').allTextContents();
  const label = labels.find(text => /^5\s?(e|è|eme|ème)?\s?B$/i.test(text.trim()));
  if (!label) throw new Error(`no class 5B among ${labels.join(', ')}`);
  return label;
}

/** Moves the date from which families see an evaluation. */
export async function moveVisibility(page, address, visible) {
  await page.goto(`${address}/modifier`);
  await page.fill('[name=visible]', visible);
  await page.click('form.form button.main');
  await page.waitForURL(url => url.href.startsWith(address) && !url.pathname.endsWith('/modifier'));
}

/** A cell, counted from 0. */
export function cell(page, row, column) {
  return page.locator(`table.entry tbody tr:nth-child(${row + 1}) td:nth-of-type(${column + 1}) input`);
}

/** The row of the pupil with this name. */
export async function rowOf(page, name) {
  const names = (await page.locator('table.entry tbody th').allTextContents()).map(text => text.trim());
  const row = names.indexOf(name);
  if (row < 0) throw new Error(`${name} is not among ${names.join(', ')}`);
  return row;
}

/** What stands in every cell, row by row. */
export function values(page) {
  return inspect(page, `[...document.querySelectorAll('table.entry tbody tr')].map(tr => [...tr.querySelectorAll('td input')].map(i => i.value))`);
}

/** Where the focus is: [row, column], or null when it is not in the grid. */
export function place(page) {
  return inspect(page, `(() => { const td = document.activeElement?.closest('td'), tr = td?.closest('tbody tr');
    return tr ? [[...tr.parentNode.children].indexOf(tr), [...tr.querySelectorAll('td')].indexOf(td)] : null; })()`);
}

/** The sentence beside the grid. */
export function state(page) {
  return page.locator('.state').textContent();
}

/** Waits until everything typed is said to be stored. */
export async function saved(page) {
  await page.locator('form[data-grid][data-pending="0"] .state.saved').waitFor();
}

/** Answers the next question of the page, and keeps it. */
export function answering(page, yes) {
  return new Promise(resolve => page.once('dialog', async dialog => {
    const text = dialog.message();
    await (yes ? dialog.accept() : dialog.dismiss());
    resolve(text);
  }));
}
