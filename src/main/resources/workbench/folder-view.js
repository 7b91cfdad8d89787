/** The patients of a folder that was chosen or dropped, each one click from its cards. */

import {h, show} from "./dom.js";
import {readFolder} from "./folder.js";
import {t} from "./texts.js";

const MAX_SHOWN = 150;

export class FolderView {
  #patients = [];
  #selected = null;
  #turn = 0;
  #open;
  #status = h("p.note", {role: "status"});
  #stop = h("button.small", {id: "folder-stop", type: "button", hidden: true, onclick: () => this.#end()}, t("folder.stop"));
  #close = h("button.small", {id: "folder-close", type: "button", onclick: () => this.#remove()}, t("folder.close"));
  #filter = h("input.filter", {
    id: "folder-filter", type: "search", placeholder: t("folder.filter"), "aria-label": t("folder.filter"), oninput: () => this.#draw(),
  });
  #list = h("ul.cases", {});
  #skipped = h("div", {});
  element = h("nav.picker.folder", {"aria-label": t("folder.title"), hidden: true},
    h("h2", {}, t("folder.title")), h("div.bar", {}, this.#status, this.#stop, this.#close), this.#filter, this.#list, this.#skipped);

  /** @param open called with a patient, as of folder.js, that is chosen */
  constructor(open) {
    this.#open = open;
  }

  /** Reads the files of a folder and lists its patients. @param files a promise of them */
  async read(files) {
    const turn = ++this.#turn;
    this.element.hidden = false;
    this.#stop.hidden = false;
    this.#patients = [];
    this.#selected = null;
    this.#filter.value = "";
    show(this.#skipped);
    this.#draw();
    this.#status.textContent = t("folder.searching");
    try {
      const {patients, skipped} = await readFolder(await files, progress => {
        this.#patients = progress.patients;
        this.#status.textContent = t("folder.progress", {done: progress.done, files: progress.files, n: progress.patients.length});
      }, () => turn === this.#turn);
      if (turn !== this.#turn) return;
      this.#patients = patients;
      this.#status.textContent = patients.length ? t("folder.count", {n: patients.length}) : t("folder.none");
      show(this.#skipped, skipped.length ? h("details.more", {}, h("summary", {}, t("folder.skipped", {n: skipped.length})),
        h("ul.sentences", {}, skipped.slice(0, MAX_SHOWN).map(each => h("li", {}, each)))) : null);
    } catch (refusal) {
      this.#patients = [];
      this.#status.textContent = refusal.message;
    }
    this.#stop.hidden = true;
    this.#draw();
  }

  /** Another record is shown than that of a patient of the folder. */
  leave() {
    this.#selected = null;
    this.#draw();
  }

  #end() {
    this.#turn++;
    this.#stop.hidden = true;
    this.#status.textContent = t("folder.count", {n: this.#patients.length});
    this.#draw();
  }

  #remove() {
    this.#end();
    this.#patients = [];
    this.element.hidden = true;
    this.#draw();
  }

  #draw() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.#patients.filter(({label, file}) => words.every(word => `${label} ${file}`.toLowerCase().includes(word)));
    const focused = [...this.#list.children].findIndex(each => each.contains(document.activeElement));
    show(this.#list, found.slice(0, MAX_SHOWN).map(each => h("li", {},
      h("button.patient", {
        type: "button", "aria-current": each === this.#selected ? "true" : null, onclick: () => {
          this.#selected = each;
          this.#draw();
          this.#open(each);
        },
      }, h("span.name", {}, each.label), h("span.topic", {}, each.file)))),
    found.length > MAX_SHOWN ? h("li.note", {}, t("cases.more", {n: found.length - MAX_SHOWN})) : null);
    if (focused >= 0) this.#list.children[focused]?.querySelector("button")?.focus({preventScroll: true});
  }
}
