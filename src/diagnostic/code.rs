//! The one table of codes: what each mistake is called, and how much it weighs.

use super::Severity::{self, Error, Note, Warning};

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $summary:literal)*) => {
        /// What kind of mistake a diagnostic is about. The names are stable and never used again for another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name, such as `unknown-key`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much this mistake weighs.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => $severity,)* }
            }

            /// The mistake in one line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }

            /// The page about it, in Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("../../docs/codes/", $name, ".md")),)* }
            }

            /// The code with this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }
        }
    };
}

codes! {
    // Reading the file
    Empty "empty" Error "the file holds nothing"
    Yaml "yaml" Error "the file is not well-formed YAML"
    Tab "tab" Error "a tab stands where YAML wants spaces"
    Indentation "indentation" Error "a line is indented in a way that fits nothing above it"
    MissingColon "missing-colon" Error "a key has no colon behind it, or no space behind the colon"
    ColonInText "colon-in-text" Error "an unquoted text holds a colon and a space, which YAML reads as a key"
    Unclosed "unclosed" Error "a quote or bracket is opened and never closed"
    QuoteThis "quote-this" Error "a value starts with a character that means something to YAML"
    BehindQuote "behind-quote" Error "something stands behind a closing quote"
    LostQuotes "lost-quotes" Error "YAML takes the quotes that a condition needs"
    CommaInBraces "comma-in-braces" Error "a comma or bracket inside { } cuts a text or condition in two"
    DuplicateKey "duplicate-key" Error "one key is written twice"
    Alias "alias" Error "an alias has no anchor, or aliases repeat too much"
    TooDeep "too-deep" Error "something is nested too deeply"
    CutByComment "cut-by-comment" Warning "a `#` cuts a text short"
    TooMany "too-many" Warning "more was found than is shown"
    // The shape of a file
    UnknownKey "unknown-key" Error "a key that the format does not know"
    MissingKey "missing-key" Error "a key that must be there is missing"
    WrongShape "wrong-shape" Error "a text, list or map stands where another of them is wanted"
    BadValue "bad-value" Error "a value that this key does not take"
    NoAnswer "no-answer" Error "limits that no answer meets"
    KeyNotForKind "key-not-for-kind" Error "a key that does not go with this kind of question"
    BadId "bad-id" Error "an id that cannot be an id"
    DuplicateId "duplicate-id" Error "two things have one id"
    LooksAlike "looks-alike" Warning "an id with a character that looks like another"
    WrongFile "wrong-file" Error "a walk file where a tree is wanted, or the reverse"
    // Names
    UnknownTarget "unknown-target" Error "a target that is neither a question nor an outcome"
    UnknownName "unknown-name" Error "a name that nothing has"
    UnknownAnswer "unknown-answer" Error "an answer that the question does not have"
    UnknownScore "unknown-score" Error "a score that no answer adds to"
    // Conditions
    Condition "condition" Error "a condition that cannot be read"
    WrongKind "wrong-kind" Error "kinds that do not go together"
    UnknownFunction "unknown-function" Error "a function that there is not"
    WrongArguments "wrong-arguments" Error "a function is given too much, too little or the wrong thing"
    BadPattern "bad-pattern" Error "a regular expression that cannot be read"
    // Where a walk goes
    LeadsNowhere "leads-nowhere" Error "a question that leads nowhere"
    SomeLeadNowhere "some-lead-nowhere" Error "some answers lead somewhere and others do not"
    DeadRule "dead-rule" Error "a rule that stands behind the one that catches the rest"
    CircularValues "circular-values" Error "values that need each other"
    // Walk files
    WalkTree "walk-tree" Error "the tree of a walk file cannot be loaded"
    WalkAnswer "walk-answer" Error "an answer in a walk that its question cannot take"
    WalkExpects "walk-expects" Error "a walk that expects what cannot be"
    AssertsNothing "asserts-nothing" Note "a walk that says nothing about what must come of it"
    // Texts
    Blank "blank" Warning "a text of which nothing shows"
    FoldedList "folded-list" Warning "a list in a text whose lines YAML joins"
    SameLabel "same-label" Warning "two answers of one question that look the same"
    ShowsItself "shows-itself" Error "a label that shows itself"
    // What walks do
    Stuck "stuck" Error "a walk that cannot go on"
    AskedTwice "asked-twice" Error "a walk that comes to a question again"
    Promise "promise" Error "a promise that a walk breaks"
    Never "never" Warning "something that no walk comes to"
    Needless "needless" Warning "something that changes nothing"
    MaybeUnanswered "maybe-unanswered" Warning "something reads an answer that some walks do not have"
    Tie "tie" Note "a ranking that some walks end level"
    // Comments that silence findings
    Allowance "allowance" Warning "a comment that allows nothing"
}

impl Code {
    /// Whether this is found by going through all walks, and may be allowed by a comment.
    #[must_use]
    pub fn is_about_walks(self) -> bool {
        use Code::{AskedTwice, MaybeUnanswered, Needless, Never, Promise, Stuck, Tie};
        matches!(self, Stuck | AskedTwice | Promise | Never | Needless | MaybeUnanswered | Tie)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
