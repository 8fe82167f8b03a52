"use strict";
// Whether every file is as it was packed: read on this computer, nothing is sent anywhere.
(() => {
  const MANIFEST = "manifest.json", SUMS = "SHA256SUMS", SYSTEM = [".DS_Store", "Thumbs.db", "desktop.ini"];
  const result = document.getElementById("result"), texts = document.getElementById("texts").dataset;
  const say = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // SHA-256 (FIPS 180-4), for browsers that offer none to a page opened from the disk
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
  const part = root => Math.floor((root - Math.floor(root)) * 2 ** 32) >>> 0;
  const K = primes.map(p => part(Math.cbrt(p))), START = primes.slice(0, 8).map(p => part(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function ownHash(bytes) {
    const data = new Uint8Array((bytes.length + 72) >> 6 << 6), view = new DataView(data.buffer);
    data.set(bytes);
    data[bytes.length] = 0x80;
    view.setUint32(data.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(data.length - 4, bytes.length << 3);
    const H = [...START], w = new Uint32Array(64);
    for (let at = 0; at < data.length; at += 64) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { w[i] = view.getUint32(at + 4 * i); continue; }
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = H;
      for (let i = 0; i < 64; i++) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { H[i] = (H[i] + x) | 0; });
    }
    return H.map(x => (x >>> 0).toString(16).padStart(8, "0")).join("");
  }

  async function hash(buffer) {
    if (globalThis.crypto && crypto.subtle) {
      const found = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
      return [...found].map(x => x.toString(16).padStart(2, "0")).join("");
    }
    return ownHash(new Uint8Array(buffer));
  }

  // The chosen files by their names in the package; files chosen one by one come without their folders.
  async function named(files, listed) {
    const whole = files.some(each => each.path.includes("/")), found = new Map();
    const top = files.filter(each => /(^|\/)manifest\.json$/.test(each.path))
      .sort((a, b) => a.path.length - b.path.length)[0].path.slice(0, -MANIFEST.length);
    for (const each of files) {
      let name = each.path.startsWith(top) ? each.path.slice(top.length) : each.path;
      if (!whole) {
        const same = listed.filter(one => one.name.split("/").pop() === each.path && !found.has(one.name));
        const print = same.length > 1 ? await hash(await each.file.arrayBuffer()) : "";
        name = (same.find(one => one.sha256 === print) || same[0] || { name }).name;
      }
      found.set(name.normalize("NFC"), each.file);
    }
    return found;
  }

  function line(kind, text, items = []) {
    const p = document.createElement("p");
    p.className = kind;
    p.textContent = text;
    result.append(p);
    if (!items.length) return;
    const list = document.createElement("ul");
    for (const item of items) list.append(Object.assign(document.createElement("li"), { textContent: item }));
    result.append(list);
  }

  async function checkPackage(files) {
    result.replaceChildren();
    const manifest = files.filter(each => /(^|\/)manifest\.json$/.test(each.path))
      .sort((a, b) => a.path.length - b.path.length)[0];
    if (!manifest) return line("bad", say("away", { file: MANIFEST }));
    const raw = await manifest.file.arrayBuffer(), print = await hash(raw);
    let listed;
    try {
      listed = JSON.parse(new TextDecoder().decode(raw)).files;
      if (!listed.every(each => each.name && each.sha256)) throw 0;
    } catch {
      return line("bad", say("damaged", { file: MANIFEST }));
    }
    const found = await named(files, listed), changed = [], missing = [], known = new Set([MANIFEST, SUMS]);
    let done = 0;
    for (const each of listed) {
      const file = found.get(each.name.normalize("NFC"));
      known.add(each.name.normalize("NFC"));
      if (!file) missing.push(each.name);
      else if (file.size !== each.size || await hash(await file.arrayBuffer()) !== each.sha256) changed.push(each.name);
      result.dataset.done = say("checked", { done: ++done, count: listed.length });
    }
    const sums = listed.map(each => `${each.sha256}  ${each.name}\n`).join("") + `${print}  ${MANIFEST}\n`;
    if (!found.has(SUMS)) missing.push(SUMS);
    else if (await found.get(SUMS).text() !== sums) changed.push(SUMS);
    const extra = [...found.keys()].filter(name => !known.has(name) && !SYSTEM.includes(name.split("/").pop()));
    delete result.dataset.done;
    tell(listed.length, changed, missing, extra, print.slice(0, 16).toUpperCase().match(/.{4}/g).join("-"));
  }

  function tell(count, changed, missing, extra, code) {
    if (!changed.length && !missing.length && !extra.length)
      line("good", say("whole", { count }));
    if (changed.length) line("bad", say("changed"), changed);
    if (missing.length) line("bad", say("missing"), missing);
    if (extra.length) line("bad", say("extra"), extra);
    line("code", say("code", { code }));
  }

  async function inside(entry, path = "") {
    if (entry.isFile) return [{ path: path + entry.name, file: await new Promise((yes, no) => entry.file(yes, no)) }];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (!some.length) return found;
      for (const each of some) found.push(...await inside(each, `${path}${entry.name}/`));
    }
  }

  async function run(files) {
    result.textContent = say("reading");
    try {
      await checkPackage(await files);
    } catch (error) {
      result.replaceChildren();
      line("bad", say("unread", { reason: error.message || error }));
    }
  }

  for (const input of document.querySelectorAll("input[type=file]"))
    input.addEventListener("change", () => run(Array.from(input.files, file => ({ path: file.webkitRelativePath || file.name, file }))));
  document.addEventListener("dragover", event => event.preventDefault());
  document.addEventListener("drop", event => {
    event.preventDefault();
    const entries = Array.from(event.dataTransfer.items, item => item.webkitGetAsEntry()).filter(Boolean);
    run(Promise.all(entries.map(entry => inside(entry))).then(all => all.flat()));
  });
  globalThis.checkPackage = checkPackage;
  document.getElementById("check").hidden = false;
})();
