// The shell: session countdown, tabs, and what leaves the device at logout. Sentences come from data attributes.
(() => {
  "use strict";
  const say = document.body.dataset;
  const count = (both, n) => both.split("|")[n < 2 ? 0 : 1].replace("{n}", n);

  // Session countdown (SAC-58). Saving cells prolongs the session: grid.js says so by an event.
  const session = document.querySelector(".session");
  if (session && say.left) {
    const [shown, spoken] = session.children;
    const start = Date.now();
    const idle = Number(session.dataset.idle) * 1000;
    const end = start + Number(session.dataset.whole) * 1000;
    let until = start + idle;
    let told = 0;
    const show = () => {
      const left = Math.min(until, end) - Date.now();
      const minutes = Math.floor(left / 60000);
      const text = left <= 0 ? say.over : minutes < 1 ? say.last : count(say.left, minutes);
      if (shown.textContent !== text) shown.textContent = text;
      session.classList.toggle("soon", minutes < 5);
      // Spoken at five minutes, one minute and the end only.
      const step = left <= 0 ? 3 : minutes < 1 ? 2 : minutes < 5 ? 1 : 0;
      if (step > told) spoken.textContent = text;
      told = step;
    };
    document.addEventListener("preau:alive", () => { until = Date.now() + idle; show(); });
    show();
    setInterval(show, 5000);
  }

  // Tabs, after the pattern of WAI-ARIA: arrows move, only the current tab is in the tab order.
  document.querySelectorAll("[data-tabs]").forEach((box, nth) => {
    const panels = [...box.children].filter((c) => c.matches("section"));
    if (panels.length < 2) return;
    const bar = document.createElement("div");
    bar.setAttribute("role", "tablist");
    const tabs = panels.map((panel, at) => {
      const title = panel.querySelector("h2,h3,h4,h5,h6");
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `_tab${nth}-${at}`;
      tab.textContent = title.textContent;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      title.classList.add("vh");
      tab.addEventListener("click", () => choose(at));
      bar.append(tab);
      return tab;
    });
    const choose = (at) => tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", i === at);
      tab.tabIndex = i === at ? 0 : -1;
      panels[i].hidden = i !== at;
    });
    bar.addEventListener("keydown", (e) => {
      const at = tabs.indexOf(e.target);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
      if (at < 0 || to === undefined) return;
      e.preventDefault();
      const next = (to + tabs.length) % tabs.length;
      choose(next);
      tabs[next].focus();
    });
    box.prepend(bar);
    // An address with #section shows that section.
    const wanted = () => panels.findIndex((p) => `#${p.id}` === location.hash);
    choose(Math.max(wanted(), 0));
    addEventListener("hashchange", () => wanted() >= 0 && choose(wanted()));
  });

  // At logout the copies of this person's unsaved cells leave the device, after asking when there are some.
  const kept = async () => {
    if (!say.seal || !window.crypto?.subtle) return null;
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(say.seal));
    return "preau:" + [...new Uint8Array(hash).slice(0, 8)].map((b) => b.toString(16).padStart(2, "0")).join("") + ":";
  };
  let prefix = null;
  kept().then((found) => { prefix = found; }, () => {});
  document.querySelectorAll("form[data-leave]").forEach((form) => form.addEventListener("submit", (e) => {
    let names = [];
    try { names = prefix ? Object.keys(localStorage).filter((n) => n.startsWith(prefix)) : []; } catch { /* no storage here */ }
    let cells = 0;
    document.querySelectorAll("form[data-grid]").forEach((grid) => { cells += Number(grid.dataset.pending || 0); });
    if (cells > 0 && !confirm(count(say.logout, cells))) { e.preventDefault(); return; }
    document.dispatchEvent(new Event("preau:leave"));
    names.forEach((n) => localStorage.removeItem(n));
  }));
})();
