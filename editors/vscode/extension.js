// Starts `onread lsp` for YAML files, and says so where the program is not there. All else comes from the program.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** The program that runs, if it does. */
let client;

async function start() {
  const command = vscode.workspace.getConfiguration("onread").get("path") || "onread";
  const program = { command, args: ["lsp"] };
  const options = { documentSelector: [{ scheme: "file", language: "yaml" }] };
  const started = new LanguageClient("onread", "onread", program, options);
  try {
    await started.start();
    client = started;
  } catch (error) {
    const reason = error && error.code === "ENOENT" ? "there is no such program" : String((error && error.message) || error);
    const settings = "Open settings";
    const chosen = await vscode.window.showErrorMessage(
      `\`${command} lsp\` cannot be started: ${reason}. Install onread, or say where it is.`,
      settings,
    );
    if (chosen === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "onread.path");
    }
  }
}

async function stop() {
  const stopped = client;
  client = undefined;
  if (stopped) {
    await stopped.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("onread.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("onread.path") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
