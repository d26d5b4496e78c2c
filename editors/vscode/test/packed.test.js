// What the extension needs at run time is there: its client loads, with a stand-in for all that an editor has.
"use strict";

const assert = require("node:assert");
const Module = require("node:module");
const { test } = require("node:test");
const { join, resolve } = require("node:path");

const own = resolve(process.env.ONREAD_EXTENSION || join(__dirname, ".."));

test("the client and all that it is built from is there", () => {
  const anything = new Proxy(class {}, {
    get: (target, name) => (name === "prototype" ? target.prototype : name === "version" ? "1.82.0" : anything),
    apply: () => anything,
    construct: () => ({}),
  });
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? anything : load(name, ...rest));
  try {
    const { activate, deactivate } = require(join(own, "extension.js"));
    const at = require.resolve("vscode-languageclient/node", { paths: [own] });
    assert.ok(at.startsWith(own));
    assert.strictEqual(typeof require(at).LanguageClient, "function");
    assert.ok(activate && deactivate);
  } finally {
    Module._load = load;
  }
});
