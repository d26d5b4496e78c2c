//! What a walk file says, apart from how it is set: to see that nothing else changes when it is written into.

use super::script::{Answers, Script, Value, Word};
use crate::walk::file::WalkFile;

/// What the head and each walk of a file say, the head first, to be compared; none where it has errors.
pub(in crate::walk) fn told(file: &WalkFile) -> Option<Vec<String>> {
    let walks = file.usable().ok()?;
    let head = format!("{:?} {:?}", file.tree(), walks.today);
    Some(std::iter::once(head).chain(walks.walks.iter().map(script)).collect())
}

/// What a walk says.
pub(in crate::walk) fn script(script: &Script) -> String {
    let value = |value: &Value| match value {
        Value::One(name) => format!("{:?}", name.text),
        Value::List(names, _) => format!("{:?}", names.iter().map(|name| &name.text).collect::<Vec<_>>()),
        Value::Nothing(_) | Value::Bad(_) => String::new(),
    };
    let answers: Vec<String> = match &script.answers {
        Answers::Named(list) => list.iter().map(|(name, own)| format!("{:?}: {}", name.text, value(own))).collect(),
        Answers::Ordered(list) => list.iter().map(value).collect(),
    };
    let texts = |list: &[Word]| format!("{:?}", list.iter().map(|word| &word.text).collect::<Vec<_>>());
    let values = |list: &[(Word, Value)]| -> Vec<String> {
        list.iter().map(|(name, own)| format!("{}: {}", name.text, value(own))).collect()
    };
    let (values, about) = (values(&script.values), values(&script.about));
    let score: Vec<String> = script.score.iter().map(|(name, sum, _)| format!("{}: {sum}", name.text)).collect();
    let kept: Vec<String> = script.kept.iter().map(|(name, own)| format!("{:?}: {}", name.text, value(own))).collect();
    format!(
        "{:?} {answers:?} {kept:?} {:?} {:?} {:?} {} {} {} {score:?} {values:?} {about:?}",
        script.name.as_ref().map(|name| &name.text),
        script.asks.as_deref().map(texts),
        script.outcome.as_ref().map(|name| &name.text),
        script.rejects.as_ref().map(|(name, part)| (&name.text, part.as_ref().map(|part| &part.text))),
        texts(&script.told),
        texts(&script.shows),
        texts(&script.hides),
    )
}
