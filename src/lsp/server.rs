//! What a client and the server have agreed on, and what is done with each message.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use gen_lsp_types as lsp;
use lsp_server::{Message, Notification, Request, RequestId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::desk::Desk;
use super::document::{Change, Known};
use super::event::{Done, Event};
use super::findings;
use super::proofs::{Job, Proofs};
use super::protocol::capabilities::{self, Client};
use super::protocol::refused::Refused;
use super::protocol::transport::{self, Frame};
use super::protocol::uri;
use super::requests;
use super::world::{Disk, World};
use crate::load::Examined;
use crate::text::one_line;

/// How long nobody wants anything before large texts are read: who types is offered what was there before the last letters.
const STILL: Duration = Duration::from_millis(50);
/// How long nothing is typed before all walks are gone through: that would take time from what is asked at a key.
const QUIET: Duration = Duration::from_millis(100);
/// How long what is known without going through all walks waits for what these tell: mostly that comes at once, and
/// nothing goes away and comes back under the author's eyes.
const PATIENCE: Duration = Duration::from_millis(200);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing is agreed on yet.
    New,
    Running,
    /// The client wants nothing more.
    Ending,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// As the client wanted.
    Well,
    /// The client went without a word, for this reason.
    Badly(String),
}

/// A server and all that it knows.
pub(super) struct Server {
    phase: Phase,
    pub(super) desk: Desk,
    proofs: Proofs,
    /// Open texts that are to be told of anew, and when they last changed.
    changed: BTreeMap<String, Instant>,
    /// When the last messages had been taken, and when what waits was last looked at.
    taken: Instant,
    settled: Instant,
    /// Requests that came and were not answered yet because others came with them.
    cancelled: Vec<RequestId>,
}

impl Server {
    /// A server that nobody has spoken to yet.
    pub(super) fn new(disk: Arc<dyn Disk>, events: SyncSender<Event>) -> Self {
        Self {
            phase: Phase::New,
            desk: Desk { client: Client::default(), world: World::new(disk), out: Vec::new() },
            proofs: Proofs::new(events),
            changed: BTreeMap::new(),
            taken: Instant::now(),
            settled: Instant::now(),
            cancelled: Vec::new(),
        }
    }

    /// Takes note of what the client wants no more, among messages that wait.
    pub(super) fn look_ahead(&mut self, event: &Event) {
        if let Event::Frame(Frame::Message(Message::Notification(notification))) = event
            && notification.method == "$/cancelRequest"
            && let Some(id) = notification.params.get("id").and_then(|id| serde_json::from_value(id.clone()).ok())
        {
            self.cancelled.push(id);
        }
    }

    /// Takes what has come up; how it ended, where this was the end.
    pub(super) fn take(&mut self, event: Event) -> Option<Ended> {
        match event {
            Event::Closed(reason) => {
                let well = self.phase == Phase::Ending && reason.is_none();
                let reason = reason.unwrap_or_else(|| "the client is gone without `shutdown` and `exit`".to_owned());
                return Some(if well { Ended::Well } else { Ended::Badly(reason) });
            }
            Event::Done(done) => self.done(done),
            Event::Frame(Frame::Nonsense(reason)) => {
                // Whose answer this would be is not known.
                self.desk.notify("window/logMessage", json!({"type": 1, "message": one_line(&reason)}));
            }
            Event::Frame(Frame::Message(Message::Request(request))) => self.request(request),
            Event::Frame(Frame::Message(Message::Notification(notification))) => {
                if notification.method == "exit" {
                    let early = "the client sent `exit` without `shutdown` before it".to_owned();
                    return Some(if self.phase == Phase::Ending { Ended::Well } else { Ended::Badly(early) });
                }
                self.notified(notification);
            }
            // Nothing is asked of the client that has to be waited for.
            Event::Frame(Frame::Message(Message::Response(_))) => {}
        }
        None
    }

    /// When something is to be told at the latest, though nothing comes up.
    pub(super) fn due(&self) -> Option<Instant> {
        let due = |since: &Instant| *since + if *since + QUIET > self.settled { QUIET } else { PATIENCE };
        let due = self.changed.values().map(due).min()?;
        Some(if self.is_behind() { due.min(self.taken + STILL) } else { due })
    }

    /// Whether some large text is not read yet because more may come soon.
    fn is_behind(&self) -> bool {
        self.taken + STILL > self.settled && self.desk.world.is_behind()
    }

    /// Does what waits until all messages that had come were taken: tells what is found. Some may just have come.
    pub(super) fn settle(&mut self, have_come: bool) {
        self.cancelled.clear();
        if self.phase != Phase::Running {
            self.changed.clear();
            return;
        }
        self.settled = Instant::now();
        if have_come {
            self.taken = self.settled;
        }
        let ago = |(uri, since): (&String, &Instant)| (uri.clone(), self.settled.duration_since(*since));
        let changed: Vec<(String, Duration)> = self.changed.iter().map(ago).collect();
        for (uri, ago) in changed {
            if self.tell(&uri, ago) {
                self.changed.remove(&uri);
            }
        }
    }

    /// Tells what is found in an open text, unless more may come soon; true if that is done. It has changed so long ago.
    fn tell(&mut self, uri: &str, ago: Duration) -> bool {
        if self.is_behind() {
            return false;
        }
        let Some(known) = self.desk.world.known(uri) else { return true };
        let Some(document) = self.desk.world.document(uri) else { return true };
        let (version, serial) = (document.version, document.serial);
        let waits = document.proved.is_none() && known.tree().is_some_and(|examined| examined.tree.is_some());
        if waits && ago < QUIET {
            return false;
        }
        if waits {
            let loaded = known.tree().filter(|_| !self.proofs.is_at(uri, serial)).and_then(Examined::loaded);
            if let Some(loaded) = loaded {
                let (file, today) = (known.file.clone(), self.desk.world.today());
                self.proofs.want(Job { uri: uri.to_owned(), serial, file, loaded, today });
            }
            if ago < PATIENCE {
                return false;
            }
        }
        let diagnostics = findings::findings(&mut self.desk.world, &known).told(&known, self.desk.client.shows);
        let params = lsp::PublishDiagnosticsParams { uri: uri.into(), version: Some(version), diagnostics };
        self.desk.notify("textDocument/publishDiagnostics", params);
        if self.desk.client.status {
            let status = findings::status(&self.desk.world, &known);
            self.desk.notify("onread/status", json!({"uri": uri, "version": version, "status": status}));
        }
        true
    }

    fn done(&mut self, done: Done) {
        self.proofs.ended();
        let Some(document) = self.desk.world.document_mut(&done.uri) else { return };
        if document.serial == done.serial && done.proved.is_some() {
            document.proved = done.proved;
            self.changed.insert(done.uri, Instant::now());
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let result = match (self.phase, method.as_str()) {
            _ if self.cancelled.contains(&id) => Err(Refused::cancelled()),
            (Phase::New, "initialize") => Ok(self.initialize(&params).to_string()),
            (Phase::New, _) => Err(Refused::early()),
            (_, "initialize") => Err(Refused::invalid("the client has sent `initialize` before")),
            (Phase::Ending, _) => Err(Refused::invalid("the client has sent `shutdown`, and only `exit` may follow")),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::Ending;
                Ok("null".to_owned())
            }
            (Phase::Running, method) => requests::answer(&mut self.desk, method, params),
        };
        self.desk.out.push(transport::answer(&id, result.map_err(Refused::into_error)));
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.desk.client = Client::of(params);
        self.desk.world.encoding = self.desk.client.encoding;
        self.desk.world.roots = capabilities::roots(params).iter().filter_map(|uri| uri::path(uri)).collect();
        self.phase = Phase::Running;
        capabilities::answer(&self.desk.client)
    }

    fn notified(&mut self, Notification { method, params }: Notification) {
        if self.phase != Phase::Running {
            return;
        }
        let wrong = match method.as_str() {
            "initialized" => {
                if self.desk.client.watches {
                    self.desk.out.push(watch());
                }
                Ok(())
            }
            "textDocument/didOpen" => self.with(params, Self::opened),
            "textDocument/didChange" => self.with(params, Self::edited),
            "textDocument/didClose" => self.with(params, Self::closed),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.look_beside();
                Ok(())
            }
            "workspace/didChangeWorkspaceFolders" => self.with(params, Self::folders),
            // What is not known may be passed over.
            _ => Ok(()),
        };
        if let Err(reason) = wrong {
            self.desk.notify("window/logMessage", json!({"type": 1, "message": format!("`{method}`: {reason}")}));
        }
    }

    fn with<P: DeserializeOwned>(
        &mut self,
        params: Value,
        take: impl FnOnce(&mut Self, P) -> Result<(), String>,
    ) -> Result<(), String> {
        let params = serde_json::from_value(params).map_err(|error| one_line(&error.to_string()))?;
        take(self, params)
    }

    fn opened(&mut self, Opened { text_document }: Opened) -> Result<(), String> {
        let Text { uri, language_id, version, text } = text_document;
        self.proofs.forget(&uri);
        self.desk.world.open(&uri, &language_id, version, text);
        self.touched(&uri);
        Ok(())
    }

    fn edited(&mut self, Edited { text_document, content_changes }: Edited) -> Result<(), String> {
        let Versioned { uri, version } = text_document;
        let (encoding, serial) = (self.desk.world.encoding, self.desk.world.next_serial());
        let document = self.desk.world.document_mut(&uri).ok_or("the document is not open")?;
        let version = version.unwrap_or(document.version);
        document.change(content_changes, encoding, (version, serial));
        self.proofs.forget(&uri);
        self.touched(&uri);
        Ok(())
    }

    fn closed(&mut self, Closed { text_document }: Closed) -> Result<(), String> {
        let uri = text_document.uri.0;
        self.desk.world.document(&uri).ok_or("the document is not open")?;
        self.proofs.forget(&uri);
        self.desk.world.close(&uri);
        self.changed.remove(&uri);
        let params = lsp::PublishDiagnosticsParams { uri: uri.as_str().into(), version: None, diagnostics: Vec::new() };
        self.desk.notify("textDocument/publishDiagnostics", params);
        self.look_beside();
        Ok(())
    }

    fn folders(&mut self, Folders { event }: Folders) -> Result<(), String> {
        let paths =
            |list: Vec<Folder>| list.into_iter().filter_map(|folder| uri::path(&folder.uri)).collect::<Vec<_>>();
        let gone = paths(event.removed);
        self.desk.world.roots.retain(|root| !gone.contains(root));
        self.desk.world.roots.extend(paths(event.added));
        self.look_beside();
        Ok(())
    }

    /// A text has changed: it is to be told of, and so are the walk files that may name it.
    fn touched(&mut self, uri: &str) {
        self.changed.insert(uri.to_owned(), Instant::now());
        self.walks_touched();
    }

    /// Something that is not open may have changed: what hangs on it is told anew.
    fn look_beside(&mut self) {
        self.desk.world.tidy();
        self.walks_touched();
    }

    /// What open walk files name may have changed. One that has changed itself since it was read is among those anyway.
    fn walks_touched(&mut self) {
        let is_walks = |known: &Known| known.walks().is_some();
        for other in self.desk.world.documents().filter(|other| other.known.as_deref().is_some_and(is_walks)) {
            self.changed.insert(other.uri.clone(), Instant::now());
        }
    }
}

/// Asks the client to tell of YAML files that change on the disk.
fn watch() -> String {
    let options = json!({"watchers": [{"globPattern": "**/*.{yaml,yml}"}]});
    let one = json!({"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options});
    transport::request(1, "client/registerCapability", &json!({"registrations": [one]}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    text_document: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Text {
    uri: String,
    language_id: String,
    version: i32,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Edited {
    text_document: Versioned,
    content_changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Versioned {
    uri: String,
    version: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Closed {
    text_document: lsp::TextDocumentIdentifier,
}

#[derive(Deserialize)]
struct Folders {
    event: FolderChanges,
}

#[derive(Deserialize)]
struct FolderChanges {
    added: Vec<Folder>,
    removed: Vec<Folder>,
}

#[derive(Deserialize)]
struct Folder {
    uri: String,
}
