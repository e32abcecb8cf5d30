// Copies the front-end files out of node_modules and writes their list. Run after changing a version in package.json:
//   npm ci --ignore-scripts && npm run vendor
// Neither installing nor running the service needs node.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const target = "enforcement/web/static/vendor";
const wanted = {
  bootstrap: ["dist/css/bootstrap.min.css", "dist/js/bootstrap.bundle.min.js", "LICENSE"],
  "htmx.org": ["dist/htmx.min.js", "LICENSE"],
  "tus-js-client": ["dist/tus.min.js", "LICENSE"],
};

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

const packages = Object.entries(wanted).map(([name, sources]) => {
  const about = JSON.parse(readFileSync(join("node_modules", name, "package.json")));
  mkdirSync(join(target, name), { recursive: true });
  const files = sources.map((source) => {
    const path = `${name}/${basename(source)}`;
    cpSync(join("node_modules", name, source), join(target, path));
    return { path, source, sha256: sha256(join(target, path)) };
  });
  return { name, version: about.version, licence: about.license, files };
});

writeFileSync(join(target, "VENDOR.json"), JSON.stringify({ packages }, null, 2) + "\n");
