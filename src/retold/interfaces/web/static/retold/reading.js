// How far one is in the work, as one reads: the bar at the foot of the page follows.

const place = document.querySelector(".place");
const bar = place.querySelector("progress");
const left = place.querySelector(".left");
const story = document.querySelector(".read");
const [before, here, all] = ["before", "here", "all"].map((name) => Number(place.dataset[name]));
const WORDS_A_MINUTE = 240;

function follow() {
  const { top, height } = story.getBoundingClientRect();
  const seen = Math.min(1, Math.max(0, (window.innerHeight - top) / height));
  const atTop = window.scrollY < 8;
  const read = before + here * (atTop ? 0 : seen);
  const part = all ? Math.round((100 * read) / all) : 100;
  const minutes = Math.ceil((all - read) / WORDS_A_MINUTE);
  bar.max = all || 1;
  bar.value = all ? read : 1;
  const rest = minutes < 1 ? "read" : minutes < 90 ? `${minutes} min left` : `${Math.round(minutes / 60)} h left`;
  left.textContent = `${part}% · ${rest}`;
}

let due = false;
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    follow();
  });
}

addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon, { passive: true });
follow();
