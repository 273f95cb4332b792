//! What someone typed, as what is sought.

use super::grams::{Gram, Run, grams};

/// Words sought at once at most; what is typed beyond is left out.
const PHRASES_MAX: usize = 12;

/// What is sought: all of its phrases, anywhere in one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub(super) phrases: Vec<Phrase>,
}

/// Words of the index that must be neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) words: Vec<String>,
    /// Whether the last word is only the beginning of one: a single Chinese character.
    pub(super) open: bool,
}

impl Query {
    /// Reads what was typed: words that must all be there, and phrases in quotation marks. Nothing typed is an error;
    /// where there is no letter, nothing is sought.
    pub fn of(typed: &str) -> Self {
        let phrases = parts(typed).into_iter().filter_map(|part| phrase(grams(&part)));
        let mut distinct: Vec<Phrase> = Vec::new();
        for phrase in phrases {
            if !distinct.contains(&phrase) && distinct.len() < PHRASES_MAX {
                distinct.push(phrase);
            }
        }
        Self { phrases: distinct }
    }

    /// Whether nothing is sought.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }
}

/// What stands between spaces, commas and quotation marks; inside these, spaces do not part.
fn parts(typed: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in typed.chars() {
        let quote = matches!(c, '"' | '“' | '”' | '„' | '「' | '」' | '『' | '』' | '＂');
        let comma = matches!(c, '，' | '。' | '、' | '；' | '！' | '？');
        quoted ^= quote;
        if quote || (!quoted && (c.is_whitespace() || comma)) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

fn phrase(mut grams: Vec<Gram>) -> Option<Phrase> {
    // The end of a sought run may stand in the middle of a longer one, where nothing is alone.
    let end = grams.last()?.last;
    if end == Some(Run::Longer) {
        grams.pop();
    }
    let words = grams.into_iter().map(|gram| gram.word).collect();
    Some(Phrase { words, open: end == Some(Run::Single) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(typed: &str) -> Vec<String> {
        let shown =
            |phrase: &Phrase| format!("{}{}", phrase.words.join("+"), if phrase.open { "*" } else { "" });
        Query::of(typed).phrases.iter().map(shown).collect()
    }

    #[test]
    fn words_are_sought_together_and_a_quotation_as_it_stands() {
        assert_eq!(shape("信用卡 被盗刷"), ["信用+用卡", "被盗+盗刷"]);
        assert_eq!(shape("\"late fee\" refund"), ["late+fee", "refund"]);
        assert_eq!(shape("“盗刷 refund”"), ["盗刷+刷+refund"]);
        assert_eq!(shape("扣费，退款"), ["扣费", "退款"]);
    }

    #[test]
    fn one_character_is_a_beginning() {
        assert_eq!(shape("卡"), ["卡*"]);
        assert_eq!(shape("etc卡"), ["etc+卡*"]);
        assert_eq!(shape("卡etc"), ["卡+etc"]);
    }

    #[test]
    fn what_has_no_letter_seeks_nothing_and_nothing_typed_does_harm() {
        for typed in ["", " ", "\"\"", "🙂", "-*()", "\u{0}", "'; --", "“"] {
            assert!(Query::of(typed).is_empty(), "{typed:?}");
        }
        assert_eq!(
            shape("a\" OR 1=1 NEAR(b) *"),
            ["a", "OR 1=1 NEAR(b) *"]
                .map(|part| { grams(part).into_iter().map(|gram| gram.word).collect::<Vec<_>>().join("+") })
        );
        assert_eq!(shape(&"词语 ".repeat(100)), ["词语"]);
        let many: Vec<String> = (0..100).map(|n| format!("w{n}")).collect();
        assert_eq!(Query::of(&many.join(" ")).phrases.len(), PHRASES_MAX);
    }
}
