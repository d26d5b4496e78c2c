//! Every function does what its row of the table says.

use chrono::NaiveDate;
use onread::diagnostic::Code;
use onread::engine::Walk;
use onread::format::{Argument, Function, Gives};
use onread::tree::{Answer, Named, Tree, Type, ValueRule};

fn tree(expression: &str) -> Result<Tree, onread::LoadError> {
    let quoted = expression.replace('\'', "''");
    let text = format!(
        "title: T\nquestions:\n  q: {{ask: Q?, kind: many, answers: [ham, olives, plain], next: o}}\noutcomes:\n  o: {{title: O}}\nvalues:\n  x: '{quoted}'\n"
    );
    onread::load_str("t.yaml", &text)
}

#[test]
fn every_example_gives_what_the_table_says() {
    for function in Function::ALL {
        let signature = function.signature();
        let (call, shown) = signature.example;
        assert!(call.starts_with(&format!("{}(", function.name())), "{call}");
        assert!(signature.form.starts_with(&format!("{}(", function.name())), "{}", signature.form);
        let tree = tree(call).unwrap_or_else(|error| panic!("{call}: {error}"));
        let mut walk = Walk::new(&tree, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
        walk.answer(Answer::Many([0, 1].into())).unwrap();
        let Some(Named::Value(id)) = tree.named("x") else { panic!("{call}") };
        assert_eq!(walk.show(&walk.value(id)), shown, "{call}");
        let fits = match signature.gives {
            Gives::Truth => tree.value(id).kind == Type::Cond,
            Gives::Number => tree.value(id).kind == Type::Num,
            Gives::Date => tree.value(id).kind == Type::Date,
            Gives::Text => tree.value(id).kind == Type::Text,
            Gives::Alike => signature.parameters == [Argument::Alike],
        };
        assert!(fits, "{call} gives {:?}", tree.value(id).kind);
        // The tree writes the call as it was written.
        let ValueRule::One(written) = &tree.value(id).rule else { panic!("{call}") };
        assert_eq!(tree.write_expr(written), call);
    }
}

/// An argument of a kind, one of so many.
fn argument(kind: Argument, count: usize) -> &'static str {
    match kind {
        Argument::Number | Argument::Anything | Argument::Alike => "1",
        Argument::Date => "today",
        Argument::Text => "'a'",
        Argument::Pattern => "'[a-z]'",
        Argument::Set | Argument::Counted if count == 1 => "q",
        Argument::Set => "q",
        Argument::Counted => "ham in q",
        Argument::Answers => "ham",
    }
}

fn call(function: Function, count: usize, wrong: Option<usize>) -> String {
    let kind = |at| function.signature().parameter(at).unwrap();
    let argument = |at| {
        if wrong == Some(at) {
            if kind(at) == Argument::Date { "1" } else { "today" }
        } else {
            argument(kind(at), count)
        }
    };
    format!("{}({})", function.name(), (0..count).map(argument).collect::<Vec<_>>().join(", "))
}

fn codes(expression: &str) -> Vec<Code> {
    tree(expression).err().map_or(Vec::new(), |error| error.diagnostics.iter().map(|found| found.code).collect())
}

#[test]
fn every_function_takes_what_the_table_says_and_nothing_else() {
    let mut refused = 0;
    for function in Function::ALL {
        let signature = function.signature();
        let most = signature.most.min(signature.least + 2);
        for count in signature.least..=most {
            let call = call(*function, count, None);
            assert_eq!(codes(&call), [], "{call}");
            for at in 0..count {
                if matches!(signature.parameter(at), Some(Argument::Anything))
                    || count == 1 && signature.parameters == [Argument::Alike]
                {
                    continue;
                }
                let call = self::call(*function, count, Some(at));
                assert!(!codes(&call).is_empty(), "{call}");
                refused += 1;
            }
        }
        let few = call(*function, signature.least - 1, None);
        assert_eq!(codes(&few), [Code::WrongArguments], "{few}");
        if signature.most < 1000 {
            let many = call(*function, signature.most + 1, None);
            assert_eq!(codes(&many), [Code::WrongArguments], "{many}");
        }
    }
    assert!(refused > 30, "{refused}");
}
