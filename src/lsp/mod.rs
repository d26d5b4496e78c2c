//! A language server for trees and walk files: what an editor asks about a text that somebody is at work on.
//!
//! Nothing is known here that other rooms do not know: what is found comes from [`examine`](crate::examine) and
//! [`prove`](crate::prove()), names from [`References`](crate::References), keys and functions from
//! [`format`](mod@crate::format). A request is one file; texts that are open win over what is on the disk.

mod ask;
mod changes;
mod desk;
mod document;
mod event;
mod findings;
mod proofs;
mod protocol;
mod requests;
mod server;
mod world;

use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use serde_json::json;

use event::Event;
use protocol::transport;
pub use server::Ended;
use server::Server;
pub use world::{Disk, Stamp, TreeAt};

use crate::text::one_line;

/// How many messages may wait, in and out.
const WAITING: usize = 1000;

/// Tells the person why the server ends though nobody wants it to.
pub(crate) fn last_words(output: &mut impl Write, reason: &str) {
    let told = json!({"type": 1, "message": one_line(reason)});
    // Whoever is gone needs no words.
    let _ = transport::write(output, &transport::notification("window/showMessage", &told));
}

/// Serves a client until it ends.
pub fn serve(
    disk: Arc<dyn Disk>,
    mut input: impl BufRead + Send + 'static,
    mut output: impl Write + Send + 'static,
) -> Ended {
    let (events, inbox) = sync_channel(WAITING);
    let (sender, outbox) = sync_channel::<String>(WAITING);
    let mut server = Server::new(disk, events.clone());
    let read = move || loop {
        let event = match transport::read(&mut input) {
            Ok(Some(frame)) => Event::Frame(frame),
            Ok(None) => Event::Closed(None),
            Err(reason) => Event::Closed(Some(reason)),
        };
        let last = matches!(event, Event::Closed(_));
        if events.send(event).is_err() || last {
            return;
        }
    };
    // Who does not read must not keep the server from reading.
    let write = move || outbox.iter().try_for_each(|message| transport::write(&mut output, &message));
    let threads = std::thread::Builder::new()
        .name("reader".to_owned())
        .spawn(read)
        .and_then(|_| std::thread::Builder::new().name("writer".to_owned()).spawn(write));
    let writer = match threads {
        Ok(writer) => writer,
        Err(error) => return Ended::Badly(format!("no thread can be started: {error}")),
    };
    let mut ended = None;
    while ended.is_none() {
        let wait = server.due().map_or(Duration::from_secs(3600), |due| due.saturating_duration_since(Instant::now()));
        let mut waiting: Vec<Event> = match inbox.recv_timeout(wait) {
            Ok(event) => vec![event],
            Err(RecvTimeoutError::Timeout) => Vec::new(),
            Err(RecvTimeoutError::Disconnected) => vec![Event::Closed(None)],
        };
        waiting.extend(inbox.try_iter().take(WAITING));
        let have_come = !waiting.is_empty();
        waiting.iter().for_each(|event| server.look_ahead(event));
        let gone = || Ended::Badly("the client reads nothing any more".to_owned());
        let send = |server: &mut Server| server.desk.out.drain(..).try_for_each(|message| sender.send(message));
        // Who has asked gets an answer at once, before what nobody has asked for is found out.
        ended = waiting.into_iter().find_map(|event| {
            let ended = server.take(event);
            ended.or_else(|| send(&mut server).err().map(|_| gone()))
        });
        server.settle(have_come);
        if send(&mut server).is_err() {
            ended.get_or_insert_with(gone);
        }
    }
    drop((sender, server));
    let _ = writer.join();
    ended.unwrap_or(Ended::Well)
}
