// Sends recordings in parts. The server owns each upload: choosing the same file again, here or elsewhere, continues it.
(() => {
  const form = document.getElementById("upload-box");
  if (!form || !window.tus) return;

  const PART = 8 * 1024 * 1024; // at most this much is sent twice after a broken line
  const AT_ONCE = 2;
  const STALLED_AFTER = 10_000;
  const WINDOW = 15_000; // the rate is that of the last seconds, not of the whole upload
  const WAITS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];
  const LOCATING = 8000;
  const BARRED = 1; // the browser's number for a person who said no
  const waiting = [];
  const sending = new Set();
  const all = [];
  let wakeLock = null;

  const token = () => document.querySelector('meta[name="csrf-token"]').content;
  const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const clock = (moment) => moment.toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  const summary = document.getElementById("upload-summary");

  function size(bytes) {
    const units = ["字节", "KB", "MB", "GB"];
    let place = 0;
    while (bytes >= 1024 && place < 3) {
      bytes /= 1024;
      place += 1;
    }
    return `${place ? bytes.toFixed(1) : bytes} ${units[place]}`;
  }

  function span(seconds) {
    if (seconds < 60) return `${Math.ceil(seconds)} 秒`;
    if (seconds < 3600) return `${Math.ceil(seconds / 60)} 分钟`;
    return `${Math.floor(seconds / 3600)} 小时 ${Math.ceil((seconds % 3600) / 60)} 分钟`;
  }

  function sentence(body) {
    try {
      const said = JSON.parse(body);
      const fields = Object.values(said.fields || {}).flat();
      return [said.sentence, ...fields].join(" ") + (said.basis ? `（${said.basis}）` : "");
    } catch {
      return "";
    }
  }

  class Sending {
    constructor(file, labels) {
      this.file = file;
      this.labels = labels;
      this.samples = [];
      this.moved = Date.now();
      const row = document.getElementById("upload-row").content.cloneNode(true);
      this.parts = Object.fromEntries([...row.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
      this.row = row.firstElementChild;
      this.parts.name.textContent = file.name;
      this.parts.bar.setAttribute("aria-label", file.name);
      this.parts.cancel.addEventListener("click", () => this.cancel());
      this.parts.pause.addEventListener("click", () => this.pause());
      this.parts.resume.addEventListener("click", () => this.resume());
      for (const button of ["cancel", "pause", "resume"]) {
        this.parts[button].setAttribute("aria-label", `${this.parts[button].textContent}：${file.name}`);
      }
      document.getElementById("upload-rows").append(row);
      all.push(this);
      this.parts.figures.textContent = size(file.size);
      this.say("排队中");
    }

    // A screen reader repeats each change of the state, so it is written only when it changes; figures stay silent.
    say(state) {
      if (this.parts.state.textContent !== state) this.parts.state.textContent = state;
    }

    offer(...names) {
      for (const name of ["pause", "resume", "cancel"]) this.parts[name].hidden = !names.includes(name);
    }

    metadata() {
      const said = { filename: this.file.name, fingerprint: `${this.file.lastModified}-${this.file.size}-${this.file.name}` };
      return Object.entries({ ...said, ...this.labels })
        .filter(([, value]) => value)
        .map(([name, value]) => `${name} ${encode(value)}`)
        .join(",");
    }

    async begin() {
      this.say("正在登记");
      let answer;
      try {
        answer = await fetch(form.dataset.endpoint, {
          method: "POST",
          headers: {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": String(this.file.size),
            "Upload-Metadata": this.metadata(),
            "X-CSRFToken": token(),
          },
        });
      } catch {
        return this.broken("网络不通，没有开始；网络恢复后点“继续”。");
      }
      if (answer.status === 401) return this.broken("登录已过期：请在新窗口登录后点“继续”。");
      if (answer.status >= 500 && answer.status !== 507) return this.broken("服务器暂时没有应答；稍后点“继续”。");
      if (!answer.ok) return this.refused(sentence(await answer.text()) || "服务器没有接受这个文件。");
      if (this.ended) return this.terminate(answer.headers.get("Location"));
      const before = Number(answer.headers.get("Upload-Offset"));
      if (before) this.parts.note.textContent = `服务器已有 ${size(before)}，从断点继续。`;
      this.upload = this.prepared(answer.headers.get("Location"));
      if (!this.halted) this.upload.start();
    }

    prepared(location) {
      this.say("正在上传");
      this.samples = [];
      this.moved = Date.now();
      return new tus.Upload(this.file, {
        uploadUrl: new URL(location, window.location.href).href,
        chunkSize: PART,
        retryDelays: WAITS,
        headers: { "X-CSRFToken": token() },
        storeFingerprintForResuming: false,
        onProgress: (sent, all) => this.progress(sent, all),
        onShouldRetry: (error) => {
          const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
          return status === 0 || status >= 500 && status !== 507 || status === 409 || status === 423;
        },
        onError: (error) => this.failed(error),
        onSuccess: () => this.finished(),
      });
    }

    progress(sent, all) {
      const now = Date.now();
      if (!this.samples.length || sent > this.samples.at(-1)[1]) this.moved = now;
      this.samples.push([now, sent]);
      while (this.samples.length > 2 && now - this.samples[0][0] > WINDOW) this.samples.shift();
      const [since, from] = this.samples[0];
      const rate = now > since ? ((sent - from) / (now - since)) * 1000 : 0;
      const share = Math.floor((sent / all) * 100);
      this.parts.bar.value = share;
      const left = rate > 0 ? `，每秒 ${size(rate)}，还需约 ${span((all - sent) / rate)}` : "";
      this.parts.figures.textContent = `${size(sent)} / ${size(all)}（${share}%）${left}`;
      if (Date.now() - this.moved < STALLED_AFTER) this.say("正在上传");
    }

    watch() {
      if (this.upload && !this.halted && Date.now() - this.moved > STALLED_AFTER) {
        this.parts.figures.textContent = `${size(this.samples.at(-1)?.[1] ?? 0)} / ${size(this.file.size)}`;
        this.say(`停滞，自 ${clock(new Date(this.moved))} 起没有进展；网络恢复后自动继续`);
      }
    }

    // What has been sent stays with the server, and the next file in the queue has its turn.
    pause() {
      this.halted = true;
      this.upload?.abort();
      const place = waiting.indexOf(this);
      if (place >= 0) waiting.splice(place, 1);
      this.say(`已暂停（${clock(new Date())}），已上传的部分保存在服务器`);
      this.offer("resume", "cancel");
      this.parts.resume.focus();
      this.over();
    }

    failed(error) {
      const response = error.originalResponse;
      const status = response ? response.getStatus() : 0;
      if (status === 401) return this.broken("登录已过期：请在新窗口登录后点“继续”。");
      if (status === 403 || status === 400) return this.broken("暂时不能上传：请刷新页面后重新选择同一个文件。");
      if (response && status < 500) return this.refused(sentence(response.getBody()) || "服务器没有接受这个文件。");
      return this.broken("连接中断，已上传的部分保存在服务器；网络恢复后点“继续”或者重新选择同一个文件。");
    }

    broken(state) {
      this.say(state);
      this.offer("resume", "cancel");
      this.over();
    }

    refused(state) {
      this.say("未予接收");
      this.parts.figures.textContent = state;
      this.parts.figures.className = "text-danger";
      this.closed = true;
      this.offer();
      this.over();
    }

    finished() {
      this.parts.bar.value = 100;
      this.say("已收齐，正在核验入卷");
      this.parts.figures.textContent = size(this.file.size);
      this.closed = true;
      this.offer();
      this.over();
    }

    resume() {
      this.halted = false;
      this.offer("pause", "cancel");
      this.moved = Date.now();
      this.samples = [];
      this.say("排队中");
      waiting.push(this);
      next();
    }

    async cancel() {
      this.ended = this.closed = true;
      this.offer();
      const place = waiting.indexOf(this);
      if (place >= 0) waiting.splice(place, 1);
      if (this.upload) {
        this.upload.abort();
        this.say("正在取消");
        if (!(await this.terminate(this.upload.url))) {
          this.ended = this.closed = false;
          this.say("没有取消：文件可能已经收齐，或者服务器没有应答；请刷新页面核对");
          this.offer("resume", "cancel");
          return this.over();
        }
      }
      this.say("已取消，服务器上没有留下内容");
      this.over();
    }

    async terminate(url) {
      const options = { headers: { "X-CSRFToken": token() }, retryDelays: WAITS };
      return tus.Upload.terminate(new URL(url, window.location.href).href, options).then(() => true, () => false);
    }

    over() {
      sending.delete(this);
      next();
      document.getElementById("evidence-list").dispatchEvent(new CustomEvent("refresh"));
    }
  }

  function next() {
    while (sending.size < AT_ONCE && waiting.length) {
      const one = waiting.shift();
      sending.add(one);
      one.begin();
    }
    stayAwake();
    summarise();
  }

  function summarise() {
    const open = all.filter((one) => !one.closed).length;
    summary.textContent = all.length > 1 ? `共 ${all.length} 个文件，已结束 ${all.length - open} 个，正在上传 ${sending.size} 个，排队 ${waiting.length} 个。` : "";
  }

  // A sleeping phone stops sending; ask it to stay awake while something is on its way, and again after each return.
  async function stayAwake() {
    if (!navigator.wakeLock) return;
    if (sending.size && !wakeLock && document.visibilityState === "visible") {
      wakeLock = await navigator.wakeLock.request("screen").catch(() => null);
      wakeLock?.addEventListener("release", () => { wakeLock = null; });
    } else if (!sending.size && wakeLock) {
      await wakeLock.release();
    }
  }

  // Where this device says it is, with the error it admits; a refusal is told as a refusal.
  function located() {
    if (!form.elements.tell_place.checked) return Promise.resolve({});
    if (!navigator.geolocation) return Promise.resolve({ place_source: "UNAVAILABLE" });
    return new Promise((tell) => {
      const found = ({ coords }) => tell({
        place_source: "BROWSER",
        place: `${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`,
        place_accuracy: String(Math.ceil(coords.accuracy)),
      });
      const failed = (error) => tell({ place_source: error.code === BARRED ? "REFUSED" : "UNAVAILABLE" });
      navigator.geolocation.getCurrentPosition(found, failed, { timeout: LOCATING, maximumAge: 60_000, enableHighAccuracy: true });
    });
  }

  function labels() {
    const { tell_place, ...said } = Object.fromEntries(new FormData(form));
    const own = said.time_of_file && !said.captured_at;
    return { ...said, time_of_file: own ? "true" : "", case_id: form.dataset.case };
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = document.getElementById("u-files");
    const refused = document.getElementById("upload-refused");
    refused.textContent = "";
    if (!form.reportValidity()) return;
    if (!files.files.length) {
      refused.textContent = "请先选择文件。";
      files.focus();
      return;
    }
    const chosen = [...files.files];
    files.value = "";
    const said = { ...labels(), ...(await located()) };
    const largest = Number(form.dataset.largest);
    for (const file of chosen) {
      const one = new Sending(file, said);
      if (!file.size) one.refused("文件是空的（0 字节），请确认录制是否成功。");
      else if (file.size > largest) one.refused(`文件大小 ${size(file.size)}，超过上限 ${size(largest)}。`);
      else waiting.push(one);
    }
    next();
  });

  setInterval(() => sending.forEach((one) => one.watch()), 1000);
  document.addEventListener("visibilitychange", stayAwake);
  window.addEventListener("beforeunload", (event) => { if (sending.size || waiting.length) event.preventDefault(); });
})();
