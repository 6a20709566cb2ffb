// Programs that a browser test starts and ends: by their own process id, never by a name.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a program and waits until `ready` (a regular expression) is in what it prints. `{ output, match, stop, kill }`:
 * `stop` asks it to end and waits, `kill` ends it without asking.
 */
export async function start(command, args, { ready, seconds = 60, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const running = { text: '', child };
  const ended = new Promise(resolve => child.once('exit', (code, signal) => resolve({ code, signal })));
  const match = await new Promise((resolve, reject) => {
    const fail = why => reject(new Error(`${command} ${args.join(' ')}: ${why}\n${running.text}`));
    const late = setTimeout(() => { child.kill('SIGKILL'); fail(`not ready after ${seconds} s`); }, seconds * 1000);
    const hear = chunk => {
      running.text += chunk;
      const found = ready.exec(running.text);
      if (found) { clearTimeout(late); resolve(found); }
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', error => { clearTimeout(late); fail(error.message); });
    child.once('exit', code => { clearTimeout(late); fail(`ended with ${code}`); });
  });
  const end = signal => () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  return { output: () => running.text, match, ended, stop: end('SIGTERM'), kill: end('SIGKILL') };
}
