(() => {
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const form = document.getElementById("filter"), shown = document.getElementById("shown");
  const {search, order} = form.elements, choices = all("select[data-filter]", form), tiles = [];
  const many = all("tr.many"), items = all("tbody tr:not(.many), ul.members li");
  const body = document.querySelector("#problems tbody"), own = body ? [...body.rows] : [];
  let sorted = "";

  // What each row is found by: its own, of one of many also what stands on their common row, and what its finding has
  // several of
  const severals = choices.filter(each => each.dataset.filter).map(each => each.name);
  const findings = {}, facts = new Map(), texts = new Map();
  for (const item of items) {
    const group = item.closest("tr.many"), fact = {...group?.dataset, ...item.dataset};
    if ("state" in fact) findings[fact.finding] = fact;
    facts.set(item, fact);
  }
  for (const fact of facts.values()) for (const name of severals) fact[name] ??= findings[fact.finding]?.[name];
  const between = {words: " ", lines: "\n"};

  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  function text(item) {
    if (!texts.has(item)) texts.set(item, plain(item.textContent));
    return texts.get(item);
  }
  const head = group => [...group.cells].flatMap(cell => [...cell.childNodes]).filter(node => node.nodeName !== "DETAILS")
    .map(node => node.textContent).join(" ");
  const heads = new Map(many.map(group => [group, plain(head(group))]));
  const fits = (item, active, words) => {
    const fact = facts.get(item);
    return active.every(({name, value, dataset}) => fact[name] === undefined ||
      (dataset.filter ? fact[name].split(between[dataset.filter]).includes(value) : fact[name] === value)) &&
      words.every(word => text(item).includes(word) || heads.get(item.closest("tr.many"))?.includes(word));
  };

  function gather(group) {
    const every = all("ul.members li", group), left = every.filter(item => !item.hidden);
    const cells = left.slice(0, 3).map(({firstChild}, place) =>
      place ? firstChild.textContent.split("!").pop() : firstChild.textContent);
    const more = left.length - cells.length, last = more ? `${more} more` : cells.length > 1 ? cells.pop() : "";
    group.hidden = !left.length;
    group.querySelector(".places").textContent = cells.join(", ") + (last ? ` and ${last}` : "");
    for (const count of all(".count", group))
      count.textContent = left.length < every.length ? `${left.length} of ${every.length}` : every.length;
  }
  function counted() {
    const counts = new Map();
    for (const item of items) {
      const noun = item.closest("table").dataset.noun, [left, total] = counts.get(noun) || [0, 0];
      if (noun) counts.set(noun, [left + !item.hidden, total + 1]);
    }
    return [...counts].map(([noun, [left, total]]) => `${left} of ${total} ${noun}`).join(", ");
  }
  function fold(filtered) {
    for (const more of all("details.more")) {
      const some = all("tbody tr", more).some(row => !row.hidden);
      more.hidden = !some;
      if (filtered && some) more.open = true;
    }
    for (const section of all("main section")) {
      const rows = all("tbody tr", section), empty = rows.length && rows.every(row => row.hidden);
      const sentence = section.querySelector("p.nothing");
      section.hidden = empty && !sentence;
      if (sentence) sentence.hidden = !empty;
      for (const table of all("table", section)) table.hidden = empty;
    }
  }
  function arrange() {
    const wanted = order ? order.value : "";
    if (body && wanted !== sorted)
      for (const row of wanted ? [...own].sort((a, b) => a.dataset.n - b.dataset.n) : own) body.append(row);
    sorted = wanted;
  }

  function show(gone) {
    const active = choices.filter(each => each.value), words = plain(search.value).split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !fits(item, active, words);
    many.forEach(gather);
    fold(active.length || words.length);
    const only = active.map(each =>
      `${each.labels[0].firstChild.data.trim().toLowerCase()} ${each.selectedOptions[0].dataset.name}`);
    if (words.length) only.push(`with \u201c${search.value.trim()}\u201d`);
    const always = own.filter(row => !("level" in row.dataset)).length;
    shown.textContent = (gone ? `This page has no ${gone}. ` : "") + (only.length ? `Only ${only.join(", ")}: ` : "") +
      `${counted()} shown.` + (always && active.length && !words.length ?
        ` What is wrong with the workbook itself (${always}) is always among them.` : "");
    shown.className = only.length || gone ? "shown only" : "shown";
    for (const {button, name, value} of tiles) button.ariaPressed = String(form.elements[name].value === value);
    arrange();
  }
  const controls = [...choices, search, ...(order ? [order] : [])];
  function read() {
    if (location.hash && !location.hash.includes("=")) return;  // a place on the page
    const hash = new URLSearchParams(location.hash.slice(1)), gone = [];
    for (const each of controls) {
      const wanted = hash.get(each.name) || "";
      each.value = wanted;
      if (each.selectedIndex < 0) { each.value = ""; gone.push(`${each.name} \u201c${wanted}\u201d`); }
    }
    show(gone.join(", "));
  }
  function write() {
    const hash = new URLSearchParams();
    for (const each of controls) if (each.value) hash.set(each.name, each.value);
    show("");
    history.replaceState(null, "", "#" + hash);
  }

  for (const tile of all("[data-tile]")) {
    const button = document.createElement("button"), [name, value] = tile.dataset.tile.split("=");
    if (![...form.elements[name].options].some(option => option.value === value)) continue;
    button.type = "button";
    button.append(...tile.querySelector("div").childNodes);
    tile.replaceChildren(button);
    tiles.push({button, name, value});
    button.addEventListener("click", () => {
      form.elements[name].value = form.elements[name].value === value ? "" : value;
      write();
    });
  }
  let waiting;
  form.addEventListener("change", write);
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(write, 150); });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write));
  addEventListener("hashchange", read);
  let folded = [];  // paper shows all
  addEventListener("beforeprint", () => {
    folded = all("details.rest:not([open])");
    for (const rest of folded) rest.open = true;
  });
  addEventListener("afterprint", () => { for (const rest of folded) rest.open = false; });
  form.hidden = false;
  show("");
  read();
})();
