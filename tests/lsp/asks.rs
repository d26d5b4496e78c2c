//! What an editor asks about a place: what may be written there, what stands there, and where else that does.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, Columns, capabilities, offset, position, range, uri};

const TREE: &str = "\
title: Supper for {{ people }}?
start: hungry
questions:
  hungry:
    ask: How hungry 🦀 are you?
    answers:
      very: {goto: minutes, score: {curry: 2}}
      'no': {label: \"Not {{ hungry_enough }}\", goto: toast}
  eaten:
    ask: What have you eaten?
    kind: many
    answers: meals
  minutes:
    ask: How long?
    kind: number
    next:
      - {when: \"hungry == 'very' and lunch in eaten\", goto: {best_of: [curry, toast]}}
      - goto: people
  people:
    ask: How many?
    kind: number
    min: 1
    next: toast
values:
  hungry_enough: hungry in [very] or any(eaten, lunch, tea)
outcomes:
  toast: {title: Toast}
  curry: {title: \"Curry for {{ fixed(people, 0) }}\"}
lists:
  meals: [lunch, tea]
";

const WALKS: &str = "\
tree: supper.yaml
walks:
  - name: bread
    answers: {hungry: no}
    outcome: toast
  - name: much
    answers:
      hungry: very
      minutes: 5
";

struct Desk {
    client: Client,
    folder: tempfile::TempDir,
    columns: Columns,
}

impl Desk {
    fn new(columns: Columns) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("supper.yaml"), TREE).unwrap();
        fs::write(folder.path().join("supper.walks.yaml"), WALKS).unwrap();
        let encoding = if columns == Columns::Utf8 { "utf-8" } else { "utf-16" };
        let (client, _) = Client::with(folder.path(), capabilities(&[encoding]));
        Self { client, folder, columns }
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.folder.path().join(name))
    }

    /// Opens a text with a mark in it, and gives the position of the mark.
    fn marked(&mut self, name: &str, marked: &str) -> Value {
        let at = marked.find('¦').unwrap();
        let text = marked.replacen('¦', "", 1);
        let address = self.uri(name);
        self.client.tell("textDocument/didClose", json!({"textDocument": {"uri": address}}));
        self.client.open(&address, &text);
        json!({"textDocument": {"uri": address}, "position": position(&text, at, self.columns)})
    }

    /// What is offered at a mark, as texts that take the place of what stands before it.
    fn offered(&mut self, name: &str, marked: &str) -> Vec<String> {
        let at = self.marked(name, marked);
        let text = marked.replacen('¦', "", 1);
        let items = self.client.ask("textDocument/completion", at.clone());
        let offer = |item: &Value| {
            let edit = &item["textEdit"];
            let (from, to) = (&edit["range"]["start"], &edit["range"]["end"]);
            assert_eq!(*to, at["position"], "{item}");
            let (from, to) = (offset(&text, from, self.columns), offset(&text, to, self.columns));
            assert!(!text[from..to].contains('\n'), "{item}");
            (item["sortText"].as_str().unwrap().to_owned(), edit["newText"].as_str().unwrap().to_owned())
        };
        let mut offers: Vec<(String, String)> = items.as_array().unwrap().iter().map(offer).collect();
        offers.sort();
        offers.into_iter().map(|(_, text)| text).collect()
    }
}

/// The tree with something else in the place of a part of it.
fn with(part: &str, instead: &str) -> String {
    assert!(TREE.contains(part), "{part}");
    TREE.replacen(part, instead, 1)
}

#[test]
fn what_fits_is_offered() {
    for columns in [Columns::Utf16, Columns::Utf8] {
        let mut desk = Desk::new(columns);
        let mut offered = |marked: &str| desk.offered("supper.yaml", marked);
        let same = |found: Vec<String>, wanted: &[&str]| assert_eq!(found, wanted);
        same(offered(&with("start: hungry", "start: ¦")), &["hungry", "eaten", "minutes", "people"]);
        same(offered(&with("start: hungry", "start: hu¦")), &["hungry", "eaten", "minutes", "people"]);
        same(offered(&with("goto: toast", "goto: ¦")), &["hungry", "eaten", "minutes", "people", "toast", "curry"]);
        same(offered(&with("kind: many", "kind: ¦")), &["choice", "many", "number", "date", "text"]);
        same(offered(&with("answers: meals", "answers: m¦")), &["meals"]);
        same(offered(&with("start: hungry", "start: 'hu¦'")), &["hungry", "eaten", "minutes", "people"]);
        same(offered(&with("[curry, toast]", "[curry, ¦]")), &["toast", "curry"]);
        same(offered(&with("{curry: 2}", "{¦: 2}")), &["toast: ", "curry: "]);
        // Keys: those that are missing first, those that stand there already not at all, and of a kind its own.
        let keys = offered(&with("    kind: many\n", "    kind: many\n    ¦\n"));
        assert!(keys.contains(&"min: ".to_owned()) && keys.contains(&"default: ".to_owned()), "{keys:?}");
        assert!(
            !keys.iter().any(|key| ["ask: ", "kind: ", "answers:", "answers: ", "unit: "].contains(&key.as_str())),
            "{keys:?}"
        );
        assert_eq!(offered(&with("    ask: How many?\n", "    ¦\n"))[0], "ask: ");
        let rule = offered(&with("      - goto: people\n", "      - ¦\n"));
        same(rule, &["goto: ", "when: "]);
        // A table: its keys, and as entries the answers that it is looked up by.
        let table = |text: &str| with("values:\n", &format!("values:\n  amount: {text}\n"));
        same(offered(&table("{by: hungry, table: {¦}}")), &["very: ", "no: "]);
        same(offered(&table("{by: [hungry_enough, hungry], table: {true: {¦}}}")), &["very: ", "no: "]);
        same(offered(&table("{by: [hungry, eaten], table: {no: {¦}}}")), &["lunch: ", "tea: "]);
        same(offered(&table("\n    by: hungry\n    table:\n      very: 1\n      ¦")), &["very: ", "no: "]);
        let keys = offered(&table("{by: hungry, ¦}"));
        assert!(keys.contains(&"table: ".to_owned()) && keys.contains(&"else: ".to_owned()), "{keys:?}");
        // In expressions, the answers of what something is compared with come first.
        let mut first = |marked: &str, count: usize| offered(marked).into_iter().take(count).collect::<Vec<_>>();
        assert_eq!(first(&with("hungry == 'very'", "hungry == ¦"), 2), ["very", "no"]);
        assert_eq!(first(&with("hungry in [very]", "hungry in [very, ¦"), 2), ["very", "no"]);
        assert_eq!(first(&with("any(eaten, lunch, tea)", "any(eaten, lu¦"), 2), ["lunch", "tea"]);
        let names = first(&with("{{ hungry_enough }}", "{{ ¦ }}"), 100);
        for name in ["hungry", "hungry_enough", "meals", "score.curry", "count($0)", "not", "today"] {
            assert!(names.contains(&name.to_owned()), "{name}: {names:?}");
        }
        assert!(!names.contains(&"toast".to_owned()) && !names.contains(&"very".to_owned()), "{names:?}");
        assert_eq!(first(&with("{{ hungry_enough }}", "{{ score.¦ }}"), 9), ["curry"]);
        assert!(first(&with("{{ hungry_enough }}", "¦{{ hungry_enough }}"), 9).is_empty(), "before a hole");
        assert!(first(&with("ask: How long?", "ask: How lo¦ng?"), 9).is_empty(), "in a text");
        assert!(first(&with("start: hungry", "start: hungry # ¦"), 9).is_empty(), "in a comment");
        desk.client.end();
    }
}

#[test]
fn what_is_half_written_keeps_its_names() {
    let mut desk = Desk::new(Columns::Utf16);
    let address = desk.uri("supper.yaml");
    desk.client.open(&address, TREE);
    for broken in [
        "  minutes: {ask: \"\n",
        "    next:\n      - when: hungry == \n",
        "  x\n",
        "  x: [\n",
        "  x: {ask: Y, answers: {\n",
    ] {
        let marked = with("  people:\n", &format!("{broken}  people:\n")).replace("start: hungry", "start: ¦");
        let at = marked.find('¦').unwrap();
        let text = marked.replacen('¦', "", 1);
        desk.client.change(&address, 2, &text);
        let at = json!({"textDocument": {"uri": address}, "position": position(&text, at, Columns::Utf16)});
        let items = desk.client.ask("textDocument/completion", at);
        let labels: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
        for wanted in ["hungry", "eaten", "minutes", "people"] {
            assert!(labels.contains(&wanted), "{broken}: {labels:?}");
        }
        desk.client.change(&address, 3, TREE);
        desk.client.settled(&address, 3);
    }
    // A tree that has only begun.
    assert_eq!(desk.offered("new.yaml", "ti¦")[0], "title: ");
    assert!(desk.offered("new.yaml", "title: T\nq¦").contains(&"questions:".to_owned()));
    assert!(desk.offered("other.yaml", "services:\n  ¦").is_empty());
    desk.client.end();
}

#[test]
fn walk_files_are_completed_from_their_tree() {
    let mut desk = Desk::new(Columns::Utf16);
    let (tree, text) = (desk.uri("supper.yaml"), with("toast: {title", "bread: {title").replace("toast", "bread"));
    // As it stands in the editor.
    desk.client.open(&tree, &text);
    let offered = |desk: &mut Desk, marked: &str| desk.offered("supper.walks.yaml", marked);
    assert_eq!(offered(&mut desk, "tree: ¦\nwalks: []\n"), ["supper.yaml"]);
    let head = "tree: supper.yaml\nwalks:\n  - ";
    assert_eq!(offered(&mut desk, &format!("{head}outcome: ¦\n")), ["bread", "curry"]);
    assert_eq!(offered(&mut desk, &format!("{head}answers: {{hungry: ¦}}\n")), ["very", "no"]);
    assert_eq!(
        offered(&mut desk, &format!("{head}answers: {{¦}}\n")),
        ["hungry: ", "eaten: ", "minutes: ", "people: "]
    );
    assert_eq!(offered(&mut desk, &format!("{head}answers: {{eaten: [lunch, ¦]}}\n")), ["lunch", "tea"]);
    assert_eq!(offered(&mut desk, &format!("{head}values:\n      ¦\n")), ["hungry_enough: "]);
    assert_eq!(offered(&mut desk, &format!("{head}¦\n"))[0], "answers:");
    desk.client.end();
}

/// The text at places, each as its file, its line from 1 and what stands there.
fn shown(folder: &Path, locations: &Value, columns: Columns) -> Vec<String> {
    let list = locations.as_array().unwrap();
    let shown = |location: &Value| {
        let name = location["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        let [start, end] = ["start", "end"].map(|end| offset(&text, &location["range"][end], columns));
        format!("{name}:{} {}", text[..start].matches('\n').count() + 1, &text[start..end])
    };
    list.iter().map(shown).collect()
}

#[test]
fn names_lead_to_where_they_are_declared_and_used() {
    for columns in [Columns::Utf16, Columns::Utf8] {
        let mut desk = Desk::new(columns);
        let folder = desk.folder.path().to_owned();
        let mut find = |name: &str, method: &str, marked: &str| {
            let mut at = desk.marked(name, marked);
            at["context"] = json!({"includeDeclaration": true});
            let found = desk.client.ask(&format!("textDocument/{method}"), at);
            shown(&folder, &found, columns)
        };
        assert_eq!(
            find("supper.yaml", "definition", &with("start: hungry", "start: hun¦gry")),
            ["supper.yaml:4 hungry"]
        );
        // Behind an emoji, at the end of a word, between quotes.
        assert_eq!(find("supper.yaml", "definition", &with("'very'", "'¦very'")), ["supper.yaml:7 very"]);
        assert_eq!(
            find("supper.yaml", "definition", &with("fixed(people", "fixed(people¦")),
            ["supper.yaml:19 people"]
        );
        let walks = WALKS.replacen("hungry: no", "hungry: ¦no", 1);
        assert_eq!(find("supper.walks.yaml", "definition", &walks), ["supper.yaml:8 no"]);
        let tree = WALKS.replacen("supper.yaml", "sup¦per.yaml", 1);
        assert_eq!(find("supper.walks.yaml", "definition", &tree), ["supper.yaml:1 "]);
        assert!(find("supper.yaml", "definition", &with("ask: How long?", "ask: How ¦long?")).is_empty());
        let uses = [
            "supper.yaml:2 hungry",
            "supper.yaml:4 hungry",
            "supper.yaml:17 hungry",
            "supper.yaml:25 hungry",
            "supper.walks.yaml:4 hungry",
            "supper.walks.yaml:8 hungry",
        ];
        assert_eq!(find("supper.yaml", "references", &with("start: hungry", "start: hun¦gry")), uses);
        assert_eq!(find("supper.walks.yaml", "references", &WALKS.replacen("hungry: no", "hung¦ry: no", 1)), uses);
        desk.client.end();
    }
}

#[test]
fn a_word_tells_what_is_known_of_it() {
    let mut desk = Desk::new(Columns::Utf16);
    let address = desk.uri("supper.yaml");
    desk.client.open(&address, TREE);
    assert_eq!(desk.client.settled(&address, 1).1["is"], "proved");
    let mut hover = |part: &str, at: usize| {
        let byte = TREE.find(part).unwrap() + at;
        let at = json!({"textDocument": {"uri": address}, "position": position(TREE, byte, Columns::Utf16)});
        let hover = desk.client.ask("textDocument/hover", at);
        hover["contents"]["value"].as_str().unwrap_or("").to_owned()
    };
    let all = [
        (
            "  minutes:\n",
            3,
            &[
                "a question of kind `number`",
                "How long?",
                "→ `people`",
                "by: `hungry`",
                "50 % of walks come here",
                "The shortest walk here: `hungry: very`",
            ][..],
        ),
        ("  toast: {", 3, &["`toast`, an outcome", "Toast", "of walks end here", "`hungry: no`"]),
        ("  hungry_enough:", 5, &["`hungry_enough`, a value", "It is a condition."]),
        ("very: {goto", 1, &["an answer of `hungry`", "→ `minutes`"]),
        ("meals: [", 1, &["`meals`, a list", "once"]),
        ("kind: many", 1, &["one of the five kinds", "kind: choice"]),
        ("many\n", 1, &["as many of the answers as fit"]),
        ("any(eaten", 1, &["any(question, answer, …)", "at least one of these"]),
        ("fixed(people", 1, &["fixed(number, places)"]),
        ("best_of", 1, &["highest score"]),
        // The smallest part of an expression, where no name stands.
        ("== 'very'", 1, &["It is a condition."]),
        ("and lunch", 1, &["It is a condition."]),
        ("in eaten", 0, &["It is a condition."]),
        ("in [very]", 0, &["It is a condition."]),
        ("people, 0)", 7, &["It is a text."]),
        ("0) }}", 0, &["It is a number."]),
        ("eaten, lunch", 6, &["It is a condition."]),
    ];
    for (part, at, wanted) in all {
        let told = hover(part, at);
        for words in wanted {
            assert!(told.contains(words), "{part} does not tell {words}:\n{told}");
        }
    }
    assert_eq!(hover("How long", 5), "");
    desk.client.end();
}

#[test]
fn a_call_tells_what_it_takes() {
    let mut desk = Desk::new(Columns::Utf16);
    for (part, instead, wanted) in [
        ("fixed(people, 0)", "fixed(people, ¦)", Some(("fixed(number, places)", 0, 1))),
        ("fixed(people, 0)", "fixed(round(peo¦ple), 0)", Some(("round(number, places)", 0, 0))),
        ("any(eaten, lunch, tea)", "any(eaten, lunch, tea, x¦)", Some(("any(question, answer, …)", 0, 2))),
        ("any(eaten, lunch, tea)", "count(eaten, hungry == no¦)", Some(("count(condition, condition, …)", 1, 1))),
        ("any(eaten, lunch, tea)", "nothing(eaten, ¦)", None),
        ("ask: How long?", "ask: How (fixed(¦long?", None),
    ] {
        let at = desk.marked("supper.yaml", &with(part, instead));
        let help = desk.client.ask("textDocument/signatureHelp", at);
        let Some((label, way, argument)) = wanted else {
            assert_eq!(help, Value::Null, "{instead}");
            continue;
        };
        assert_eq!(help["activeSignature"], way, "{help}");
        let own = &help["signatures"][way];
        assert_eq!((&own["label"], &own["activeParameter"]), (&json!(label), &json!(argument)), "{help}");
        assert!(label.contains(own["parameters"][argument]["label"].as_str().unwrap()));
    }
    desk.client.end();
}

#[test]
fn a_file_has_an_outline_folds_and_links() {
    let mut desk = Desk::new(Columns::Utf16);
    for (name, text) in [("supper.yaml", TREE), ("supper.walks.yaml", WALKS)] {
        let address = desk.uri(name);
        desk.client.open(&address, text);
    }
    let document = |name: &str| json!({"textDocument": {"uri": desk.uri(name)}});
    let (tree, walks) = (document("supper.yaml"), document("supper.walks.yaml"));
    let symbols = desk.client.ask("textDocument/documentSymbol", tree.clone());
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["hungry", "eaten", "minutes", "people", "toast", "curry", "hungry_enough", "meals"]);
    assert_eq!(symbols[0]["children"][1]["name"], "no");
    assert_eq!(symbols[0]["detail"], "How hungry 🦀 are you?");
    let whole = TREE.find("  hungry:").unwrap() + 2..TREE.find("\n  eaten").unwrap();
    assert_eq!(symbols[0]["range"], range(TREE, whole, Columns::Utf16));
    let symbols = desk.client.ask("textDocument/documentSymbol", walks.clone());
    assert_eq!([&symbols[0]["name"], &symbols[1]["name"]], ["bread", "much"]);
    let found = desk.client.ask("workspace/symbol", json!({"query": "hgr"}));
    let names: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["hungry", "hungry_enough"]);
    let folds = desk.client.ask("textDocument/foldingRange", tree);
    let lines: Vec<(u64, u64)> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| (fold["startLine"].as_u64().unwrap(), fold["endLine"].as_u64().unwrap()))
        .collect();
    assert_eq!(lines, [(2, 22), (3, 7), (5, 7), (8, 11), (12, 17), (15, 17), (18, 22), (23, 24), (25, 27), (28, 29)]);
    let links = desk.client.ask("textDocument/documentLink", walks);
    assert_eq!(links[0]["target"], desk.uri("supper.yaml"));
    assert_eq!(links[0]["range"], range(WALKS, 6..17, Columns::Utf16));
    desk.client.end();
}

#[test]
fn a_client_that_knows_little_gets_what_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let (mut client, _) = Client::with(folder.path(), json!({}));
    let address = uri(&folder.path().join("t.yaml"));
    client.open(&address, TREE);
    let document = json!({"textDocument": {"uri": address}});
    let symbols = client.ask("textDocument/documentSymbol", document);
    assert_eq!(symbols[1]["name"], "very");
    assert_eq!(symbols[1]["containerName"], "hungry");
    client.change(&address, 2, &TREE.replace("start: hungry", "start: hungy"));
    let found = client.settled(&address, 2).0;
    assert!(found.iter().all(|one| one.get("codeDescription").is_none() && one.get("relatedInformation").is_none()));
    assert!(found[0]["message"].as_str().unwrap().contains("hungry"), "{found:?}");
    client.end();
}

#[test]
fn walks_of_a_tree_of_the_program_lead_to_its_text() {
    let walks = "tree: reply-all\nwalks:\n  - answers: {}\n    outcome: nowhere\n";
    for pages in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let mut own = capabilities(&["utf-16"]);
        if !pages {
            own["workspace"].as_object_mut().unwrap().remove("textDocumentContent");
        }
        let (mut client, _) = Client::with(folder.path(), own);
        let address = uri(&folder.path().join("r.walks.yaml"));
        client.open(&address, walks);
        assert_eq!(client.settled(&address, 1).0[0]["code"], "unknown-name");
        let at = json!({"textDocument": {"uri": address}, "position": {"line": 0, "character": 8}});
        let found = client.ask("textDocument/definition", at);
        let links = client.ask("textDocument/documentLink", json!({"textDocument": {"uri": address}}));
        if pages {
            let text = client.ask("workspace/textDocumentContent", json!({"uri": found[0]["uri"]}));
            assert!(text["text"].as_str().unwrap().contains("questions:"), "{text}");
            assert_eq!(links[0]["target"], found[0]["uri"]);
        } else {
            assert_eq!((found, links), (json!([]), json!([])));
        }
        client.end();
    }
}

#[test]
fn pages_of_codes_are_served() {
    let mut desk = Desk::new(Columns::Utf16);
    let address = desk.uri("supper.yaml");
    desk.client.open(&address, &TREE.replace("start: hungry", "start: hungy"));
    let found = desk.client.settled(&address, 1).0;
    let href = found[0]["codeDescription"]["href"].clone();
    let page = desk.client.ask("workspace/textDocumentContent", json!({"uri": href}));
    assert!(page["text"].as_str().unwrap().starts_with("# "), "{page}");
    assert_eq!(desk.client.refused("workspace/textDocumentContent", json!({"uri": "onread:///codes/x.md"})).0, -32803);
    desk.client.end();
}
