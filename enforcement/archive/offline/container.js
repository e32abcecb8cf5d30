// The files of a bundle as blobs by their path inside it, from a folder or from the ZIP itself. Nothing is unpacked.
const SYSTEM_FILES = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

const fromFolder = (files) => {
  const found = Array.from(files, (file) => [file.webkitRelativePath || file.name, file]);
  return inOneFolder(found, []);
};

// Everything must lie in the folder that holds bagit.txt.
const inOneFolder = (found, faults) => {
  const tops = found.map(([path]) => path).filter((path) => path === "bagit.txt" || path.endsWith("/bagit.txt"));
  const top = tops.sort((one, other) => one.length - other.length)[0]?.slice(0, -"bagit.txt".length);
  const files = new Map();
  for (const [path, blob] of found) {
    const inside = top !== undefined && path.startsWith(top) ? path.slice(top.length) : path;
    if (files.has(inside)) faults.push(`压缩包内重复的文件：${inside}`);
    if (/(^|\/)\.\.(\/|$)|\\|^\//.test(path)) faults.push(`压缩包内的路径不正常：${path}`);
    files.set(inside, blob);
  }
  return { files, faults };
};

const viewOf = async (blob, start, end) => new DataView(await blob.slice(start, end).arrayBuffer());

const fromZip = async (zip) => {
  const { count, start, size } = await directoryOf(zip);
  const view = await viewOf(zip, start, start + size);
  const found = [];
  const faults = [];
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("压缩包目录损坏");
    const entry = lineOf(view, at);
    at += entry.length;
    if (entry.path.endsWith("/")) continue;
    if (entry.method !== 0) throw new Error(`压缩包内的文件不是原样存放的：${entry.path}`);
    const local = await viewOf(zip, entry.offset, entry.offset + 30);
    if (local.byteLength < 30 || local.getUint32(0, true) !== 0x04034b50) throw new Error(`文件头损坏：${entry.path}`);
    const begin = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    found.push([entry.path, zip.slice(begin, begin + entry.size)]);
  }
  return inOneFolder(found, faults);
};

// The end record lies in the last 64 KiB; sizes beyond 4 GiB stand in the zip64 record before it.
const directoryOf = async (zip) => {
  const from = Math.max(0, zip.size - 65557);
  const tail = await viewOf(zip, from, zip.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at -= 1;
  if (at < 0) throw new Error("不是 ZIP 文件，或者文件没有下载完整");
  if (at >= 20 && tail.getUint32(at - 20, true) === 0x07064b50) {
    const place = Number(tail.getBigUint64(at - 12, true));
    const wide = await viewOf(zip, place, place + 56);
    return {
      count: Number(wide.getBigUint64(32, true)),
      size: Number(wide.getBigUint64(40, true)),
      start: Number(wide.getBigUint64(48, true)),
    };
  }
  return { count: tail.getUint16(at + 10, true), size: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) };
};

const FULL = 0xffffffff;

const lineOf = (view, at) => {
  const [name, extra, remark] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
  const bytes = new Uint8Array(view.buffer, at + 46, name);
  const entry = {
    path: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    method: view.getUint16(at + 10, true),
    size: view.getUint32(at + 24, true),
    stored: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
    length: 46 + name + extra + remark,
  };
  let field = at + 46 + name;
  const end = field + extra;
  while (field + 4 <= end) {
    if (view.getUint16(field, true) === 1) widen(entry, view, field + 4);
    field += 4 + view.getUint16(field + 2, true);
  }
  return entry;
};

const widen = (entry, view, start) => {
  let at = start;
  for (const name of ["size", "stored", "offset"]) {
    if (entry[name] === FULL) {
      entry[name] = Number(view.getBigUint64(at, true));
      at += 8;
    }
  }
};
