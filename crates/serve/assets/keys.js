// Keys for readers; every page is whole without them. They are off while typing, and can be turned off.
"use strict";
(() => {
  const off = "demarche-keys-off";
  const stored = (() => { try { return localStorage.getItem(off) === "1"; } catch { return false; } })();
  let isOff = stored, row = -1, evidence = -1;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const go = (selector) => { const link = document.querySelector(selector); if (link) link.click(); return Boolean(link); };
  const stand = (step) => {
    const all = rows();
    if (!all.length) return;
    row = Math.min(Math.max(row + step, 0), all.length - 1);
    all.forEach((one, at) => one.classList.toggle("here", at === row));
    all[row].scrollIntoView({ block: "nearest" });
    const target = all[row].querySelector("summary, a");
    if (target) target.focus({ preventScroll: true });
  };
  const point = (step) => {
    const all = [...document.querySelectorAll("[data-evidence]")];
    if (!all.length) return;
    evidence = Math.min(Math.max(evidence + step, 0), all.length - 1);
    all[evidence].focus();
    all[evidence].scrollIntoView({ block: "center" });
  };
  const known = (step) => {
    const days = [...document.querySelectorAll(".days a")];
    const at = days.findIndex((day) => day.hasAttribute("aria-current"));
    const next = days[(at < 0 ? days.length - 1 : at) + step];
    if (next) next.click();
  };
  const list = [
    ["/", "search", () => { const q = document.getElementById("q"); if (q) q.focus(); else go("#to-search"); }],
    ["j", "next row", () => stand(1)],
    ["k", "row before", () => stand(-1)],
    ["Enter", "open the row", null],
    ["o", "source of the row", () => { const all = rows(); const link = (all[row] || document).querySelector("a.place"); if (link) link.click(); }],
    ["n", "next evidence", () => point(1)],
    ["p", "evidence before", () => point(-1)],
    ["[", "as known a day earlier (timeline)", () => known(-1)],
    ["]", "as known a day later (timeline)", () => known(1)],
    ["d", "differences", () => go("#to-differences")],
    ["?", "this list", () => help()],
  ];
  const help = () => {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", "Keys");
    const table = document.createElement("dl");
    table.className = "record";
    for (const [key, what] of list) {
      const dt = document.createElement("dt"), dd = document.createElement("dd"), kbd = document.createElement("kbd");
      kbd.textContent = key; dt.append(kbd); dd.textContent = what; table.append(dt, dd);
    }
    const toggle = document.createElement("button"), close = document.createElement("button");
    toggle.textContent = isOff ? "Turn keys on" : "Turn keys off";
    toggle.onclick = () => { isOff = !isOff; try { localStorage.setItem(off, isOff ? "1" : "0"); } catch { /* not kept */ } dialog.close(); };
    close.textContent = "Close";
    close.onclick = () => dialog.close();
    dialog.onclose = () => dialog.remove();
    dialog.append(table, toggle, " ", close);
    document.body.append(dialog);
    dialog.showModal();
  };
  const button = document.getElementById("keys");
  if (button) { button.hidden = false; button.onclick = help; }
  document.addEventListener("keydown", (event) => {
    if (isOff || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    const entry = list.find(([key, , act]) => key === event.key && act);
    if (!entry) return;
    event.preventDefault();
    entry[2]();
  });
})();
