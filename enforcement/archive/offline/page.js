// The page: choose a folder or a file, watch the progress, read the result.
const at = (id) => document.getElementById(id);

const show = (kind, sentences, list) => {
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("li");
      line.className = kind;
      line.textContent = sentence;
      return line;
    }),
  );
};

const conclude = (check) => {
  const clean = check.faults.length === 0;
  const seen = `核对文件 ${check.digests.size} 个、留痕 ${check.entries} 条`;
  at("verdict").textContent = clean ? `${seen}，全部相符。` : `${seen}，发现不符 ${check.faults.length} 处。`;
  at("verdict").className = clean ? "clean" : "wrong";
  show("wrong", check.faults, at("faults"));
  show("note", check.notes, at("notes"));
  at("result").hidden = false;
  at("result").focus();
};

const progress = (passed, total, name) => {
  at("progress").value = total ? passed / total : 0;
  at("now").textContent = `${Math.floor(total ? (passed * 100) / total : 0)}%　${name}`;
};

const run = async (open) => {
  at("result").hidden = true;
  at("working").hidden = false;
  for (const input of document.querySelectorAll("input")) input.disabled = true;
  try {
    conclude(await new Check(await open(), progress).run());
  } catch (broken) {
    const fault = `无法打开，压缩包或者文件夹已损坏：${broken.message}`;
    conclude({ faults: [fault], notes: [], digests: new Map(), entries: 0 });
  }
  at("working").hidden = true;
  for (const input of document.querySelectorAll("input")) input.disabled = false;
};

at("folder").addEventListener("change", (event) => {
  const { files } = event.target;
  if (files.length > 0) run(async () => fromFolder(files));
});
at("zip").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) run(() => fromZip(file));
});
