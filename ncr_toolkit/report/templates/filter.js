(() => {
  const form = document.getElementById("filter"), shown = document.getElementById("shown");
  const filters = [...form.querySelectorAll("select[data-filter]")], order = form.elements.order;
  const rows = [...document.querySelectorAll("tbody tr")];
  const body = document.querySelector("#problems tbody"), own = body ? [...body.rows] : [];
  let sorted = "";
  const said = select => select.selectedOptions[0].dataset.name;

  function show(gone) {
    const active = filters.filter(each => each.value);
    for (const row of rows) row.hidden = active.some(each =>
      each.name in row.dataset && row.dataset[each.name] !== each.value);
    const words = ["problems", "aside"].map(id => [...document.querySelectorAll(`#${id} tbody tr`)])
      .map(all => [all.filter(row => !row.hidden).length, all.length]);
    const count = `${words[0][0]} of ${words[0][1]} problems shown` +
      (words[1][1] ? `, ${words[1][0]} of ${words[1][1]} set aside` : "");
    const file = own.filter(row => !("level" in row.dataset)).length;
    const always = file ? ` What is wrong with the workbook itself (${file}) is always among them.` : "";
    const only = active.map(each => `${each.labels[0].firstChild.data.trim().toLowerCase()} ${said(each)}`).join(", ");
    shown.textContent = (gone ? `This page has no ${gone}. ` : "") +
      (only ? `Only ${only}: ${count}.${always}` : `${count}.`);
    shown.className = only || gone ? "shown only" : "shown";
    for (const part of document.querySelectorAll("section"))
      part.hidden = ![...part.querySelectorAll("tbody tr")].some(row => !row.hidden);
    if (body && order.value !== sorted)
      for (const row of order.value ? [...own].sort((a, b) => a.dataset.n - b.dataset.n) : own) body.append(row);
    sorted = order.value;
  }
  function read() {
    const hash = new URLSearchParams(location.hash.slice(1)), gone = [];
    for (const each of [...filters, order]) {
      const wanted = hash.get(each.name) || "";
      each.value = wanted;
      if (each.selectedIndex < 0) { each.value = ""; gone.push(`${each.name} \u201c${wanted}\u201d`); }
    }
    show(gone.join(", "));
  }
  function write() {
    const hash = new URLSearchParams();
    for (const each of [...filters, order]) if (each.value) hash.set(each.name, each.value);
    show("");
    location.replace("#" + hash);
  }
  form.addEventListener("change", write);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write));
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
