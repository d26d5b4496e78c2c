// The extension as an editor runs it, with a stand-in for the editor: what it starts, and what it says.
"use strict";

const assert = require("node:assert");
const Module = require("node:module");
const { beforeEach, test } = require("node:test");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const own = join(__dirname, "..");
let said, started, stopped, fails, path;
const commands = new Map();
const nothing = { dispose() {} };
let changed;

class LanguageClient {
  constructor(id, name, program, options) {
    Object.assign(this, { program, options });
  }
  async start() {
    if (fails) throw fails;
    started.push(this);
  }
  async stop() {
    stopped += 1;
  }
}
const editor = {
  workspace: {
    getConfiguration: () => ({ get: () => path }),
    onDidChangeConfiguration: (listener) => ((changed = listener), nothing),
  },
  window: { showErrorMessage: async (text) => void said.push(text) },
  commands: {
    registerCommand: (name, run) => (commands.set(name, run), nothing),
    executeCommand: async () => {},
  },
};
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? editor : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
const extension = require(join(own, "extension.js"));
const described = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));

beforeEach(async () => {
  await extension.deactivate();
  [said, started, stopped, fails, path] = [[], [], 0, undefined, "onread"];
});
const context = () => ({ subscriptions: [] });

test("it starts the program, and ends it", async () => {
  const own = context();
  await extension.activate(own);
  assert.deepStrictEqual(started[0].program, { command: "onread", args: ["lsp"] });
  assert.deepStrictEqual(started[0].options.documentSelector, [{ scheme: "file", language: "yaml" }]);
  assert.strictEqual(own.subscriptions.length, 2);
  await extension.deactivate();
  assert.strictEqual(stopped, 1);
});

test("it starts again when asked to, and where another program is named", async () => {
  await extension.activate(context());
  assert.deepStrictEqual([...commands.keys()], described.contributes.commands.map(({ command }) => command));
  await commands.get("onread.restart")();
  path = "elsewhere";
  await changed({ affectsConfiguration: (name) => name === "onread.path" });
  changed({ affectsConfiguration: () => false });
  assert.deepStrictEqual(started.map(({ program }) => program.command), ["onread", "onread", "elsewhere"]);
  assert.strictEqual(stopped, 2);
});

test("it says where the program is missing, and does no harm", async () => {
  fails = Object.assign(new Error("spawn onread ENOENT"), { code: "ENOENT" });
  await extension.activate(context());
  assert.match(said[0], /^`onread lsp` cannot be started: there is no such program\./);
  await extension.deactivate();
  assert.strictEqual(stopped, 0);
});

test("which program is started is not for a workspace to say", () => {
  assert.strictEqual(described.contributes.configuration.properties["onread.path"].scope, "machine");
});
