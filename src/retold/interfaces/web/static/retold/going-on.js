// Works on their way: the list is looked at again every few seconds, until nothing in it is going on.

const list = document.querySelector("[data-going-on]");
let wait = 2000;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = page.querySelector(".files");
    if (newer && newer.innerHTML !== list.innerHTML && !list.contains(document.activeElement)) list.replaceChildren(...newer.children);
    if (newer && !("goingOn" in newer.dataset)) {
      document.getElementById("going-on")?.remove();
      return;
    }
  } catch {
    // The archive may be starting again; the next look finds out.
  }
  wait = Math.min(wait * 1.3, 15000);
  setTimeout(look, wait);
}

document.documentElement.dataset.scripted = "";
setTimeout(look, wait);
