// The viewer of one recording or photograph. Without this file the browser's own player, the list of marks and the
// forms do the work. Nothing here decides what may be seen: every byte comes through the guarded addresses.
(() => {
  const typing = (element) => element.closest("input:not([type=range]), textarea, select, [contenteditable]") !== null;
  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

  function clock(seconds) {
    const whole = Math.round(seconds * 1000);
    const two = (number) => String(number).padStart(2, "0");
    const parts = [Math.floor(whole / 3600000), Math.floor(whole / 60000) % 60, Math.floor(whole / 1000) % 60];
    return `${parts.map(two).join(":")}.${String(whole % 1000).padStart(3, "0")}`;
  }

  // ---- recordings

  const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];
  const JUMP = 5;

  class Viewer {
    constructor(root) {
      this.root = root;
      this.media = root.querySelector("video, audio");
      this.frame = 1 / Number(root.dataset.rate || 25);
      this.part = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
      this.cues = [];
      for (const name of ["controls", "keys"]) this.part[name].hidden = false;
      this.listen();
      if (root.dataset.index) this.loadStrip();
    }

    get length() {
      return Number.isFinite(this.media.duration) ? this.media.duration : 0;
    }

    listen() {
      for (const event of ["timeupdate", "seeked", "loadedmetadata"]) this.media.addEventListener(event, () => this.show());
      this.media.addEventListener("play", () => (this.part.play.textContent = "暂停"));
      this.media.addEventListener("pause", () => (this.part.play.textContent = "播放"));
      this.root.addEventListener("click", (event) => this.act(event.target.closest("[data-do]")?.dataset.do));
      this.part.speed.addEventListener("change", () => (this.media.playbackRate = Number(this.part.speed.value)));
      this.part.wave?.addEventListener("click", (event) => {
        const box = this.part.wave.getBoundingClientRect();
        this.seek(((event.clientX - box.left) / box.width) * this.length);
      });
      document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-seek]");
        if (!link) return;
        event.preventDefault();
        this.seek(Number(link.dataset.seek) / 1000);
        this.root.scrollIntoView({ block: "nearest" });
      });
      document.addEventListener("keydown", (event) => this.key(event));
    }

    show() {
      this.part.time.textContent = clock(this.media.currentTime);
      if (!this.length) return;
      const share = this.media.currentTime / this.length;
      if (document.activeElement !== this.part.place) this.part.place.value = String(Math.round(share * 1000));
      if (this.part.cursor) {
        this.part.cursor.hidden = false;
        this.part.cursor.style.left = `${share * 100}%`;
      }
    }

    seek(seconds) {
      this.media.currentTime = clamp(seconds, 0, this.length || seconds);
    }

    step(frames) {
      this.media.pause();
      this.seek(this.media.currentTime + frames * this.frame);
    }

    faster(by) {
      const at = SPEEDS.indexOf(Number(this.part.speed.value)) + by;
      this.part.speed.value = String(SPEEDS[clamp(at, 0, SPEEDS.length - 1)]);
      this.media.playbackRate = Number(this.part.speed.value);
    }

    note() {
      const form = document.querySelector("[data-mark-form]");
      if (!form) return;
      form.closest("details").open = true;
      form.elements.at.value = clock(this.media.currentTime);
      this.media.pause();
      form.elements.remark.focus();
    }

    full() {
      if (document.fullscreenElement) return document.exitFullscreen();
      return this.part.screen.requestFullscreen?.();
    }

    act(name) {
      const acts = {
        play: () => (this.media.paused ? this.media.play() : this.media.pause()),
        back: () => this.seek(this.media.currentTime - JUMP),
        on: () => this.seek(this.media.currentTime + JUMP),
        "frame-back": () => this.step(-1),
        "frame-on": () => this.step(1),
        slower: () => this.faster(-1),
        faster: () => this.faster(1),
        note: () => this.note(),
        full: () => this.full(),
        help: () => (this.part.keys.open = !this.part.keys.open),
      };
      acts[name]?.();
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (event.key === " " && event.target.closest("a, button, summary, video, audio")) return;
      const keys = { " ": "play", k: "play", j: "back", l: "on", "-": "slower", "+": "faster", "=": "faster", m: "note", "?": "help", "？": "help" };
      const frames = { ",": "frame-back", "，": "frame-back", ".": "frame-on", "。": "frame-on", f: "full" };
      const film = this.media.tagName === "VIDEO" ? frames : {};
      const name = { ...keys, ...film }[event.key.toLowerCase()];
      if (!name) return;
      event.preventDefault();
      this.act(name);
    }

    // The strip: small frames under the pointer, and under the slider when it is moved by keys.
    async loadStrip() {
      const answer = await fetch(this.root.dataset.index, { credentials: "same-origin" });
      if (!answer.ok) return;
      this.cues = [...(await answer.text()).matchAll(/(\d+):(\d+):([\d.]+) -->[^\n]*\n[^\n]*#xywh=(\d+),(\d+),(\d+),(\d+)/g)].map((found) => ({
        from: Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]),
        box: found.slice(4).map(Number),
      }));
      if (!this.cues.length) return;
      const { place, thumb, scrub } = this.part;
      scrub.hidden = false;
      thumb.style.backgroundImage = `url("${this.root.dataset.strip}")`;
      place.addEventListener("pointermove", (event) => {
        const box = place.getBoundingClientRect();
        this.preview(clamp((event.clientX - box.left) / box.width, 0, 1));
      });
      place.addEventListener("input", () => {
        const share = Number(place.value) / 1000;
        this.preview(share);
        place.setAttribute("aria-valuetext", clock(share * this.length));
        this.seek(share * this.length);
      });
      for (const event of ["pointerleave", "blur"]) place.addEventListener(event, () => (thumb.hidden = true));
    }

    preview(share) {
      const at = share * this.length;
      const cue = this.cues.findLast((one) => one.from <= at) ?? this.cues[0];
      const [left, top, width, height] = cue.box;
      const { thumb, place } = this.part;
      Object.assign(thumb.style, { width: `${width}px`, height: `${height}px`, backgroundPosition: `-${left}px -${top}px` });
      thumb.style.left = `${clamp(share * place.clientWidth - width / 2, 0, place.clientWidth - width)}px`;
      thumb.hidden = false;
    }
  }

  // ---- photographs

  class Picture {
    constructor(root) {
      this.root = root;
      this.image = root.querySelector("img");
      this.pointers = new Map();
      this.reset();
      const controls = root.parentElement.querySelector("[data-zoom-controls]");
      controls.hidden = false;
      controls.addEventListener("click", (event) => this.act(event.target.dataset.zoomDo));
      root.addEventListener("click", (event) => event.preventDefault());
      root.addEventListener("dblclick", (event) => (this.scale > 1 ? this.reset() : this.zoom(2.5, event)));
      root.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      root.addEventListener("keydown", (event) => this.key(event));
      root.addEventListener("pointerdown", (event) => this.down(event));
      root.addEventListener("pointermove", (event) => this.move(event));
      for (const name of ["pointerup", "pointercancel"]) root.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
    }

    reset() {
      this.scale = 1;
      this.x = this.y = 0;
      this.draw();
    }

    draw() {
      const [width, height] = [this.image.clientWidth, this.image.clientHeight];
      this.x = clamp(this.x, width * (1 - this.scale), 0);
      this.y = clamp(this.y, height * (1 - this.scale), 0);
      this.image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      this.root.classList.toggle("zoomed", this.scale > 1);
    }

    zoom(by, where) {
      const box = this.root.getBoundingClientRect();
      const x = where ? where.clientX - box.left - this.image.offsetLeft : this.image.clientWidth / 2;
      const y = where ? where.clientY - box.top - this.image.offsetTop : this.image.clientHeight / 2;
      const scale = clamp(this.scale * by, 1, 12);
      this.x = x - ((x - this.x) * scale) / this.scale;
      this.y = y - ((y - this.y) * scale) / this.scale;
      this.scale = scale;
      this.draw();
    }

    shift(x, y) {
      this.x += x;
      this.y += y;
      this.draw();
    }

    act(name) {
      ({ in: () => this.zoom(1.5), out: () => this.zoom(1 / 1.5), reset: () => this.reset() })[name]?.();
    }

    wheel(event) {
      if (!event.ctrlKey && this.scale === 1 && event.deltaY > 0) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event);
    }

    key(event) {
      const keys = {
        "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5), 0: () => this.reset(),
        ArrowLeft: () => this.shift(60, 0), ArrowRight: () => this.shift(-60, 0),
        ArrowUp: () => this.shift(0, 60), ArrowDown: () => this.shift(0, -60),
      };
      const known = keys[event.key];
      if (!known || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.startsWith("Arrow") && this.scale === 1) return;
      event.preventDefault();
      known();
    }

    down(event) {
      this.pointers.set(event.pointerId, event);
      if (this.scale > 1) this.root.setPointerCapture(event.pointerId);
    }

    move(event) {
      const before = this.pointers.get(event.pointerId);
      if (!before) return;
      if (this.pointers.size === 2) this.pinch(event);
      else if (this.scale > 1) this.shift(event.clientX - before.clientX, event.clientY - before.clientY);
      this.pointers.set(event.pointerId, event);
    }

    pinch(event) {
      const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      const before = apart([...this.pointers.values()]);
      const after = apart([...this.pointers.entries()].map(([id, point]) => (id === event.pointerId ? event : point)));
      if (before > 0) this.zoom(after / before, event);
    }
  }

  document.querySelectorAll("[data-viewer]").forEach((root) => new Viewer(root));
  document.querySelectorAll("[data-zoom]").forEach((root) => new Picture(root));
})();
