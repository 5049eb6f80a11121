// Filters and folding; the rest of the page works without this script.
"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const counted = (number, single, many = `${single}s`) => `${number.toLocaleString("en")} ${number === 1 ? single : many}`;

  // A complete name matches only itself, so that prod-1 does not match prod-10.
  const matcher = (query, names) => {
    const wanted = query.trim().toLowerCase();
    if (!wanted) return () => true;
    return names.some((name) => name.toLowerCase() === wanted)
      ? (name) => name.toLowerCase() === wanted
      : (_, text) => text.toLowerCase().includes(wanted);
  };

  const access = (values) => {
    const data = JSON.parse(one("#access-data").textContent);
    const bodies = all("#access tbody");
    const names = Object.keys(data.accounts);
    const person = matcher(values.person, bodies.map((body) => body.dataset.person));
    const account = matcher(values.account, names);
    const role = matcher(values.role, all("#access [data-role]").map((row) => row.dataset.role));
    const found = data.sets.map((keys) => keys.filter((key) => account(key, data.accounts[key] ?? key)));
    const reached = new Set();
    const roles = new Set();
    let people = 0;
    for (const body of bodies) {
      const isPerson = person(body.dataset.person, body.dataset.person);
      let shown = 0;
      for (const row of all("tr[data-role]", body)) {
        const accounts = found[row.dataset.set];
        row.hidden = !(isPerson && role(row.dataset.role, row.dataset.role) && accounts.length);
        if (row.hidden) continue;
        shown += 1;
        roles.add(row.dataset.role);
        accounts.forEach((key) => reached.add(key));
        const fewer = accounts.length < data.sets[row.dataset.set].length;
        one(".all", row).hidden = fewer;
        one(".hits", row).hidden = !fewer;
        one(".hits", row).textContent = fewer ? accounts.join(", ") : "";
      }
      body.hidden = shown === 0 && !(isPerson && !values.account && !values.role);
      people += body.hidden ? 0 : 1;
    }
    one("#access table").hidden = people === 0;
    return [people, `${counted(people, "person", "people")}, ${counted(roles.size, "role")}, ${counted(reached.size, "account")}`];
  };

  const unfolded = new Set(all("[data-group][open]"));
  const search = (section, single, many) => (values) => {
    const wanted = values.find.trim().toLowerCase();
    let shown = 0;
    for (const group of all(`#${section} [data-group]`)) {
      let here = 0;
      for (const item of all("[data-find]", group)) {
        const text = item.dataset.find || item.textContent;
        item.hidden = !text.toLowerCase().includes(wanted);
        here += item.hidden ? 0 : 1;
      }
      group.hidden = here === 0;
      group.open = wanted ? here > 0 : unfolded.has(group);
      shown += here;
    }
    return [shown, counted(shown, single, many)];
  };

  const filters = {
    access,
    accounts: search("accounts", "account"),
    policies: search("policies", "policy", "policies"),
  };

  const run = (form, initial) => {
    const name = form.dataset.filter;
    const values = Object.fromEntries(new FormData(form));
    const asked = Object.entries(values).filter(([, value]) => value.trim());
    const [shown, text] = filters[name](values);
    one(`#${name} .nothing`).hidden = shown > 0;
    one(".status", form).textContent = text;
    if (initial) return;
    const query = new URLSearchParams(asked).toString();
    history.replaceState(null, "", `#${name}${query && `?${query}`}`);
  };

  const follow = () => {
    const [, name, query] = /^#([^?]*)(?:\?(.*))?$/.exec(location.hash) ?? [];
    const form = one(`[data-filter="${CSS.escape(name ?? "")}"]`);
    if (form && query) {
      const values = new URLSearchParams(query);
      for (const input of all("input", form)) input.value = values.get(input.name) ?? "";
      run(form, true);
      one(`#${name}`).scrollIntoView();
      return;
    }
    const target = name && document.getElementById(name);
    for (let at = target; at; at = at.parentElement) {
      if (at.hidden) clear(at.closest("main > section"));
      if (at.tagName === "DETAILS") at.open = true;
    }
    target?.scrollIntoView();
  };

  const clear = (section) => {
    const form = one("form", section);
    for (const input of all("input", form)) input.value = "";
    run(form, true);
  };

  for (const form of all(".filter")) {
    form.hidden = false;
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => run(form, false), 80);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => run(form, false)));
    run(form, true);
  }
  for (const tools of all(".tools")) tools.hidden = false;
  for (const button of all("[data-open], [data-close]")) {
    const within = `${button.dataset.open ?? button.dataset.close} details:not(.document):not([hidden] *)`;
    button.addEventListener("click", () => all(within).forEach((each) => { each.open = "open" in button.dataset; }));
  }

  // Colour a document when it is opened.
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?/g;
  const colour = (code) => {
    const text = code.textContent;
    const parts = document.createDocumentFragment();
    let end = 0;
    for (const match of text.matchAll(token)) {
      const span = document.createElement("span");
      span.className = match[1] ? (match[2] ? "k" : "s") : "l";
      span.textContent = match[1] ?? match[0];
      parts.append(text.slice(end, match.index), span);
      end = match.index + span.textContent.length;
    }
    parts.append(text.slice(end));
    code.replaceChildren(parts);
  };
  for (const details of all(".document")) {
    details.addEventListener("toggle", () => colour(one("code", details)), { once: true });
  }

  // Open everything for printing.
  let opened = [];
  const open = () => {
    opened = all("details:not([open])");
    opened.forEach((each) => { each.open = true; });
  };
  const close = () => {
    opened.forEach((each) => { each.open = false; });
    opened = [];
  };
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
  matchMedia("print").addEventListener("change", (event) => (event.matches ? opened.length || open() : close()));

  const links = new Map(all(".sections a").map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    const current = entries.filter((entry) => entry.isIntersecting).at(-1);
    if (!current) return;
    links.forEach((link) => link.removeAttribute("aria-current"));
    links.get(current.target.id)?.setAttribute("aria-current", "true");
  }, { rootMargin: "-20% 0px -79% 0px" });
  all("main > section").forEach((section) => seen.observe(section));

  addEventListener("hashchange", follow);
  if (location.hash) follow();
})();
