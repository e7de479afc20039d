// Files dropped or chosen come in one by one, each with its own progress; without this script the form sends them.

const form = document.getElementById("bring-in");
const input = document.getElementById("files");
const results = document.getElementById("results");
const list = results.querySelector("ul");
const limit = Number(form.dataset.limit);
const waiting = [];
let job = "";
let busy = false;

// The label becomes the button, since files come in as soon as they are chosen.
form.querySelector("[data-with-script]").hidden = false;
const label = form.querySelector("label");
label.textContent = "Or choose files";
label.className = "button";
input.className = "unseen";
label.append(input); // whoever comes to it by the Tab key finds the button in view
input.required = false;
document.documentElement.dataset.scripted = "";

const atOnce = form.querySelector("[name=at_once]");

input.addEventListener("change", () => {
  if (atOnce.checked) return form.submit(); // the form sends them all together, and leads to their run
  take(input.files);
  input.value = "";
});

form.addEventListener("submit", (event) => event.preventDefault());


for (const name of ["dragenter", "dragover"])
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });

for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));

form.addEventListener("drop", (event) => {
  event.preventDefault();
  if (atOnce.checked) {
    input.files = event.dataTransfer.files;
    return form.submit();
  }
  take(event.dataTransfer.files);
});

function take(files) {
  results.hidden = files.length === 0 && list.children.length === 0;
  for (const file of files) {
    const row = element("li", "file");
    row.append(element("span", "file-name", file.name));
    list.append(row);
    if (file.size > limit) say(row, `This file is larger than ${form.dataset.limitWords}, which is the most that may come in.`, true);
    else waiting.push({ file, row });
  }
  next();
}

function next() {
  const turn = busy ? null : waiting.shift();
  if (!turn) return;
  busy = true;
  const bar = element("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${turn.file.name}: how much of it has come in`);
  turn.row.append(bar);
  send(turn.file, bar)
    .then((answer) => show(turn.row, answer))
    .catch((error) => say(turn.row, error.message, true))
    .finally(() => {
      bar.remove();
      busy = false;
      next();
    });
}

function send(file, bar) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("job", job);
  body.set("files", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const broken = () => reject(new Error("The connection broke before the file was in. Choose it once more."));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (loaded < total) bar.value = loaded / total;
      else bar.removeAttribute("value"); // all is there; now it is being read
    });
    request.addEventListener("error", broken);
    request.addEventListener("load", () => {
      if (request.response?.files) resolve(request.response);
      else if (request.response?.error) reject(new Error(request.response.error));
      else broken();
    });
    request.send(body);
  });
}

function show(row, answer) {
  job = answer.job;
  const [first, ...others] = answer.files;
  fill(row, first);
  let last = row;
  for (const file of others) {
    const another = element("li", "file");
    another.append(element("span", "file-name"));
    last.after(another);
    fill(another, file);
    last = another;
  }
}

function fill(row, file) {
  row.querySelector(".file-name").textContent = file.name;
  say(row, file.sentence, file.refused);
  if (!file.href) return;
  const link = element("a", "button plain slim", file.link);
  link.href = file.href;
  link.append(element("span", "unseen", ` ${file.name}`));
  row.append(link);
}

function say(row, sentence, refused) {
  row.classList.toggle("refused", refused);
  row.append(element("p", "", sentence));
}

function element(name, className = "", text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
