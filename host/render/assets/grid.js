// The entry grid: keys, fills, paste, touch, saving by itself, cells kept sealed on the device, conflicts settled in place.
// The server's form works without it. Sentences come from data attributes of the form.
(() => {
  "use strict";
  const DELAY = 400, LONGEST = 30000, UNREAD = 800;
  const el = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text ?? "" }, more);
  const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
  const digest = async (text) => hex((await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).slice(0, 8));
  const number = () => hex(crypto.getRandomValues(new Uint8Array(16)));

  // Copies on the device, sealed with the person's key; null where the browser or the page has none.
  async function safe(action) {
    const secret = document.body.dataset.seal;
    if (!secret || !window.crypto?.subtle) return null;
    try {
      const raw = Uint8Array.from(atob(secret), (c) => c.charCodeAt(0));
      const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
      const prefix = `preau:${await digest(secret)}:${await digest(action)}:`;
      const own = prefix + number().slice(0, 8);
      localStorage.getItem(own);
      return {
        async put(value) {
          if (!value) return localStorage.removeItem(own);
          const iv = crypto.getRandomValues(new Uint8Array(12));
          const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
          localStorage.setItem(own, btoa(String.fromCharCode(...iv)) + "." + btoa(Array.from(new Uint8Array(sealed), (b) => String.fromCharCode(b)).join("")));
        },
        // What earlier tabs left; a tab that is still open gives the same requests the same numbers.
        async take() {
          const found = [];
          for (const name of Object.keys(localStorage).filter((n) => n.startsWith(prefix) && n !== own)) {
            try {
              const [iv, sealed] = localStorage.getItem(name).split(".").map((p) => Uint8Array.from(atob(p), (c) => c.charCodeAt(0)));
              found.push([name, JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)))]);
            } catch { localStorage.removeItem(name); }
          }
          return found;
        },
        drop: (names) => names.forEach((n) => localStorage.removeItem(n)),
      };
    } catch { return null; }
  }

  function start(form) {
    const t = form.dataset;
    const one = (sel) => form.querySelector(sel);
    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, k) => values[k] ?? all);
    const count = (both, n, values) => fill(both.split("|")[n < 2 ? 0 : 1], { n, ...values });
    const field = (name) => form.elements.namedItem(name)?.value ?? "";
    const state = one(".state"), panel = one(".conflicts"), list = one(".conflicts ol"), after = one(".actions");
    const codes = field("preau.codes").split(",").map((c) => {
      const [key, symbol, shade, label] = c.split(":").map(decodeURIComponent);
      return { key: key.toUpperCase(), symbol, shade, label };
    });
    const find = (typed) => {
      const up = typed.trim().toUpperCase();
      return codes.find((c) => c.symbol.toUpperCase() === up) ?? codes.find((c) => c.key === up);
    };
    const shown = (symbol) => symbol || t.blank;

    // Cells: by place and by the name they are posted under.
    const byKey = new Map(), byInput = new Map();
    const heads = [...form.querySelectorAll("thead th")].slice(1);
    const columns = heads.map((th, c) => ({ id: field(`k.${c}`), short: th.querySelector("abbr").textContent }));
    const rows = [...form.querySelectorAll("tbody tr")].map((tr, r) => {
      const handle = field(`r.${r}`), who = tr.querySelector("th").textContent;
      const before = field(`o.${r}`).split(",").map((p) => p.split(":"));
      return [...tr.querySelectorAll("td input")].map((input, c) => {
        const [symbol, version] = before[c];
        const cell = { input, r, c, who, key: `${handle}/${encodeURIComponent(columns[c].id)}`, base: decodeURIComponent(symbol), version, conflict: null };
        input.value = cell.base;
        byKey.set(cell.key, cell);
        byInput.set(input, cell);
        return cell;
      });
    });
    const at = (r, c) => rows[r]?.[c];
    if (!byKey.size) return;

    // Saving: `queue` holds requests with their numbers (the first is on its way), `dirty` what comes after them.
    const queue = [], dirty = new Map();
    let store = null, sealed = true, timer = 0, retry = 0, tries = 0, busy = false, trouble = "", why = "", note = "", undo = null;
    const disputed = () => [...byKey.values()].filter((c) => c.conflict);
    const pending = () => new Set([...dirty.keys(), ...queue.flatMap((q) => q.cells.map((c) => c[0]))]).size;

    function tell(text) {
      note = text ?? "";
      const n = pending();
      const open = disputed().length;
      t.pending = n + open;
      const kept = store && sealed;
      const main = trouble === "ended" ? (kept ? count(t.ended, n) : t.endedUnkept)
        : trouble === "offline" ? count(kept ? t.offline : t.unkept, n)
        : trouble === "refused" ? count(t.refused, n, { why })
        : n ? t.saving : open ? count(t.disputed, open) : saved;
      state.className = "state " + (trouble || (n ? "saving" : open ? "disputed" : saved ? "saved" : ""));
      const whole = [main, note].filter(Boolean).join(" · ");
      if (state.textContent !== whole) state.textContent = whole;
    }
    let saved = "";

    let writing = Promise.resolve(), again = false;
    function keep() {
      if (!store || again) return;
      again = true;
      writing = writing.then(async () => {
        again = false;
        // A disputed cell keeps its old version, so that it is disputed again when the page comes back.
        const late = [...[...dirty].map(([key, symbol]) => [key, symbol, byKey.get(key).version]), ...disputed().map((c) => [c.key, c.conflict.mine, c.version])];
        try { await store.put(queue.length || late.length ? { queue, late } : null); sealed = true; } catch { sealed = false; }
      });
    }

    function paint(cell) {
      const code = codes.find((c) => c.symbol === cell.input.value);
      if (code) cell.input.dataset.s = code.shade; else delete cell.input.dataset.s;
      const td = cell.input.parentNode;
      td.className = cell.conflict ? "conflict" : dirty.has(cell.key) ? "dirty" : "";
      td.querySelector("small")?.remove();
      if (cell.conflict) td.append(el("small", fill(t.conflictCell, { mine: shown(cell.conflict.mine), theirs: shown(cell.conflict.theirs) })));
    }

    function set(cell, symbol) {
      if (cell.conflict) settle(cell, null);
      const flying = queue.some((q) => q.cells.some((c) => c[0] === cell.key));
      cell.input.value = symbol;
      if (symbol === cell.base && !flying) dirty.delete(cell.key); else dirty.set(cell.key, symbol);
      paint(cell);
      keep();
      clearTimeout(timer);
      timer = setTimeout(send, DELAY);
      if (trouble === "refused") trouble = "";
      tell();
    }

    function send() {
      if (!queue.length && dirty.size) {
        queue.push({ id: number(), cells: [...dirty].map(([key, symbol]) => [key, symbol, byKey.get(key).version]) });
        dirty.clear();
        keep();
      }
      if (queue.length && !busy) post(queue[0]);
    }

    async function post(request) {
      busy = true;
      clearTimeout(retry);
      if (trouble !== "offline") tell();
      const body = new URLSearchParams({ hat: field("hat"), "preau.grid": "live", id: request.id });
      request.cells.forEach(([key, symbol, version]) => body.append("cell", `${key}/${encodeURIComponent(symbol)}/${version}`));
      let answer = null, data = null;
      try {
        // A copy is on the device before the request leaves.
        await writing;
        answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", credentials: "same-origin" });
        if ((answer.headers.get("content-type") ?? "").startsWith("application/json")) data = await answer.json();
      } catch { answer = null; }
      busy = false;
      if (answer?.ok && data?.saved) return done(request, data);
      if (answer && (answer.type === "opaqueredirect" || answer.status === 401)) { trouble = "ended"; return tell(note); }
      if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 408 || answer.ok && !data) {
        trouble = "offline";
        retry = setTimeout(send, Math.min(1000 * 2 ** tries++, LONGEST));
        return tell(note);
      }
      // Refused for good: nothing is sent again until somebody types; what is shown stays marked as unsaved.
      queue.shift();
      request.cells.forEach(([key, symbol]) => { if (!dirty.has(key)) dirty.set(key, symbol); paint(byKey.get(key)); });
      trouble = "refused";
      why = data?.error || t.refusedWhy;
      keep();
      tell();
      if (queue.length) send();
    }

    function done(request, data) {
      queue.shift();
      tries = 0;
      trouble = "";
      const met = new Set();
      for (const [row, column, symbol, version] of data.saved) {
        const cell = byKey.get(`${row}/${encodeURIComponent(column)}`);
        if (!cell) continue;
        met.add(cell.key);
        Object.assign(cell, { base: symbol, version });
        if (dirty.get(cell.key) === symbol) dirty.delete(cell.key);
        if (!dirty.has(cell.key)) cell.input.value = symbol;
        paint(cell);
      }
      for (const conflict of data.conflicts) {
        const cell = byKey.get(`${conflict.row}/${encodeURIComponent(conflict.column)}`);
        if (!cell) continue;
        met.add(cell.key);
        conflict.mine = dirty.get(cell.key) ?? conflict.mine;
        dirty.delete(cell.key);
        cell.conflict = conflict;
        cell.input.value = conflict.mine;
        paint(cell);
      }
      // A cell the answer is silent about is not saved.
      const silent = request.cells.filter(([key]) => byKey.has(key) && !met.has(key) && !dirty.has(key));
      silent.forEach(([key, symbol]) => { dirty.set(key, symbol); paint(byKey.get(key)); });
      if (silent.length) { trouble = "refused"; why = t.refusedWhy; }
      else {
        const now = new Date();
        saved = fill(t.saved, { time: `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}` });
      }
      keep();
      document.dispatchEvent(new Event("preau:alive"));
      if (data.conflicts.length) panelShow(true);
      if (!silent.length) send();
      tell(note);
    }

    // Conflicts: listed under the grid; 1 keeps mine, 2 takes theirs, arrows walk.
    let opened = 0;
    function panelShow(focus) {
      const open = disputed();
      list.replaceChildren(...open.map((cell) => {
        const { mine, theirs, by, at: when, who } = cell.conflict;
        const item = el("li", "", { tabIndex: -1 });
        item.append(el("span", fill(t.conflict, { who, item: columns[cell.c].short, mine: shown(mine), by, theirs: shown(theirs), at: when })));
        const both = [[t.keep, mine, "mine"], [t.take, theirs, "theirs"]].map(([text, symbol, choice], i) => {
          const b = el("button", `${i + 1} – ${text} : ${shown(symbol)}`, { type: "button" });
          b.addEventListener("click", () => settle(cell, choice));
          return b;
        });
        item.append(...both);
        item.addEventListener("keydown", (e) => {
          const next = { ArrowDown: item.nextSibling, ArrowUp: item.previousSibling }[e.key];
          // What was being typed into a cell when the panel opened settles nothing.
          if (Date.now() - opened < UNREAD && /^[12]$/.test(e.key)) return e.preventDefault();
          if (e.key === "1" || e.key === "2") { e.preventDefault(); settle(cell, e.key === "1" ? "mine" : "theirs"); }
          else if (next) { e.preventDefault(); next.focus(); }
        });
        return item;
      }));
      panel.hidden = !open.length;
      if (focus && open.length) { opened = Date.now(); list.firstChild.focus(); }
    }
    function settle(cell, choice) {
      const { mine, theirs, version } = cell.conflict;
      Object.assign(cell, { conflict: null, base: theirs, version });
      if (choice) {
        set(cell, choice === "mine" ? mine : theirs);
        clearTimeout(timer);
        send();
      }
      panelShow(false);
      if (!choice) return;
      if (list.firstChild) list.firstChild.focus(); else cell.input.focus();
    }

    // Typing.
    const tools = one(".tools"), advance = el("select");
    [["", t.stay], ["r", t.right], ["d", t.down]].forEach(([value, text]) => advance.append(el("option", text, { value })));
    try { advance.value = sessionStorage.getItem("preau.advance") ?? ""; } catch { /* no storage here */ }
    advance.addEventListener("change", () => { try { sessionStorage.setItem("preau.advance", advance.value); } catch { /* as above */ } });
    const label = el("label", t.advance + " ");
    label.append(advance);
    tools.append(label);
    one(".help .live").hidden = false;
    one(".help .plain").hidden = true;

    const go = (cell, r, c) => at(cell.r + r, cell.c + c)?.input.focus();
    function enter(cell, code) {
      set(cell, code.symbol);
      if (advance.value === "r") at(cell.r, cell.c + 1) ? go(cell, 0, 1) : at(cell.r + 1, 0)?.input.focus();
      if (advance.value === "d") at(cell.r + 1, cell.c) ? go(cell, 1, 0) : at(0, cell.c + 1)?.input.focus();
    }
    function many(changes) {
      undo = changes.map(([cell]) => [cell, cell.input.value]);
      changes.forEach(([cell, symbol]) => set(cell, symbol));
    }
    function spread(cell, where) {
      const symbol = cell.input.value;
      if (!symbol) return tell(t.fillEmpty);
      const targets = rows.flat().filter((o) => (where === "T" || (where === "C" ? o.c === cell.c : o.r === cell.r)) && o.input.value !== symbol);
      const over = targets.filter((o) => o.input.value).length;
      if (over && !confirm(count(t.fill, over, { code: symbol }))) return;
      many(targets.map((o) => [o, symbol]));
      tell(count(t.filled, targets.length));
    }
    form.addEventListener("keydown", (e) => {
      const cell = byInput.get(e.target);
      if (!cell) return;
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && undo) {
        e.preventDefault();
        undo.forEach(([c, symbol]) => set(c, symbol));
        undo = null;
        return tell(t.undone);
      }
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] }[e.key];
      const upper = e.key.toUpperCase(), by = (key) => codes.find((c) => c.key === key);
      // On a French keyboard the row of digits gives & é " ' without shift: the place of the key counts too.
      const code = by(upper) ?? by(/^Digit(\d)$/.exec(e.code)?.[1]);
      if (move) go(cell, ...move);
      else if (e.key === "Escape") after.focus();
      else if (e.key === "Delete" || e.key === "Backspace") set(cell, "");
      else if (code) enter(cell, code);
      else if ("CLT".includes(upper)) spread(cell, upper);
      else if (e.key.length === 1 && e.key !== " ") tell(fill(t.unknownKey, { key: e.key }));
      else if (e.key !== " ") return;
      e.preventDefault();
    });
    // Keyboards on glass give no key: what arrives in the cell is read instead.
    form.addEventListener("input", (e) => {
      const cell = byInput.get(e.target);
      if (!cell) return;
      const typed = e.target.value, code = find(typed) ?? find(typed.slice(-1));
      if (code) enter(cell, code); else set(cell, typed ? dirty.get(cell.key) ?? cell.base : "");
    });
    form.addEventListener("focusin", (e) => { if (byInput.has(e.target)) { last = byInput.get(e.target); e.target.select(); } });
    let last = at(0, 0);

    // A block from a spreadsheet, from the current cell on; its blanks leave cells as they are.
    form.addEventListener("paste", (e) => {
      const cell = byInput.get(e.target);
      if (!cell) return;
      e.preventDefault();
      const changes = [], unknown = [];
      let outside = 0;
      const text = e.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      text.split("\n").forEach((line, r) => line.split("\t").forEach((value, c) => {
        if (!value.trim()) return;
        const target = at(cell.r + r, cell.c + c), code = find(value);
        if (!target) outside++;
        else if (code) changes.push([target, code.symbol]);
        else unknown.push(`${target.who} – ${columns[target.c].short} « ${value.trim().slice(0, 12)} »`);
      }));
      many(changes);
      tell([count(t.pasted, changes.length), unknown.length && fill(t.pasteUnknown, { list: unknown.slice(0, 10).join(", ") + (unknown.length > 10 ? "…" : "") }), outside && count(t.pasteOutside, outside)].filter(Boolean).join(". "));
    });

    // Keys for fingers, where there is no finer pointer.
    if (matchMedia("(pointer: coarse)").matches) {
      byInput.forEach((_, input) => { input.inputMode = "none"; });
      const pad = el("div", "", { className: "keypad" });
      pad.setAttribute("role", "group");
      pad.setAttribute("aria-label", t.keypad);
      [...codes, { symbol: "", label: t.erase }].forEach((code) => {
        const b = el("button", code.symbol || t.erase, { type: "button", title: code.label });
        if (code.shade) b.dataset.s = code.shade;
        b.addEventListener("pointerdown", (e) => e.preventDefault());
        b.addEventListener("click", () => { code.symbol ? enter(last, code) : set(last, ""); });
        pad.append(b);
      });
      form.append(pad);
    }

    form.addEventListener("submit", (e) => { e.preventDefault(); clearTimeout(timer); trouble = ""; send(); tell(); });
    const wake = () => { if (trouble === "offline" || trouble === "ended") { tries = 0; send(); } };
    addEventListener("online", wake);
    addEventListener("focus", wake);
    document.addEventListener("visibilitychange", () => document.hidden || wake());
    let leaving = false;
    document.addEventListener("preau:leave", () => { leaving = true; store = null; });
    addEventListener("beforeunload", (e) => { if (!leaving && Number(t.pending) && !(store && sealed)) e.preventDefault(); });

    safe(form.action).then(async (found) => {
      store = found;
      const left = found ? await found.take() : [];
      let n = 0;
      const put = ([key, symbol, version], late) => {
        const cell = byKey.get(key);
        if (!cell) return;
        n++;
        cell.version = version;
        cell.input.value = symbol;
        if (late) dirty.set(key, symbol);
        paint(cell);
      };
      for (const [, { queue: sent, late }] of left) {
        sent.forEach((q) => { queue.push(q); q.cells.forEach((c) => put(c, false)); });
        late.forEach((c) => put(c, true));
      }
      if (!n) { if (found) found.drop(left.map(([name]) => name)); return keep(); }
      keep();
      await writing;
      found.drop(left.map(([name]) => name));
      send();
      tell(count(t.restored, n));
    });
  }

  document.querySelectorAll("form[data-grid]").forEach(start);
})();
