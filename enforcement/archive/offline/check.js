// The checks, in the order and in the words of 核验程序.py.
const DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const MANIFEST = "manifest-sha256.txt";
const TAG_MANIFEST = "tagmanifest-sha256.txt";
const INFO = "bag-info.txt";
const JOURNAL = "data/留痕/留痕.jsonl";
const PROOFS = "data/留痕/证明.json";
const SEALED = "data/留痕/定稿记录.jsonl";
const INDEX = "data/记录/目录.json";
const PROVED = ["data/证据/", "data/文书/"];
const STEP = 4 * 1024 * 1024;

class Check {
  constructor(bag, progress) {
    this.bag = bag;
    this.progress = progress;
    this.faults = [...bag.faults];
    this.notes = [];
    this.digests = new Map();
    this.stated = new Map();
    this.entries = 0;
    for (const name of [...bag.files.keys()]) {
      if (SYSTEM_FILES.has(name.split("/").at(-1))) {
        this.notes.push(`操作系统自动生成的文件，不属于卷宗：${name}`);
        bag.files.delete(name);
      }
    }
  }

  async run() {
    await this.hashAll();
    await this.manifests();
    for (const [name, step] of [[JOURNAL, () => this.journal()], [INDEX, () => this.index()]]) {
      try {
        await step();
      } catch (broken) {
        this.wrong(`内容无法读懂，不能继续核对：${name} 或与其相关的文件（${broken.name}）`);
      }
    }
    return this;
  }

  wrong(sentence) {
    this.faults.push(sentence);
  }

  async text(name) {
    const bytes = await this.bag.files.get(name).arrayBuffer();
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  }

  async lines(name) {
    const lines = (await this.text(name)).split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines.map((line) => JSON.parse(line));
  }

  async hashAll() {
    const total = [...this.bag.files.values()].reduce((sum, blob) => sum + blob.size, 0);
    let passed = 0;
    for (const [name, blob] of this.bag.files) {
      const digest = new Sha256();
      try {
        for (let at = 0; at < blob.size; at += STEP) {
          const piece = new Uint8Array(await blob.slice(at, at + STEP).arrayBuffer());
          digest.update(piece);
          passed += piece.length;
          this.progress(passed, total, name);
        }
        if (digest.length !== blob.size) throw new RangeError("short");
        this.digests.set(name, digest.hex());
      } catch (broken) {
        this.wrong(`文件无法读取，已损坏：${name}（${broken.name}）`);
      }
    }
  }

  async manifests() {
    const names = [...this.bag.files.keys()];
    if (!this.digests.has("bagit.txt") || (await this.text("bagit.txt")) !== DECLARATION) {
      this.wrong("缺少 bagit.txt，或者其内容已被改动");
    }
    const payload = names.filter((name) => name.startsWith("data/"));
    await this.compare(MANIFEST, new Set(payload));
    await this.compare(TAG_MANIFEST, new Set(names.filter((n) => !n.startsWith("data/") && n !== TAG_MANIFEST)));
    if (this.digests.has(TAG_MANIFEST)) {
      this.notes.push(`清单校验值（请与移交时书面记载的比对）：${this.digests.get(TAG_MANIFEST)}`);
    }
    const size = payload.reduce((sum, name) => sum + this.bag.files.get(name).size, 0);
    const counted = `${size}.${payload.length}`;
    const info = this.digests.has(INFO) ? await new Response(this.bag.files.get(INFO)).text() : "";
    if (!info.includes(`Payload-Oxum: ${counted}\n`)) this.wrong(`文件的总大小和个数（${counted}）与 ${INFO} 所载不符`);
  }

  async compare(manifest, present) {
    const listed = await this.listed(manifest);
    for (const [name, digest] of listed) {
      if (!present.has(name)) this.wrong(`清单（${manifest}）所列的文件缺少：${name}`);
      else if (this.digests.has(name) && this.digests.get(name) !== digest) {
        this.wrong(`文件内容与清单（${manifest}）所载校验值不符，已被改动：${name}`);
      }
    }
    for (const name of [...present].sort()) {
      if (!listed.has(name)) this.wrong(`清单（${manifest}）以外多出文件：${name}`);
    }
  }

  async listed(manifest) {
    const listed = new Map();
    if (!this.digests.has(manifest)) {
      this.wrong(`缺少清单：${manifest}`);
      return listed;
    }
    const lines = (await new Response(this.bag.files.get(manifest)).text()).split("\n");
    if (lines.pop() !== "") this.wrong(`清单末行不完整：${manifest}`);
    lines.forEach((line, place) => {
      const found = /^([0-9a-f]{64})  ([^\r\n%]+)$/.exec(line);
      if (found === null || listed.has(found[2])) this.wrong(`清单第 ${place + 1} 行不正常：${manifest}`);
      else listed.set(found[2], found[1]);
    });
    return listed;
  }

  async journal() {
    const told = JSON.parse(await this.text(PROOFS));
    const head = { ...told.head, tree: { size: told.head.size, root: fromHex(told.head.root) } };
    await this.signed(told.head, "本包所附的留痕签名");
    const proofs = new Map(told.entries.map((one) => [one.seq, one]));
    let prev = "0".repeat(64);
    for (const line of await this.lines(JOURNAL)) {
      this.entries += 1;
      const number = this.entries;
      const body = utf8(line.body);
      const said = JSON.parse(line.body);
      if (toHex(sha256(body)) !== line.hash || said.seq !== line.seq) {
        this.wrong(`第 ${number} 条留痕的内容与其校验值不符，已被改动：${JOURNAL}`);
      }
      if (said.seq !== number || said.prev !== prev) {
        this.wrong(`第 ${number} 条留痕没有接在前一条之后，有记录被删除、插入或者改写：${JOURNAL}`);
      }
      const proof = proofs.get(said.seq);
      const nodes = proof?.proof.map(fromHex);
      if (!proof || !included(leafHash(body), nodes, proof.position, head.size, head.tree.root)) {
        this.wrong(`第 ${number} 条留痕不在所签署的日志之中：${PROOFS}`);
      }
      prev = line.hash;
      for (const [key, value] of Object.entries(said.facts)) {
        if (key.startsWith("row ")) this.stated.set(key.slice(4), value);
      }
    }
    if (this.entries !== proofs.size) {
      this.wrong(`留痕有 ${this.entries} 条，证明有 ${proofs.size} 份，条数不符：${JOURNAL}`);
    }
    for (const one of told.earlier) await this.earlier(one, head.tree);
  }

  // Heads given away before: the log has only grown since, so nobody was shown another history.
  async earlier(one, now) {
    const before = { size: one.head.size, root: fromHex(one.head.root) };
    await this.signed(one.head, `先前 ${before.size} 条时的签名`);
    if (!grown(before, now, one.proof.map(fromHex))) {
      this.wrong(`现有日志不是在先前 ${before.size} 条的基础上增加的，历史已被改写：${PROOFS}`);
    }
  }

  async signed(head, named) {
    const statement = `enforcement journal head\nsize ${head.size}\nroot ${head.root}\nat ${head.at}\n`;
    const raw = fromHex(head.public_key);
    if (toHex(sha256(raw)).slice(0, 16) !== head.key_id) this.wrong(`${named}的密钥标识与公钥不符：${PROOFS}`);
    let key;
    try {
      key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    } catch (missing) {
      this.notes.push(`${named}未能核验：这个浏览器不能核验 Ed25519 签名，请换用新版浏览器或者使用“核验程序.py”。`);
      return;
    }
    if (!(await crypto.subtle.verify("Ed25519", key, fromHex(head.signature), utf8(statement)))) {
      this.wrong(`${named}不成立，签名或者所签内容已被改动：${PROOFS}`);
      return;
    }
    this.notes.push(`${named}成立：日志 ${head.size} 条，根 ${head.root}，签署于 ${head.at}，公钥 ${head.public_key}`);
  }

  async index() {
    const rows = new Map((await this.lines(SEALED)).map((line) => [line.row, line.text]));
    for (const [row, digest] of this.stated) {
      if (toHex(sha256(utf8(rows.get(row) ?? ""))) !== digest) {
        this.wrong(`定稿记录缺少，或者与留痕所载校验值不符：${row}（${SEALED}）`);
      }
    }
    const files = new Map(JSON.parse(await this.text(INDEX)).files.map((file) => [file.path, file]));
    for (const [path, file] of files) {
      const proved = this.stated.has(file.row) ? JSON.parse(rows.get(file.row))[file.column] : undefined;
      if (this.digests.has(path) && this.digests.get(path) !== proved) {
        this.wrong(`文件与留痕中封存、制发时的校验值不符：${path}`);
      }
    }
    for (const path of this.digests.keys()) {
      const needed = PROVED.some((folder) => path.startsWith(folder)) && !path.endsWith(".txt");
      if (needed && !files.has(path)) this.wrong(`文件没有列入目录，留痕不能证明其来源：${path}`);
    }
  }
}
