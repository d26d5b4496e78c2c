//! What may be written in a tree and in a walk file, as one table: keys, kinds of question, functions, words.
//!
//! The reader, what is said about mistakes of layout, the names that may have been meant, the tree as it is written
//! anew, the schema that editors read, the tables in the book and the generated tests take it all from here. The codes of findings are a
//! table of their own, [`Code`](crate::diagnostic::Code).

mod elsewhere;
mod functions;
mod key;
mod keys;
mod kind;

pub(crate) use elsewhere::{key_elsewhere, kind_elsewhere};
pub use functions::{Argument, Function, Gives, Group, Signature, WORDS, Word};
pub use key::{Entries, Key, Least, Shape};
pub(crate) use key::{
    entries_under, is_key, is_part_key, may_follow, takes_any_expression, takes_condition, takes_dashes, takes_names,
    takes_text,
};
pub use keys::Part;
pub(crate) use keys::{
    AnswerKey, FeedbackKey, FileKey, NoteKey, OutcomeKey, PatternKey, PointsKey, PromiseKey, QuestionKey, RejectKey,
    RuleKey, TableKey, TargetKey, TreeKey, ValueKey, WalkKey,
};
pub use kind::QuestionKind;
