// What every page is quicker with: settings that show at once, panels that close when one looks elsewhere.
// Everything here works without it too, by the forms' own buttons.

const root = document.documentElement;

for (const form of document.querySelectorAll(".reading-settings")) {
  const button = form.querySelector(".actions");
  button.hidden = true;
  form.addEventListener("change", async ({ target }) => {
    if (target.matches("[data-default]")) delete root.dataset[target.name];
    else root.dataset[target.name] = target.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      button.hidden = answer.ok;
    } catch {
      button.hidden = false;
    }
  });
}

const openPanels = () => [...document.querySelectorAll("details:is(.setter, .role)[open]")];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const panel of openPanels()) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});

document.addEventListener("click", ({ target }) => {
  for (const panel of openPanels()) if (!panel.contains(target)) panel.open = false;
});

// A table that is wider than its column is scrolled: whoever has no mouse must be able to come to it.
function reachTables() {
  for (const table of document.querySelectorAll("main table"))
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    else table.removeAttribute("tabindex");
}

addEventListener("resize", reachTables, { passive: true });
reachTables();
